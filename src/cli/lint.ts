/** `plimsoll lint`: Dockerfiles in, reports out. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { dockerfileRules } from '../../rules/dockerfile.ts';
import { decode } from '../dockerfile/decode.ts';
import type { Facts } from '../dockerfile/facts.ts';
import type { Dockerfile } from '../dockerfile/model.ts';
import { parse } from '../dockerfile/parse.ts';
import type { Problem, Report } from '../finding.ts';
import { inspectDockerfile, unopened } from '../inspect.ts';
import { type Governed, type Policy, policyFor } from '../policy.ts';
import { onlyChanged } from '../refine/changed.ts';
import type { Baseline } from '../refine/context.ts';
import { redact } from '../secrets/mask.ts';
import type { Changes } from '../source/changes.ts';
import { baselineOf, closeBaseline } from './baseline.ts';
import { buildArgs, type LintFlags } from './flags.ts';
import { type FactsOf, gather } from './gather.ts';
import { type Governance, govern } from './govern.ts';
import { exitCodes, type Io, UsageError } from './io.ts';
import { exitCode, outputsOf, verdict, writeReports } from './output.ts';
import { readStream, reasonText } from './read.ts';
import { version } from './version.ts';

/** A Dockerfile as it was read, before it is judged. */
export interface Source {
  readonly file: string;
  readonly text: string;
  readonly encoding: Dockerfile['encoding'];
  readonly bytes: Uint8Array;
}

/** Judges one text of a file; again and again, while fixes are applied to it. */
export interface Judged {
  readonly source: Source;
  readonly judge: (text: string) => { readonly report: Report; readonly dockerfile: Dockerfile };
}

export async function lint(paths: readonly string[], flags: LintFlags, io: Io): Promise<number> {
  outputsOf(flags.format ?? []);
  const changes = await changesOf(flags, io);
  const found = await sourcesOf(paths, flags, io);
  const sources = found.sources.filter(({ file }) => changes === undefined || changes(file) !== undefined);
  const governance = await govern({ flags, io, rules: dockerfileRules, files: sources.map(({ file }) => file) });
  const configured = governance.settings.baseline;
  const baseline = baselineOf(flags, io, configured);
  const factsOf = await gather({ flags, io, shellcheck: governance.settings.shellcheck, sources });
  const judged = await Promise.all(
    sources.map((source) => judgeOf(source, { governance, baseline, changes, factsOf, flags, io })),
  );
  if (flags.explainStage !== undefined) return explainStages(judged, flags.explainStage, io);
  const texts = new Map(sources.map(({ file, text }) => [file, text]));
  const today = { version, today: governance.today };
  const reports = [...found.missing.map((problem) => notFound(problem, today))];
  if (flags.fix || flags.diff) {
    const { mend } = await import('./mend.ts');
    for (const one of judged) reports.push(mend(one, { flags, io, texts }));
  } else {
    for (const { source, judge } of judged) reports.push(judge(source.text).report);
  }
  if (flags.diff) return exitCode(reports, 'never', new Map());
  await writeReports(
    { reports, texts, rules: governance.rules, images: new Map() },
    { flags, io, settings: governance.settings },
  );
  closeBaseline(baseline, reports, { flags, io, configured });
  return verdict(reports, flags, governance.settings);
}

async function explainStages(judged: readonly Judged[], wanted: string | boolean, io: Io): Promise<number> {
  const { stageTree } = await import('../report/stages.ts');
  const name = typeof wanted === 'string' ? wanted : undefined;
  const trees = judged.flatMap(({ source, judge }) => stageTree(judge(source.text).dockerfile, name) ?? []);
  if (trees.length === 0)
    throw new UsageError(
      name === undefined ? 'There is no stage to explain.' : `There is no stage \`${name}\` to explain.`,
    );
  io.stdout.write(redact(trees.join('\n')));
  return exitCodes.clean;
}

/** The changed lines of a file, as `--since` asks for them. */
type ChangedLines = (file: string) => ReturnType<Changes['of']>;

