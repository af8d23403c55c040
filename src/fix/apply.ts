/** Fixes, applied until none is left: each pass is parsed and linted again, and what does not hold is taken back. */
import type { Edit, Finding, Fix, Safety, Skipped, Span } from '../finding.ts';
import { applyEdits } from './edits.ts';
import { breaksParse, keepsMeaning, type Outline } from './gate.ts';
import { type EditMap, mapThrough } from './map.ts';

/** Texts by file: the Dockerfile, and what stands beside it and can be mended with it. */
export type Texts = ReadonlyMap<string, string>;

/** What linting gives of some texts. */
export interface Checked {
  readonly findings: readonly Finding[];
  readonly outline: Outline;
}

export interface FixRequest {
  readonly texts: Texts;
  /** The Dockerfile among them: whose outline `check` gives. */
  readonly file: string;
  readonly check: (texts: Texts) => Checked;
  /** `unsafe` takes both. */
  readonly allow: Exclude<Safety, 'manual'>;
}

export interface AppliedFix {
  readonly rule: string;
  readonly title: string;
  readonly safety: Safety;
}

export interface FixResult {
  readonly texts: Texts;
  readonly applied: readonly AppliedFix[];
  /** Fixes that did not do what they promise, and were taken back. */
  readonly skipped: readonly Skipped[];
}

/** A fix of a finding, its edits by file. */
interface Candidate {
  readonly finding: Finding;
  readonly fix: Fix;
  readonly edits: ReadonlyMap<string, readonly Edit[]>;
  readonly key: string;
}

const mostPasses = 20;

/** Applies every allowed fix. The texts that come back parse as well as before, and applying again changes nothing. */
export function applyFixes(request: FixRequest): FixResult {
  let state: State = { texts: request.texts, checked: request.check(request.texts) };
  const applied: AppliedFix[] = [];
  const dropped = new Map<string, Skipped>();
  const seen = new Set([keyOf(request.texts)]);
  for (let pass = 0; pass < mostPasses; pass++) {
    const open = candidates(state, request).filter(({ key }) => !dropped.has(key));
    const batch = withoutOverlaps(safeFirst(open));
    if (batch.length === 0) break;
    const together = attempt(state, batch, request, seen);
    if (together.failure === undefined) {
      state = together.state;
      applied.push(...batch.map(appliedFix));
    } else {
      const alone = batch.map((one) => ({ one, tried: attempt(state, [one], request, seen) }));
      for (const { one, tried } of alone)
        if (tried.failure !== undefined) dropped.set(one.key, failed(one, tried.failure));
      // Each holds alone and not all together: one now, the others have their turn.
      const [first] = alone;
      if (!first || alone.some(({ tried }) => tried.failure !== undefined)) continue;
      state = first.tried.state;
      applied.push(appliedFix(first.one));
    }
    seen.add(keyOf(state.texts));
  }
  return { texts: state.texts, applied, skipped: [...dropped.values()] };
}

function keyOf(texts: Texts): string {
  return [...texts].map(([file, text]) => `${file}\0${text}`).join('\0');
}

function appliedFix({ finding, fix }: Candidate): AppliedFix {
  return { rule: finding.rule, title: fix.title, safety: fix.safety };
}

/** Safe fixes go by themselves, so that their gate sees nothing else. */
function safeFirst(all: readonly Candidate[]): readonly Candidate[] {
  const safe = all.filter(({ fix }) => fix.safety === 'safe');
  return safe.length > 0 ? safe : all;
}

interface State {
  readonly texts: Texts;
  readonly checked: Checked;
}

interface Attempt {
  readonly state: State;
  /** Why it must not be. */
  readonly failure?: string;
}

/** The texts with some fixes applied, and whether that may be. */
function attempt(state: State, batch: readonly Candidate[], request: FixRequest, seen: ReadonlySet<string>): Attempt {
  const edits = new Map<string, readonly Edit[]>();
  for (const one of batch) for (const [name, list] of one.edits) edits.set(name, [...(edits.get(name) ?? []), ...list]);
  const texts = new Map(state.texts);
  for (const [name, list] of edits) texts.set(name, applyEdits(texts.get(name) ?? '', list));
  const next: State = { texts, checked: request.check(texts) };
  const maps = new Map([...edits].map(([name, list]) => [name, mapThrough(list)]));
  const failure = seen.has(keyOf(texts))
    ? 'it would undo another fix'
    : failureOf(batch, { before: state.checked, after: next.checked, maps }, request.file);
  return failure === undefined ? { state: next } : { state: next, failure };
}

