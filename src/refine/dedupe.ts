/** One fault, said once: where the text and the layer it made show the same fault, the measured finding stays. */
import type { Finding, Fix, Place, Related, Span, Suppression } from '../finding.ts';

/** Merges findings of one fault at one instruction, and drops exact repetitions. */
export function dedupe(findings: readonly Finding[]): readonly Finding[] {
  return mergeFaults(dropRepetitions(findings));
}

function dropRepetitions(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const { rule, place, message } = finding;
    const at =
      place.kind === 'dockerfile' ? `${place.file}:${place.span.start}:${place.span.end}` : JSON.stringify(place);
    return seen.size < seen.add(`${rule} ${at} ${message}`).size;
  });
}

function mergeFaults(findings: readonly Finding[]): readonly Finding[] {
  // Most subjects are texts alone, and a text says no fault twice.
  if (new Set(findings.map(rank)).size < 2) return findings;
  const byFault = Map.groupBy(findings, (finding) => finding.fault ?? finding.rule);
  const merged = new Map<Finding, Finding | undefined>();
  for (const group of byFault.values()) {
    if (group.length < 2 || new Set(group.map(rank)).size < 2) continue;
    for (const less of group.toSorted((a, b) => rank(a) - rank(b))) {
      const betters = group.filter((other) => rank(other) > rank(less) && atOneInstruction(other, less));
      if (betters.length === 0) continue;
      for (const better of betters) merged.set(better, absorb(merged.get(better) ?? better, merged.get(less) ?? less));
      merged.set(less, undefined);
    }
  }
  if (merged.size === 0) return findings;
  return findings.flatMap((finding) => (merged.has(finding) ? (merged.get(finding) ?? []) : finding));
}

/** What was measured in the image says more than the text, and the text more than the history that repeats it; a rule of ours more than ShellCheck. */
function rank({ place, rule }: Finding): number {
  if (place.kind === 'history' || rule === 'shellcheck') return 0;
  return place.kind === 'dockerfile' || place.kind === 'file' ? 1 : 2;
}

/** Whether both name a place in the same stretch of the Dockerfile. */
function atOneInstruction(a: Finding, b: Finding): boolean {
  return textPlaces(a).some((one) =>
    textPlaces(b).some((other) => one.file === other.file && overlap(one.span, other.span)),
  );
}

function textPlaces({ place, related }: Finding): readonly Extract<Place, { kind: 'dockerfile' }>[] {
  return [place, ...related.map((entry) => entry.place)].filter((where) => where.kind === 'dockerfile');
}

function overlap(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/** `kept` with what `dropped` knew: its place, its fixes, and whether somebody had silenced it. */
function absorb(kept: Finding, dropped: Finding): Finding {
  const help = kept.help ?? dropped.help;
  const suppressed: Suppression | undefined = kept.suppressed ?? dropped.suppressed;
  // A history repeats the text: its place says nothing that the text's own does not.
  if (dropped.place.kind === 'history' && kept.place.kind === 'dockerfile')
    return { ...kept, ...(help !== undefined && { help }), ...(suppressed !== undefined && { suppressed }) };
  const place: Related = { place: dropped.place, message: dropped.message };
  return {
    ...kept,
    related: [
      ...kept.related.map((entry) => (holdsPlace(entry.place, dropped.place) ? place : entry)).filter(isFirst),
      ...(kept.related.some((entry) => holdsPlace(entry.place, dropped.place)) ? [] : [place]),
      ...dropped.related.filter((entry) => !mentions(kept, entry.place)),
    ],
    fixes: [...kept.fixes, ...dropped.fixes.map((fix) => rooted(fix, dropped.place))],
    ...(help === undefined ? {} : { help }),
    ...(suppressed === undefined ? {} : { suppressed }),
  };
}

/** Whether a place of the text is the instruction around the other: what says more stands in its stead. */
function holdsPlace(outer: Place, inner: Place): boolean {
  if (outer.kind !== 'dockerfile' || inner.kind !== 'dockerfile' || outer.file !== inner.file) return false;
  return outer.span.start <= inner.span.start && inner.span.end <= outer.span.end;
}

function isFirst(entry: Related, index: number, all: readonly Related[]): boolean {
  return all.indexOf(entry) === index;
}

function mentions(finding: Finding, place: Place): boolean {
  const text = JSON.stringify(place);
  return [finding.place, ...finding.related.map((entry) => entry.place)].some(
    (known) => JSON.stringify(known) === text,
  );
}

/** Edits without a file speak of their finding's own: once that is a layer, the file must be named. */
function rooted(fix: Fix, place: Place): Fix {
  if (place.kind !== 'dockerfile' && place.kind !== 'file') return fix;
  return { ...fix, edits: fix.edits.map((edit) => ({ file: place.file, ...edit })) };
}
