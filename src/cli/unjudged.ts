/** What a run of `lint` was given and does not judge: each is told, as a report that says only why. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Unknown } from '../config/builds/plan.ts';
import type { Problem, Report } from '../finding.ts';
import { unopened } from '../inspect/judge.ts';
import type { ReportContext } from '../report/context.ts';
import { unknownBuild, unread } from './builds.ts';
import { ConfigurationError, type Governance } from './govern.ts';
import type { Io } from './io.ts';
import type { Source } from './judge.ts';
import { version } from './version.ts';

/** A source that is not judged, and what is wrong with the configuration that governs it. */
export interface Ungoverned {
  readonly file: string;
  readonly problems: readonly Problem[];
}

export interface Unjudged {
  /** Build files that cannot be read. */
  readonly builds: readonly Problem[];
  /** What readable ones build and do not tell. */
  readonly unknown: readonly Unknown[];
  /** Dockerfiles that cannot be read. */
  readonly missing: readonly Problem[];
  readonly ungoverned: readonly Ungoverned[];
}

/** The sources whose configuration can be used, and the others: a folder that is wrongly configured leaves the rest to be judged. */
export async function governedOf(
  sources: readonly Source[],
  governance: Governance,
): Promise<{ readonly governed: readonly Source[]; readonly ungoverned: readonly Ungoverned[] }> {
  const governed: Source[] = [];
  const ungoverned: Ungoverned[] = [];
  for (const source of sources) {
    try {
      await governance.of(source.file);
      governed.push(source);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      ungoverned.push({ file: source.file, problems: error.problems });
    }
  }
  return { governed, ungoverned };
}

/** Gives reports the texts of the configurations that they point into. */
export function quoteConfigurations(ungoverned: readonly Ungoverned[], texts: Map<string, string>, io: Io): void {
  for (const { file } of ungoverned.flatMap(({ problems }) => problems)) {
    if (file === undefined || texts.has(file)) continue;
    try {
      texts.set(file, readFileSync(resolve(io.cwd, file), 'utf8'));
    } catch {
      // The problem has said that it cannot be read.
    }
  }
}

export function* unjudgedReports({ builds, unknown, missing, ungoverned }: Unjudged, today: string): Generator<Report> {
  const said = { version, today };
  for (const problem of builds)
    yield unopened({ kind: 'dockerfile', name: problem.file ?? '' }, [unread(problem)], said);
  for (const [name, inOne] of Map.groupBy(unknown, ({ origin }) => origin.file))
    yield unopened({ kind: 'dockerfile', name }, inOne.map(unknownBuild), said);
  for (const { message, file = '' } of missing)
    yield unopened({ kind: 'dockerfile', name: file }, [{ what: file, reason: 'unreadable', detail: message }], said);
  for (const { file, problems } of ungoverned)
    yield unopened({ kind: 'dockerfile', name: file }, problems.map(unread), said);
}

/** For runs whose output is something else than reports: a line on the error stream for each part that was not checked. */
export async function tellUnchecked(reports: readonly Report[], context: ReportContext, io: Io): Promise<void> {
  const { short } = await import('../report/short.ts');
  const unchecked = reports.map((report) => ({ ...report, findings: [] }));
  for (const line of short(unchecked, context)) io.stderr.write(line);
}
