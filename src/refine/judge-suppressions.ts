/** Findings about the suppressions themselves: `invalid-suppression`, `unused-suppression`, `expiring-suppression`. */

import type { Dockerfile } from '../dockerfile/model.ts';
import type { Edit, Finding, Fix, Place } from '../finding.ts';
import type { Draft } from '../rule.ts';
import type { RefineContext } from './context.ts';
import { daysLeft, isDate, isOver } from './expiry.ts';
import { fingerprint } from './fingerprint.ts';
import { isEverything, type Pragma, type PragmaName } from './pragmas.ts';
import type { Used } from './suppress.ts';

type Judged = Draft & { readonly rule: string };

/** Looks at every suppression of a Dockerfile once it is known which of them silenced something. */
export function judgeSuppressions(pragmas: readonly Pragma[], used: Used, context: RefineContext): readonly Finding[] {
  const { subject } = context;
  if (subject.kind !== 'dockerfile') return [];
  const misread = context.policy.inSource ? context.pragmas.misread : [];
  const drafts: Judged[] = [
    ...misread.map(({ place, malformed, help }) => ({ rule: 'invalid-suppression', place, message: malformed, help })),
    ...pragmas.flatMap((pragma) => [
      ...invalid(pragma, context),
      ...unused(pragma, used, context, subject),
      ...expiring(pragma.until?.text, pragma.until?.place, context),
    ]),
    ...[...used.entries].flatMap(({ until, place }) => [...expiring(until, place, context)]),
  ];
  const findings = drafts.flatMap((draft) => stamped(draft, context));
  return fingerprint(findings, subject);
}

function stamped(draft: Judged, context: RefineContext): readonly Omit<Finding, 'fingerprint'>[] {
  if (!context.active(draft.rule)) return [];
  const own = draft.rule === 'expiring-suppression' ? 'info' : 'warning';
  const finding: Finding = { severity: own, related: [], evidence: [], fixes: [], fingerprint: '', ...draft };
  const severity = context.severityOf(finding) ?? own;
  return severity === 'off' ? [] : [{ ...finding, severity }];
}

function* invalid(pragma: Pragma, context: RefineContext): Iterable<Judged> {
  const rule = 'invalid-suppression';
  for (const name of pragma.names) {
    if (!isUnknown(name, pragma, context)) continue;
    const nearest = context.suggest(name.text);
    yield {
      rule,
      place: name.place,
      message: `No rule is called \`${name.text}\`.`,
      help: nearest ? `Write \`${nearest}\`.` : 'See `plimsoll rules` for the names.',
      fixes: nearest
        ? [{ title: `Write ${nearest}`, safety: 'unsafe', edits: [{ span: name.place.span, text: nearest }] }]
        : [],
    };
  }
  const { until, place } = pragma;
  if (until && !isDate(until.text))
    yield { rule, place: until.place, message: `\`${until.text}\` is not a date.`, help: 'Write it as YYYY-MM-DD.' };
  if (context.policy.requireReason && pragma.reason === undefined)
    yield { rule, place, message: 'This suppression gives no reason.', help: 'Say why at the end of the comment.' };
}

/** Other tools have checks that are none of ours; only what can be no code of theirs is a mistake. */
function isUnknown({ text }: PragmaName, { dialect, scope }: Pragma, context: RefineContext): boolean {
  if (isEverything(text) && dialect !== 'hadolint') return false;
  if (context.named(text).length > 0 || /^SC\d{4}$/.test(text)) return false;
  if (dialect === 'plimsoll') return true;
  if (dialect === 'hadolint') return !/^DL\d{4}$/.test(text);
  return dialect === 'buildkit' && scope !== 'file';
}

function* unused(pragma: Pragma, used: Used, context: RefineContext, dockerfile: Dockerfile): Iterable<Judged> {
  if (pragma.dialect !== 'plimsoll' && !context.policy.foreignUnused) return;
  const idle = pragma.names.filter((name) => !used.names.has(name) && wasAsked(name, context));
  for (const name of idle) {
    const all = idle.length === pragma.names.length;
    yield {
      rule: 'unused-suppression',
      place: name.place,
      message: `\`${name.text}\` is not found here, so there is nothing to suppress.`,
      help: all ? 'Remove the comment.' : `Remove \`${name.text}\` from the comment.`,
      fixes: [removal(pragma, name, all, dockerfile)],
    };
  }
}

/** A suppression of a rule that is off, or of one about images when there is only text, is not idle but waiting. */
function wasAsked({ text }: PragmaName, context: RefineContext): boolean {
  if (isEverything(text)) return true;
  const rules = context.named(text);
  return rules.length > 0 && rules.every((rule) => context.active(rule));
}

function removal(pragma: Pragma, name: PragmaName, all: boolean, { lines, text }: Dockerfile): Fix {
  if (!all) return { title: `Remove ${name.text}`, safety: 'safe', edits: [cut(pragma, name, text)] };
  const line = lines.position(pragma.place.span.start).line;
  const end = line < lines.count ? lines.span(line + 1).start : text.length;
  const edits = [{ span: { start: lines.span(line).start, end }, text: '' }];
  return { title: 'Remove the suppression', safety: 'safe', edits };
}

/** Cuts a name out of its list, with the comma after it or, for the last one, before it. */
function cut({ names }: Pragma, name: PragmaName, text: string): Edit {
  const { start, end } = name.place.span;
  const index = names.indexOf(name);
  const next = names[index + 1];
  if (next) return { span: { start, end: next.place.span.start }, text: '' };
  const before = names[index - 1];
  return { span: { start: before ? before.place.span.end : start, end }, text: before ? '' : text.slice(start, end) };
}

function* expiring(
  until: string | undefined,
  place: Place | undefined,
  { today, policy }: RefineContext,
): Iterable<Judged> {
  if (!until || !place || !today || !isDate(until) || isOver(until, today)) return;
  if (daysLeft(until, today) > policy.notice) return;
  yield {
    rule: 'expiring-suppression',
    place,
    message: `This suppression ends on \`${until}\`.`,
    help: 'Mend what it silences, or decide anew.',
  };
}