function failureOf(batch: readonly Candidate[], change: Change, file: string): string | undefined {
  const { before, after, maps } = change;
  if (breaksParse(before.outline, after.outline)) return 'the text would no longer parse';
  const isSafe = batch.every(({ fix }) => fix.safety === 'safe');
  if (isSafe && !keepsMeaning(before.outline, after.outline, maps.get(file) ?? mapThrough([])))
    return 'it would change what is built';
  return batch.some((one) => remains(one, batch, change)) ? 'the finding would still be there' : undefined;
}

interface Change {
  readonly before: Checked;
  readonly after: Checked;
  readonly maps: ReadonlyMap<string, EditMap>;
}

/** Whether there are still as many findings of the rule at the place as there were beside those that are mended. */
function remains({ finding }: Candidate, batch: readonly Candidate[], { before, after, maps }: Change): boolean {
  const place = textPlace(finding);
  const same = (other: Finding) => other.rule === finding.rule && !other.suppressed;
  if (!place) return false;
  const here = before.findings.filter((other) => same(other) && isAt(other, place.file, place.span));
  const mended = here.filter((other) => batch.some((one) => one.finding === other));
  const moved = maps.get(place.file)?.map(place.span) ?? place.span;
  if (moved.start === moved.end && place.span.start < place.span.end) return false;
  const left = after.findings.filter((other) => same(other) && isAt(other, place.file, moved));
  return left.length > here.length - mended.length;
}

function isAt(finding: Finding, file: string, span: Span): boolean {
  const place = textPlace(finding);
  return place?.file === file && place.span.start <= span.end && span.start <= place.span.end;
}

function textPlace({ place, related }: Finding): { readonly file: string; readonly span: Span } | undefined {
  return [place, ...related.map((entry) => entry.place)].find(
    (one) => one.kind === 'dockerfile' || one.kind === 'file',
  );
}

function candidates({ texts, checked }: State, { file, allow }: FixRequest): readonly Candidate[] {
  return checked.findings.flatMap((finding): readonly Candidate[] => {
    if (finding.suppressed) return [];
    const fix = finding.fixes.find(({ safety }) => safety === 'safe' || (safety === 'unsafe' && allow === 'unsafe'));
    if (!fix || fix.edits.length === 0) return [];
    const own = finding.place.kind === 'file' ? finding.place.file : file;
    const edits = Map.groupBy(fix.edits, (edit) => edit.file ?? own);
    // A file that is not at hand cannot be mended, and half a fix is none.
    if ([...edits.keys()].some((name) => !texts.has(name))) return [];
    return [{ finding, fix, edits, key: `${finding.fingerprint} ${finding.rule} ${fix.title}` }];
  });
}

/** The first in the text of those that would edit the same stretch; the others have their turn in the next pass. */
function withoutOverlaps(all: readonly Candidate[]): readonly Candidate[] {
  const taken = new Map<string, Edit[]>();
  const chosen: Candidate[] = [];
  for (const one of all.toSorted((a, b) => firstOffset(a) - firstOffset(b))) {
    const clash = [...one.edits].some(([name, edits]) =>
      edits.some((edit) => (taken.get(name) ?? []).some((other) => collide(edit, other))),
    );
    if (clash) continue;
    chosen.push(one);
    for (const [name, edits] of one.edits) taken.set(name, [...(taken.get(name) ?? []), ...edits]);
  }
  return chosen;
}

function firstOffset({ edits }: Candidate): number {
  return Math.min(...[...edits.values()].flat().map(({ span }) => span.start));
}

/** Two insertions at one place collide too: their order would be chance. */
function collide({ span: a }: Edit, { span: b }: Edit): boolean {
  return a.start === b.start || (a.start < b.end && b.start < a.end);
}

function failed({ finding, fix }: Candidate, why: string): Skipped {
  return {
    what: `fix of ${finding.rule}`,
    place: finding.place,
    reason: 'fix-failed',
    detail: `"${fix.title}" was not applied, because ${why}.`,
  };
}
