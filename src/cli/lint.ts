/** `plimsoll lint`: Dockerfiles in, reports out. */
import { resolve } from 'node:path';
import { dockerfileRules } from '../../rules/dockerfile.ts';
import type { Builds } from '../config/builds/ways.ts';
import type { Report } from '../finding.ts';
import { redact } from '../secrets/mask.ts';
import { isSecretName } from '../secrets/names.ts';
import { baselineOf, closeBaseline } from './baseline.ts';
import { buildsFor, unknownTo } from './builds.ts';
import type { LintFlags } from './flags.ts';
import { gather } from './gather.ts';
import { govern } from './govern.ts';
import { exitCodes, type Io, UsageError } from './io.ts';
import { type ChangedLines, checkTargets, type Judged, judgeOf, type Run, type Source } from './judge.ts';
import {
  checkOutputs,
  contextOf,
  exitCode,
  outputsOf,
  showsNoFingerprint,
  streamReports,
  verdict,
  writeReports,
} from './output.ts';
import { sourcesOf } from './sources.ts';
import { threadsFor, tuned } from './threads.ts';
import { governedOf, quoteConfigurations, tellUnchecked, type Unjudged, unjudgedReports } from './unjudged.ts';

export async function lint(paths: readonly string[], flags: LintFlags, io: Io): Promise<number> {
  outputsOf(flags.format ?? []);
  const since = await changesOf(flags, io);
  const texts = new Map<string, string>();
  const read = (name: string, text: string) => void texts.set(name, text);
  const named = flags.from ? await buildsFor(flags, { io, files: [], read }) : undefined;
  const found = await sourcesOf(paths, { built: named, flags, io });
  const changes = since && named?.inlines.length ? await within(since, named.inlines, texts) : since;
  const sources = found.sources.filter(({ file }) => changes === undefined || changes(file) !== undefined);
  const files = sources.map(({ file }) => file);
  const builds = named ?? (await buildsFor(flags, { io, files, read }));
  for (const { file, text } of sources) texts.set(file, text);
  const governance = await govern({ flags, io, rules: dockerfileRules, files });
  const { settings } = governance;
  checkOutputs(flags.format ?? settings.format, files, io.cwd);
  const { governed, ungoverned } = await governedOf(sources, governance);
  quoteConfigurations(ungoverned, texts, io);
  for (const source of governed) checkTargets(flags, source);
  const baseline = baselineOf(flags, io, settings.baseline);
  const { factsOf, shellchecked } = await gather({ flags, io, shellcheck: settings.shellcheck, sources: governed });
  const online = flags.online ? (await import('./online.ts')).online(flags, io) : undefined;
  const unseen =
    baseline === undefined && !flags.fix && !flags.diff && showsNoFingerprint(flags.format ?? settings.format);
  const run: Run = {
    ...{ governance, baseline, changes, factsOf, online, builds, flags, io },
    ...(unseen && { fingerprints: false }),
  };
  const unknown = unknownTo(builds, paths);
  const unjudged = { builds: builds?.problems ?? [], unknown, missing: found.missing, ungoverned };
  const telling: Telling = { run, sources: governed, unjudged, inlines: named?.inlines ?? [], texts, shellchecked };
  if (flags.explainStage !== undefined) return explainStages(telling, flags.explainStage);
  const reports = await tell(telling);
  online?.tell();
  if (flags.verbose) for (const note of builds?.notes ?? []) io.stderr.write(`${note}\n`);
  if (flags.diff) return exitCode(reports, 'never', new Map());
  closeBaseline(baseline, reports, { flags, io, configured: settings.baseline });
  return verdict(reports, flags, settings);
}

async function within(changes: ChangedLines, inlines: Builds['inlines'], texts: ReadonlyMap<string, string>) {
  const { changesWithin } = await import('./inline.ts');
  return changesWithin(changes, inlines, texts);
}

interface Telling {
  readonly run: Run;
  readonly sources: readonly Source[];
  readonly unjudged: Unjudged;
  readonly inlines: Builds['inlines'];
  /** What reports quote, by the file's name. */
  readonly texts: Map<string, string>;
  readonly shellchecked: boolean;
}

