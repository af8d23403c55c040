/** The engine: every rule, asked about one subject. Pure: no clock, no disk, no network. */
import type { Finding, Severity, Skipped } from './finding.ts';
import type { Draft, Rule, Subject } from './rule.ts';

/** A rule as this run has it: its severity and options decided. */
export interface ActiveRule {
  readonly rule: Rule;
  readonly severity: Severity;
  /** The user set the severity: it holds over what a draft says. */
  readonly configured: boolean;
  readonly options: unknown;
}

export interface LintResult {
  readonly findings: readonly Finding[];
  readonly skipped: readonly Skipped[];
}

/** A rule that throws becomes an entry in `skipped`: "not checked" is never "clean". */
export function lint(subject: Subject, rules: readonly ActiveRule[]): LintResult {
  const findings: Finding[] = [];
  const skipped: Skipped[] = [];
  // By a function: a loop over two hundred makes an object for each of them.
  rules.forEach((active) => {
    try {
      if (!isAsked(active.rule, subject)) return;
      for (const draft of active.rule.check(subject, active.options)) findings.push(stamp(draft, active));
    } catch (error) {
      skipped.push({ what: `rule ${active.rule.id}`, reason: 'rule-failed', detail: failure(error, subject) });
    }
  });
  return { findings, skipped };
}

function isAsked(rule: Rule, subject: Subject): boolean {
  if (rule.on !== subject.kind) return false;
  if (rule.needs !== undefined && subject.kind === 'dockerfile' && !subject.holds(rule.needs)) return false;
  return rule.by !== 'refine';
}

function stamp(draft: Draft, { rule, severity, configured }: ActiveRule): Finding {
  // A plugin's rule was written where no compiler looked.
  if (typeof draft?.message !== 'string' || typeof draft.place?.kind !== 'string')
    throw new TypeError('it found something that has no message or no place');
  const fault = draft.fault ?? rule.fault;
  return {
    rule: rule.id,
    severity: configured ? severity : (draft.severity ?? severity),
    message: readable(draft.message),
    place: draft.place,
    related: draft.related ?? [],
    evidence: draft.evidence ?? [],
    ...(draft.help === undefined ? {} : { help: draft.help }),
    fixes: draft.fixes ?? [],
    ...(fault === undefined ? {} : { fault }),
    // Stamped by refine, which sees all findings of a subject and can count equals.
    fingerprint: '',
  };
}

/** What is quoted of a text may be all of it: a file of one line has one word of five million letters. */
function readable(message: string): string {
  return message.length < 600 ? message : message.replace(/`([^`]{200})[^`]+`/g, '`$1…`');
}

function failure(error: unknown, subject: Subject): string {
  const message = error instanceof Error ? error.message : String(error);
  return `It stopped with "${unquoted(message, textOf(subject))}"; please report this.`;
}

/** What an error says, without the words that it quotes from what was being looked at: any of them may be a secret. */
export function unquoted(message: string, source: string): string {
  return message.replace(/[^\s"'`,;:=@(){}<>[\]]{5,}/g, (word) => (source.includes(word) ? '****' : word));
}

/** All that a rule can read of a subject and that somebody wrote. */
function textOf(subject: Subject): string {
  if (subject.kind === 'dockerfile') return subject.text;
  if (subject.kind === 'build') return textOf(subject.dockerfile) + textOf(subject.image);
  const { config, history, manifest } = subject;
  return JSON.stringify([
    ...[config, [...config.labels], [...manifest.annotations], manifest.attestations],
    history.map(({ createdBy, comment, author }) => [createdBy, comment, author]),
  ]);
}
