/** `plimsoll lint`: Dockerfiles in, reports out. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { dockerfileRules } from '../../rules/dockerfile.ts';
import { decode } from '../dockerfile/decode.ts';
import { parse } from '../dockerfile/parse.ts';
import type { Problem, Report } from '../finding.ts';
import { inspectDockerfile, type Settings, unopened } from '../inspect.ts';
import { dedupe } from '../refine/dedupe.ts';
import { sort } from '../refine/sort.ts';
import { buildArgs, type LintFlags, todayOf } from './flags.ts';
import { type Io, UsageError } from './io.ts';
import { exitCode, outputsOf, writeReports } from './output.ts';
import { readStream, reasonText } from './read.ts';
import { activeRules } from './settings.ts';
import { version } from './version.ts';

/** What every file of the run is judged by, and where its text is kept for the report. */
interface Run {
  readonly settings: Settings;
  readonly texts: Map<string, string>;
  readonly flags: LintFlags;
  readonly io: Io;
}

export async function lint(paths: readonly string[], flags: LintFlags, io: Io): Promise<number> {
  outputsOf(flags);
  const settings: Settings = {
    rules: activeRules(dockerfileRules, flags),
    version,
    today: todayOf(flags, io),
    refine: (findings) => sort(dedupe(findings)),
  };
  const run: Run = { settings, texts: new Map(), flags, io };
  const reports = await lintAll(paths, run);
  await writeReports({ reports, texts: run.texts, rules: dockerfileRules }, flags, io);
  return exitCode(reports, flags.failOn);
}

async function lintAll(paths: readonly string[], run: Run): Promise<readonly Report[]> {
  const named = paths.filter((path) => path !== '-');
  const reports: Report[] = [];
  if (named.length < paths.length) {
    const file = run.flags.stdinFilename ?? '<stdin>';
    reports.push(lintBytes(await readStream(run.io.stdin), file, run));
  }
  if (paths.length > 0 && named.length === 0) return reports;
  const { files, problems } = await dockerfiles(named, run.io);
  for (const problem of problems) reports.push(notFound(problem, run));
  for (const file of files) reports.push(lintFile(file, run));
  return reports;
}

/** Files that are named are taken as they are: only folders and globs need the search. */
async function dockerfiles(
  paths: readonly string[],
  io: Io,
): Promise<{ files: readonly string[]; problems: readonly Problem[] }> {
  const { discover } = await import('../source/discover.ts');
  return discover(paths.length > 0 ? paths : ['.'], { cwd: io.cwd });
}

function notFound({ message, file = '' }: Problem, { settings }: Run): Report {
  return unopened(
    { kind: 'dockerfile', name: file },
    [{ what: file, reason: 'unreadable', detail: message }],
    settings,
  );
}

function lintFile(file: string, run: Run): Report {
  try {
    return lintBytes(readFileSync(resolve(run.io.cwd, file)), file, run);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return notFound({ file, message: reasonText(error, file) }, run);
  }
}

function lintBytes(bytes: Uint8Array, file: string, { settings, texts, flags, io }: Run): Report {
  const { text, encoding } = decode(bytes);
  texts.set(file, text);
  const targets = flags.target ?? [];
  const dockerfile = parse(text, {
    file,
    encoding,
    buildArgs: buildArgs(flags, io),
    targets,
    facts: { today: settings.today },
  });
  const missing = targets.find((target) => !dockerfile.stages.some((stage) => stage.name === target.toLowerCase()));
  if (missing !== undefined) throw new UsageError(`\`${file}\` has no stage \`${missing}\` to be a --target.`);
  return inspectDockerfile(dockerfile, settings);
}
