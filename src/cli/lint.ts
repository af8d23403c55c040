/** `plimsoll lint`: Dockerfiles in, reports out. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { dockerfileRules } from '../../rules/dockerfile.ts';
import { decode } from '../dockerfile/decode.ts';
import { parse } from '../dockerfile/parse.ts';
import type { Report } from '../finding.ts';
import { inspectDockerfile, type Settings, unopened } from '../inspect.ts';
import { dedupe } from '../refine/dedupe.ts';
import { sort } from '../refine/sort.ts';
import { buildArgs, type LintFlags, todayOf } from './flags.ts';
import { type Io, UsageError } from './io.ts';
import { exitCode, outputsOf, writeReports } from './output.ts';
import { readStream, reasonText } from './read.ts';
import { activeRules } from './settings.ts';
import { version } from './version.ts';

export async function lint(paths: readonly string[], flags: LintFlags, io: Io): Promise<number> {
  outputsOf(flags);
  const settings: Settings = {
    rules: activeRules(dockerfileRules, flags),
    version,
    today: todayOf(flags, io),
    refine: (findings) => sort(dedupe(findings)),
  };
  const texts = new Map<string, string>();
  const reports: Report[] = [];
  for (const path of paths.length > 0 ? paths : ['.'])
    reports.push(await lintOne({ path, settings, texts }, flags, io));
  await writeReports({ reports, texts, rules: dockerfileRules }, flags, io);
  return exitCode(reports, flags.failOn);
}

interface One {
  readonly path: string;
  readonly settings: Settings;
  readonly texts: Map<string, string>;
}

async function lintOne({ path, settings, texts }: One, flags: LintFlags, io: Io): Promise<Report> {
  const file = path === '-' ? (flags.stdinFilename ?? '<stdin>') : path;
  let bytes: Uint8Array;
  try {
    bytes = path === '-' ? await readStream(io.stdin) : await readFile(resolve(io.cwd, path));
  } catch (error) {
    return unopened(
      { kind: 'dockerfile', name: file },
      [{ what: file, reason: 'unreadable', detail: reasonText(error, file) }],
      settings,
    );
  }
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
  if (missing !== undefined) throw new UsageError(`${file} has no stage \`${missing}\` to be a --target.`);
  return inspectDockerfile(dockerfile, settings);
}
