/** Marks what somebody chose to live with, in the file or in the configuration. Suppressed findings stay, marked. */
import type { DockerfilePlace, Finding, Place, Span, Suppression } from '../finding.ts';
import type { Ignore, RefineContext } from './context.ts';
import { isOver } from './expiry.ts';
import { judgeSuppressions } from './judge-suppressions.ts';
import { isEverything, type Pragma, type PragmaName } from './pragmas.ts';

/** Marks suppressed findings, and adds those about suppressions that are unused, invalid or about to end. */
export function suppress(findings: readonly Finding[], context: RefineContext): readonly Finding[] {
  const pragmas = context.policy.inSource ? context.pragmas.pragmas : [];
  const used = new Set<PragmaName>();
  const marked = findings.map((finding) => mark(finding, context, pragmas, used));
  const about = judgeSuppressions(pragmas, used, context);
  return about.length === 0 ? marked : [...marked, ...about.map((one) => mark(one, context, pragmas, new Set()))];
}

function mark(finding: Finding, context: RefineContext, pragmas: readonly Pragma[], used: Set<PragmaName>): Finding {
  let suppressed: Suppression | undefined;
  let expired: Pragma | undefined;
  for (const pragma of pragmas) {
    const names = pragma.names.filter((name) => namesRule(name, pragma, finding, context));
    if (names.length === 0 || !covers(pragma, finding)) continue;
    for (const name of names) used.add(name);
    if (isOver(pragma.until?.text, context.today)) expired = pragma;
    else suppressed ??= inSource(pragma);
  }
  suppressed ??= external(finding, context);
  if (suppressed) return { ...finding, suppressed };
  if (!expired) return finding;
  const message = `The suppression here ended on ${expired.until?.text}.`;
  return { ...finding, related: [...finding.related, { place: expired.place, message }] };
}

function inSource(pragma: Pragma): Suppression {
  return {
    kind: 'inSource',
    place: pragma.place,
    ...(pragma.reason === undefined ? {} : { reason: pragma.reason }),
  };
}

function external(finding: Finding, context: RefineContext): Suppression | undefined {
  const entry = context.ignores.find(
    (ignore) => answersTo(finding, ignore) && isAt(finding, ignore) && !isOver(ignore.until, context.today),
  );
  if (!entry) return undefined;
  return {
    kind: 'external',
    place: entry.place,
    ...(entry.reason === undefined ? {} : { reason: entry.reason }),
  };
}

function answersTo(finding: Finding, { rules }: Ignore): boolean {
  return rules.has('all') || rules.has(finding.rule) || codesOf(finding).some((code) => rules.has(code));
}

function isAt(finding: Finding, { at }: Ignore): boolean {
  return !at || [finding.place, ...finding.related.map((entry) => entry.place)].some(at);
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
