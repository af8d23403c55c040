/** Marks what somebody chose to live with, in the file or in the configuration. Suppressed findings stay, marked. */
import type { DockerfilePlace, Finding, Place, Span } from '../finding.ts';
import type { Ignore, RefineContext } from './context.ts';
import { isOver } from './expiry.ts';
import { judgeSuppressions } from './judge-suppressions.ts';
import { isEverything, type Pragma, type PragmaName } from './pragmas.ts';

/** What silenced something, expired or not. */
export interface Used {
  readonly names: Set<PragmaName>;
  readonly entries: Set<Ignore>;
}

function nothingUsed(): Used {
  return { names: new Set(), entries: new Set() };
}

/** Marks suppressed findings, and adds those about suppressions that are unused, invalid or about to end. */
export function suppress(findings: readonly Finding[], context: RefineContext): readonly Finding[] {
  const pragmas = context.policy.inSource ? context.pragmas.pragmas : [];
  if (pragmas.length + context.ignores.length + context.pragmas.misread.length === 0) return findings;
  const used = nothingUsed();
  const marked = findings.map((finding) => mark(finding, context, pragmas, used));
  const about = judgeSuppressions(pragmas, used, context);
  return about.length === 0 ? marked : [...marked, ...about.map((one) => mark(one, context, pragmas, nothingUsed()))];
}

function mark(finding: Finding, context: RefineContext, pragmas: readonly Pragma[], used: Used): Finding {
  const silencing = pragmas.filter((pragma) => {
    const names = pragma.names.filter((name) => namesRule(name, pragma, finding, context));
    if (names.length === 0 || !covers(pragma, finding)) return false;
    for (const name of names) used.names.add(name);
    return true;
  });
  const accepting = context.ignores.filter(
    (entry) => answersTo(finding, entry) && isAt(finding, entry) && holdsOnly(finding, entry),
  );
  for (const entry of accepting) used.entries.add(entry);
  const [pragma] = silencing.filter(({ until }) => !isOver(until?.text, context.today));
  const [entry] = accepting.filter(({ until }) => !isOver(until, context.today));
  const reason = pragma ? pragma.reason : entry?.reason;
  const place = pragma?.place ?? entry?.place;
  if (place) {
    const kind = pragma ? 'inSource' : 'external';
    return { ...finding, suppressed: { kind, place, ...(reason === undefined ? {} : { reason }) } };
  }
  const ended = [...silencing.map((one) => ({ place: one.place, until: one.until?.text })), ...accepting];
  if (ended.length === 0) return finding;
  const related = ended.map((one) => ({ place: one.place, message: `The suppression here ended on ${one.until}.` }));
  return { ...finding, related: [...finding.related, ...related] };
}

function answersTo(finding: Finding, { rules }: Ignore): boolean {
  return rules.has('all') || rules.has(finding.rule) || codesOf(finding).some((code) => rules.has(code));
}

function isAt(finding: Finding, { at }: Ignore): boolean {
  return !at || [finding.place, ...finding.related.map((entry) => entry.place)].some(at);
}

/** What is said of secrets holds for findings that show some, and only such as it accepts. */
function holdsOnly({ evidence }: Finding, { secret }: Ignore): boolean {
  if (!secret) return true;
  const secrets = evidence.filter((piece) => piece.kind === 'secret');
  return secrets.length > 0 && secrets.every(secret);
}

/** Codes of a finding beside its rule's id: ShellCheck's findings answer to `SC2086`. */
export function codesOf(finding: Finding): readonly string[] {
  if (finding.rule !== 'shellcheck') return [];
  return finding.evidence.flatMap((piece) => (piece.kind === 'value' && piece.name === 'code' ? piece.value : []));
}

function namesRule(name: PragmaName, { dialect }: Pragma, finding: Finding, context: RefineContext): boolean {
  if (isEverything(name.text)) {
    // BuildKit's `skip=all` speaks of BuildKit's checks, Trivy's `*` of Trivy's: not of rules those tools do not have.
    return dialect === 'plimsoll' || context.named(`${dialect}:all`).includes(finding.rule);
  }
  return context.named(name.text).includes(finding.rule) || codesOf(finding).includes(name.text);
}

/**
 * A suppression of ours covers what stands in its reach. Another tool may place its finding elsewhere than we do, so its
 * suppression also covers a finding that names a place in its reach as related.
 */
function covers(pragma: Pragma, finding: Finding): boolean {
  const { covers: reach, scope } = pragma;
  if (!reach) return false;
  if (scope === 'file') return true;
  const related = finding.related.map((entry) => entry.place);
  const places = finding.place.kind === 'dockerfile' && pragma.dialect === 'plimsoll' ? [] : related;
  return [finding.place, ...places].filter(isHere(pragma.place)).some(({ span }) => {
    if (scope !== 'line') return reach.start <= span.start && span.start <= reach.end;
    return touches(span, reach);
  });
}

function isHere({ file }: DockerfilePlace) {
  return (place: Place): place is DockerfilePlace => place.kind === 'dockerfile' && place.file === file;
}

function touches(span: Span, reach: Span): boolean {
  return span.start < reach.end && (reach.start < span.end || span.start >= reach.start);
}