async function changesOf({ since, fix, diff }: LintFlags, io: Io): Promise<ChangedLines | undefined> {
  if (since === undefined) return undefined;
  if (fix || diff)
    throw new UsageError('--since judges a change, and --fix and --diff mend whole files; use one of them.');
  const { changesSince } = await import('../source/changes.ts');
  const changes = changesSince(since, io.cwd);
  if (!changes.ok) throw new UsageError(changes.problem.message);
  return (file) => (file.startsWith('<') ? 'all' : changes.value.of(resolve(io.cwd, file)));
}

interface Sources {
  readonly sources: readonly Source[];
  readonly missing: readonly Problem[];
}

async function sourcesOf(paths: readonly string[], flags: LintFlags, io: Io): Promise<Sources> {
  const named = paths.filter((path) => path !== '-');
  const sources: Source[] = [];
  const missing: Problem[] = [];
  if (named.length < paths.length) sources.push(sourceOf(await readStream(io.stdin), flags.stdinFilename ?? '<stdin>'));
  if (paths.length > 0 && named.length === 0) return { sources, missing };
  const { files, problems } = await dockerfiles(named, flags, io);
  missing.push(...problems);
  for (const file of files) {
    try {
      sources.push(sourceOf(readFileSync(resolve(io.cwd, file)), file));
    } catch (error) {
      missing.push({ file, message: reasonText(error, file) });
    }
  }
  return { sources, missing };
}

/** Folders and globs are searched; what the configuration of this folder excludes is left out of what is found. */
async function dockerfiles(paths: readonly string[], flags: LintFlags, io: Io) {
  const { discover } = await import('../source/discover.ts');
  const governance = await govern({ flags, io, rules: dockerfileRules, files: [] });
  const { excludes } = governance.settings;
  return discover(paths.length > 0 ? paths : ['.'], { cwd: io.cwd, ...(excludes && { excludes }) });
}

function sourceOf(bytes: Uint8Array, file: string): Source {
  const { text, encoding } = decode(bytes);
  return { file, text, encoding, bytes };
}

function notFound({ message, file = '' }: Problem, today: { version: string; today: string }): Report {
  return unopened({ kind: 'dockerfile', name: file }, [{ what: file, reason: 'unreadable', detail: message }], today);
}

interface Run {
  readonly governance: Governance;
  readonly baseline: Baseline | undefined;
  readonly changes: ChangedLines | undefined;
  readonly factsOf: FactsOf;
  readonly flags: LintFlags;
  readonly io: Io;
}

async function judgeOf(source: Source, { governance, baseline, changes, factsOf, flags, io }: Run): Promise<Judged> {
  const governed: Governed = { ...(await governance.of(source.file)), baseline };
  const policy: Policy = await policyFor({ file: resolve(io.cwd, source.file) }, governed);
  const { settings, today } = governed;
  const targets = flags.target ?? settings.targets;
  const args = { ...settings.buildArgs, ...buildArgs(flags, io) };
  const judge = (text: string) => {
    const options = { file: source.file, encoding: source.encoding, buildArgs: args, targets };
    const facts: Facts = { today, ...factsOf(parse(text, options)) };
    const dockerfile = parse(text, { ...options, facts });
    const report = inspectDockerfile(dockerfile, { ...policy, version, today });
    const lines = changes?.(source.file) ?? 'all';
    if (lines === 'all') return { dockerfile, report };
    return { dockerfile, report: { ...report, findings: onlyChanged(report.findings, dockerfile, lines) } };
  };
  checkTargets(flags, source.file, parse(source.text, { file: source.file }));
  return { source, judge };
}

function checkTargets({ target = [] }: LintFlags, file: string, { stages }: Dockerfile): void {
  const missing = target.find((name) => !stages.some((stage) => stage.name === name.toLowerCase()));
  if (missing !== undefined) throw new UsageError(`\`${file}\` has no stage \`${missing}\` to be a --target.`);
}
