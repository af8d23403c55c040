/** Which step each instruction left: the whole sequence from the end where it fits, else only what can be one thing. */
import { type Claim, sameText } from './claims.ts';
import { type Fit, match, type Trace } from './match.ts';

/** Steps by index, claims by index. */
export interface Alignment {
  readonly pairs: ReadonlyMap<number, Claim>;
  /** Why a step has no instruction, where more can be said than that none fits. */
  readonly reasons: ReadonlyMap<number, string>;
  /** The step that the first instruction left: what stands below is the base's. `undefined`: it cannot be told. */
  readonly boundary: number | undefined;
  /** Whether every instruction left its step; `undefined`: the builder leaves steps out. */
  readonly complete: boolean | undefined;
}

/** Beyond this many comparisons only the whole sequence is tried. */
const maxComparisons = 250_000;
const weight = { exact: 3, open: 2 } as const;

/** Every instruction left one step, in order, and nothing came after: then position tells what a text may not. */
export function alignWhole(steps: readonly Trace[], claims: readonly Claim[]): Alignment | undefined {
  const end = endOf(steps, claims.at(-1));
  const boundary = end - claims.length;
  if (boundary < 0) return undefined;
  const own = steps.slice(boundary, end);
  const fits = own.map((step, index) => compare(step, claims[index]));
  if (fits.includes(undefined)) return undefined;
  const open = own.flatMap((step, index) => (fits[index] === 'open' ? [{ step, claim: claims[index] }] : []));
  const swapped = interchangeable(open);
  const pairs = new Map<number, Claim>();
  const reasons = new Map<number, string>();
  own.forEach((step, index) => {
    const claim = claims[index];
    if (swapped.has(step))
      reasons.set(step.index, 'The history does not say which of several like instructions this was.');
    else if (claim) pairs.set(step.index, claim);
  });
  return { pairs, reasons, boundary: (steps[0]?.index ?? 0) + boundary, complete: true };
}

/** Steps after the build proper: squashing, exporting, and labels given on the command line. */
function endOf(steps: readonly Trace[], last: Claim | undefined): number {
  let end = steps.length;
  for (; end > 0; end -= 1) {
    const step = steps[end - 1];
    const label = step?.builder === 'classic' && step.instruction?.keyword === 'LABEL';
    if (!step || (step.instruction && !label) || (last && match(step, last))) break;
  }
  return end;
}

function compare(step: Trace, claim: Claim | undefined): Fit {
  return claim && match(step, claim);
}

interface Pair {
  readonly step: Trace;
  readonly claim: Claim | undefined;
}

/** Steps in a circle of which each could be what the next one's instruction left: a reordered file fits as well. */
function interchangeable(open: readonly Pair[]): ReadonlySet<Trace> {
  const edges = open.map((pair, index) =>
    open.flatMap((other, to) => (to !== index && couldBe(pair, other.claim) ? [to] : [])),
  );
  return new Set(open.filter((_, index) => reaches(edges, index)).map(({ step }) => step));
}

function couldBe({ step, claim }: Pair, other: Claim | undefined): boolean {
  return claim !== undefined && other !== undefined && !sameText(claim, other) && match(step, other) !== undefined;
}

/** Whether a node can be reached from itself. */
function reaches(edges: readonly (readonly number[])[], from: number): boolean {
  const seen = new Set<number>();
  const todo = [...(edges[from] ?? [])];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    if (at === from) return true;
    if (!seen.has(at)) todo.push(...(edges[at] ?? []));
    seen.add(at);
  }
  return false;
}

/** What remains of a build whose file has changed since, or whose builder leaves steps out: only pairs with no other reading. */
export function alignParts(steps: readonly Trace[], claims: readonly Claim[]): Alignment {
  const pairs = new Map<number, Claim>();
  const reasons = new Map<number, string>();
  if (steps.length * claims.length > maxComparisons)
    return { pairs, reasons, boundary: undefined, complete: undefined };
  const fits = steps.map((step) => claims.map((claim) => match(step, claim)));
  const candidates = optimal(fits, claims.length);
  const claimed = countBy(candidates.flat());
  const fitting = countBy(fits.flatMap((row) => fitted(row)));
  const alike = countBy(fits.flatMap((row) => fitted(row, 'exact')));
  steps.forEach((step, index) => {
    const [only, ...more] = candidates[index] ?? [];
    const row = fits[index] ?? [];
    const claim = only === undefined ? undefined : claims[only];
    if (only === undefined || !claim) return;
    // As many steps as instructions of that text: else one was added or removed, and nobody knows which.
    const even = row[only] === 'exact' && claimed.get(only) === 1 && alike.get(only) === fitted(row, 'exact').length;
    const lone = fitted(row).length === 1 && fitting.get(only) === 1;
    if (more.length === 0 && (even || lone)) pairs.set(step.index, claim);
    else reasons.set(step.index, 'More than one instruction fits, and the Dockerfile has changed since the build.');
  });
  return { pairs, reasons, boundary: undefined, complete: false };
}

/** The claims that a step fits, or fits so well. */
function fitted(row: readonly Fit[], how?: Fit): readonly number[] {
  return row.flatMap((each, claim) => (each && (how === undefined || each === how) ? [claim] : []));
}

function countBy(values: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** For each step the claims that some best alignment gives it. */
function optimal(fits: readonly (readonly Fit[])[], width: number): readonly (readonly number[])[] {
  const height = fits.length;
  const score = (row: number, column: number): number => {
    const how = fits[row]?.[column];
    return how ? weight[how] : 0;
  };
  const before = table(height, width);
  const after = table(height, width);
  for (let row = 1; row <= height; row += 1) {
    for (let column = 1; column <= width; column += 1) {
      const gain = score(row - 1, column - 1);
      const both = gain > 0 ? before.get(row - 1, column - 1) + gain : 0;
      before.set(row, column, Math.max(before.get(row - 1, column), before.get(row, column - 1), both));
    }
  }
  for (let row = height - 1; row >= 0; row -= 1) {
    for (let column = width - 1; column >= 0; column -= 1) {
      const gain = score(row, column);
      const both = gain > 0 ? after.get(row + 1, column + 1) + gain : 0;
      after.set(row, column, Math.max(after.get(row + 1, column), after.get(row, column + 1), both));
    }
  }
  const best = before.get(height, width);
  return fits.map((row, index) =>
    row.flatMap((_, column) => {
      const gain = score(index, column);
      return gain > 0 && before.get(index, column) + gain + after.get(index + 1, column + 1) === best ? [column] : [];
    }),
  );
}

function table(height: number, width: number) {
  const cells = new Uint32Array((height + 1) * (width + 1));
  return {
    get: (row: number, column: number): number => cells[row * (width + 1) + column] ?? 0,
    set: (row: number, column: number, value: number): void => {
      cells[row * (width + 1) + column] = value;
    },
  };
}
