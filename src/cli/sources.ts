/** Which Dockerfiles a run of `plimsoll lint` judges: named, found below folders, of build files, or read from standard input. */
import { readFileSync, statSync } from 'node:fs';
import { dockerfileRules } from '../../rules/dockerfile.ts';
import type { Builds } from '../config/builds/ways.ts';
import { decode } from '../dockerfile/decode.ts';
import type { Problem } from '../finding.ts';
import type { Discovery } from '../source/discover.ts';
import { nameOf, pathOf } from '../source/name.ts';
import type { LintFlags } from './flags.ts';
import { govern } from './govern.ts';
import type { Io } from './io.ts';
import type { Source } from './judge.ts';
import { readStream, reasonText } from './read.ts';

interface Sources {
  readonly sources: readonly Source[];
  readonly missing: readonly Problem[];
}

interface Sourcing {
  /** The Dockerfiles of build files that were named: those are meant where no other is. */
  readonly built: Builds | undefined;
  readonly flags: LintFlags;
  readonly io: Io;
}

/** Every source that can be read, and what is wrong with the others. */
export async function sourcesOf(given: readonly string[], { built, flags, io }: Sourcing): Promise<Sources> {
  const isGiven = !built || given.length > 0;
  const paths = isGiven ? given : built.files;
  const named = paths.filter((path) => path !== '-');
  const sources: Source[] = [];
  const missing: Problem[] = isGiven ? [] : nothingBuilt(built, flags);
  if (!isGiven)
    for (const { name, inline } of built.inlines) sources.push({ file: name, text: inline.text, encoding: 'utf-8' });
  if (named.length < paths.length) sources.push(sourceOf(await readStream(io.stdin), flags.stdinFilename ?? '<stdin>'));
  if ((paths.length > 0 || built) && named.length === 0) return { sources, missing };
  const { files, problems } = await dockerfiles(named, flags, io);
  for (const problem of problems) missing.push(isGiven ? problem : await whoseIs(problem, built));
  for (const file of files) {
    try {
      sources.push(sourceOf(readFileSync(pathOf(file, io.cwd)), file));
    } catch (error) {
      missing.push({ file, message: reasonText(error, file) });
    }
  }
  return { sources, missing };
}

/** The user named the build file, and there the path is to be mended. */
async function whoseIs(problem: Problem, built: Builds): Promise<Problem> {
  const ways = await built.of(problem.file ?? '');
  const titles = ways.map(({ fact }) => fact.title).join(' and ');
  return titles === '' ? problem : { ...problem, message: `${problem.message} It is what ${titles} would build.` };
}

/** A run that has nothing to judge must not end as if all were well. */
function nothingBuilt({ files, inlines, problems, unknown }: Builds, { from }: LintFlags): Problem[] {
  if (!from || [files, inlines, problems, unknown].some(({ length }) => length > 0)) return [];
  const names = from.map((name) => `\`${name}\``).join(', ');
  const [build, file] = from.length === 1 ? ['builds', from[0]] : ['build', from.join(', ')];
  const message = `There is no Dockerfile here that ${names} ${build}: what is named there is pulled, or built from elsewhere; name a Dockerfile.`;
  return [{ message, ...(file !== undefined && { file }) }];
}

/** Folders and globs are searched; what the configuration of this folder excludes is left out of what is found. */
async function dockerfiles(paths: readonly string[], flags: LintFlags, io: Io): Promise<Discovery> {
  // What is named one by one is wanted, whatever the configuration excludes; whether it can be read is seen when it is.
  if (paths.length > 0 && paths.every((path) => isNamed(path, io))) {
    const files = new Set(paths.map((path) => nameOf(pathOf(path, io.cwd), io.cwd)));
    return { files: [...files].sort(), problems: [] };
  }
  const { discover } = await import('../source/discover.ts');
  const { settings } = await govern({ flags, io, rules: dockerfileRules, files: [] });
  const { excludes } = settings;
  return discover(paths.length > 0 ? paths : ['.'], { cwd: io.cwd, ...(excludes && { excludes }) });
}

/** Whether a path is that of a file; what is left out by a `!` is not. */
function isNamed(path: string, { cwd }: Io): boolean {
  return !path.startsWith('!') && statSync(pathOf(path, cwd), { throwIfNoEntry: false })?.isFile() === true;
}

function sourceOf(bytes: Uint8Array, file: string): Source {
  const { text, encoding } = decode(bytes);
  return { file, text, encoding };
}
