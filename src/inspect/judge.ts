/** What it takes to judge a subject of any kind: lint, fingerprints, a Report. Pure. */
import type { Dockerfile } from '../dockerfile/model.ts';
import type { Finding, ImageSummary, Report, ReportSubject, Skipped } from '../finding.ts';
import { type ActiveRule, lint } from '../lint.ts';
import { fingerprint, type Told } from '../refine/fingerprint.ts';
import type { Subject } from '../rule.ts';

/** What is the same for every subject of a run. */
export interface Settings {
  readonly rules: readonly ActiveRule[];
  readonly version: string;
  readonly today: string;
  /** `false`: nobody asks which of them are yesterday's, as in an editor; they stay without fingerprints. */
  readonly fingerprints?: false;
  /** Suppress, baseline, dedupe, sort: the caller's choice of steps. The Dockerfile's comments speak of an image's findings too. */
  readonly refine: (
    findings: readonly Finding[],
    subject: Told,
    dockerfile: Dockerfile | undefined,
  ) => readonly Finding[];
}

/** What rules found, and what was left out. */
export interface Judged {
  readonly findings: readonly Finding[];
  readonly skipped: readonly Skipped[];
}

export function judge(subject: Subject, { rules, fingerprints }: Pick<Settings, 'rules' | 'fingerprints'>): Judged {
  const { findings, skipped } = lint(subject, rules);
  return {
    findings: fingerprints === false ? findings : fingerprint(findings, subject),
    skipped: [...unchecked(subject, rules), ...skipped],
  };
}

/** What could not be found out beforehand, where a rule speaks that needed it. */
function unchecked(subject: Subject, rules: readonly ActiveRule[]): readonly Skipped[] {
  if (subject.kind !== 'dockerfile' || !rules.some(({ rule }) => rule.needs?.facts?.includes('shellcheck'))) return [];
  return subject.facts.unchecked ?? [];
}

/** A subject that could not be opened is a report with only `skipped`. */
export function unopened(
  subject: ReportSubject,
  skipped: readonly Skipped[],
  settings: Pick<Settings, 'version' | 'today'>,
): Report {
  return report(subject, settings, { findings: [], skipped });
}

export function report(
  subject: ReportSubject,
  { version, today }: Pick<Settings, 'version' | 'today'>,
  { findings, skipped }: { findings: readonly Finding[]; skipped: readonly Skipped[] },
  image?: ImageSummary,
): Report {
  return { schema: 1, tool: { name: 'plimsoll', version }, subject, today, findings, skipped, ...(image && { image }) };
}