/** Everything judged, and written as it comes; a diff writes itself. */
async function tell(telling: Telling): Promise<readonly Report[]> {
  const { run, inlines, texts } = telling;
  const { flags, io, governance } = run;
  const writing = { flags, io, settings: governance.settings };
  const written = { texts, rules: governance.rules, images: new Map() };
  const stream = flags.diff ? () => {} : await streamReports(written, writing);
  const place = inlines.length > 0 ? (await import('./inline.ts')).placing(inlines, texts) : undefined;
  const reports: Report[] = [];
  for await (const judged of reportsOf(telling)) {
    const report = place?.(judged) ?? judged;
    reports.push(report);
    stream(report);
  }
  if (flags.diff) await tellUnchecked(reports, contextOf({ ...written, reports }, writing), io);
  else await writeReports({ ...written, reports, streamed: true }, writing);
  return reports;
}

/** What could not be read first, then each source: mended where that is asked for, judged otherwise. */
async function* reportsOf({ run, sources, unjudged, inlines, texts, shellchecked }: Telling): AsyncIterable<Report> {
  const { flags, io, governance } = run;
  yield* unjudgedReports(unjudged, governance.today);
  if (!flags.fix && !flags.diff) {
    yield* judge(sources, run, shellchecked);
    return;
  }
  const { mend } = await import('./mend.ts');
  const isInline = (file: string) => inlines.some(({ name }) => name === file);
  for (const one of await judgedOf(sources, run)) {
    const { file, text } = one.source;
    yield isInline(file) ? one.judge(text).report : mend(one, { flags, io, texts });
  }
}

async function judgedOf(sources: readonly Source[], run: Run): Promise<readonly Judged[]> {
  return Promise.all(sources.map((source) => judgeOf(source, run)));
}

/** The reports in the order of the sources: by several threads where that pays and each can know all it needs. */
async function* judge(sources: readonly Source[], run: Run, shellchecked: boolean): AsyncIterable<Report> {
  const asItWas = tuned(sources.length);
  try {
    yield* judgeEach(sources, run, shellchecked);
  } finally {
    asItWas();
  }
}

async function* judgeEach(sources: readonly Source[], run: Run, shellchecked: boolean): AsyncIterable<Report> {
  const alone = shellchecked || run.online !== undefined || (run.baseline !== undefined && run.changes !== undefined);
  const threads = alone ? 1 : threadsFor(sources.length);
  if (threads > 1) {
    const { judgeAll } = await import('./crew.ts');
    yield* judgeAll(sources, run, { threads, files: sources.map(({ file }) => file) });
    return;
  }
  if (run.online) {
    // All are asked for at once: what registries are asked is held back there.
    for (const one of await judgedOf(sources, run)) yield one.judge(one.source.text).report;
    return;
  }
  for (const source of sources) yield (await judgeOf(source, run)).judge(source.text).report;
}

async function explainStages({ run, sources, unjudged, texts }: Telling, wanted: string | boolean): Promise<number> {
  const { flags, io, governance } = run;
  const { stageTree } = await import('../report/stages.ts');
  const name = typeof wanted === 'string' ? wanted : undefined;
  const trees = (await judgedOf(sources, run)).flatMap(
    ({ source, judge, origins }) =>
      stageTree(judge(source.text).dockerfile, { wanted: name, origins, hidden: isSecretName }) ?? [],
  );
  const reports = [...unjudgedReports(unjudged, governance.today)];
  const writing = { flags, io, settings: governance.settings };
  await tellUnchecked(reports, contextOf({ texts, rules: governance.rules, reports }, writing), io);
  if (trees.length === 0 && reports.length === 0)
    throw new UsageError(
      name === undefined ? 'There is no stage to explain.' : `There is no stage \`${name}\` to explain.`,
    );
  io.stdout.write(redact(trees.join('\n')));
  return reports.length === 0 ? exitCodes.clean : exitCodes.couldNot;
}

async function changesOf({ since, fix, diff }: LintFlags, io: Io): Promise<ChangedLines | undefined> {
  if (since === undefined) return undefined;
  if (fix || diff)
    throw new UsageError('--since judges a change, and --fix and --diff mend whole files; use one of them.');
  const { changesSince } = await import('../source/changes.ts');
  const changes = changesSince(since, io.cwd);
  if (!changes.ok) throw new UsageError(changes.problem.message);
  return (file) => (file.startsWith('<') ? 'all' : changes.value.of(resolve(io.cwd, file)));
}
