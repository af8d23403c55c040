/** A unified diff of two texts, as `patch` and `git apply` read it. */

import type { Edit } from '../finding.ts';

/** One line of a comparison, its ending included. */
interface Line {
  readonly kind: ' ' | '-' | '+';
  readonly text: string;
}

const context = 3;

/** The difference between two texts of one file; empty when there is none. */
export function unifiedDiff(file: string, before: string, after: string): string {
  if (before === after) return '';
  const lines = compare(linesOf(before), linesOf(after));
  return [`--- a/${file}\n`, `+++ b/${file}\n`, ...hunks(lines)].join('');
}

/** The same difference as edits of whole lines. */
export function lineEdits(before: string, after: string): readonly Edit[] {
  const edits: { span: { start: number; end: number }; text: string }[] = [];
  let at = 0;
  let open: (typeof edits)[number] | undefined;
  for (const { kind, text } of compare(linesOf(before), linesOf(after))) {
    if (kind === ' ') open = undefined;
    else if (open === undefined) {
      open = { span: { start: at, end: at }, text: '' };
      edits.push(open);
    }
    if (open !== undefined && kind === '+') open.text += text;
    if (kind !== '+') at += text.length;
    if (open !== undefined) open.span.end = at;
  }
  return edits;
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function hunks(lines: readonly Line[]): readonly string[] {
  const out: string[] = [];
  let oldLine = 1;
  let newLine = 1;
  let next = 0;
  while (next < lines.length) {
    const change = lines.findIndex(({ kind }, index) => index >= next && kind !== ' ');
    if (change === -1) break;
    const from = Math.max(next, change - context);
    oldLine += from - next;
    newLine += from - next;
    const to = endOfHunk(lines, change);
    const part = lines.slice(from, to);
    const olds = part.filter(({ kind }) => kind !== '+').length;
    const news = part.filter(({ kind }) => kind !== '-').length;
    out.push(`@@ -${range(oldLine, olds)} +${range(newLine, news)} @@\n`, ...part.map(written));
    oldLine += olds;
    newLine += news;
    next = to;
  }
  return out;
}

/** Changes with at most twice the context between them share a hunk. */
function endOfHunk(lines: readonly Line[], change: number): number {
  let last = change;
  for (let index = change; index < lines.length && index - last <= 2 * context + 1; index++)
    if (lines[index]?.kind !== ' ') last = index;
  return Math.min(lines.length, last + 1 + context);
}

/** A range of no lines is placed after the line before it. */
function range(start: number, count: number): string {
  if (count === 0) return `${start - 1},0`;
  return count === 1 ? String(start) : `${start},${count}`;
}

function written({ kind, text }: Line): string {
  return text.endsWith('\n') ? kind + text : `${kind}${text}\n\\ No newline at end of file\n`;
}

/** The shortest edit script, by Myers' algorithm, on what differs between the common start and end. */
function compare(before: readonly string[], after: readonly string[]): readonly Line[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const middle = shortest(before.slice(start, before.length - end), after.slice(start, after.length - end));
  const same = (text: string): Line => ({ kind: ' ', text });
  return [...before.slice(0, start).map(same), ...middle, ...before.slice(before.length - end).map(same)];
}

function shortest(before: readonly string[], after: readonly string[]): readonly Line[] {
  const furthest = new Map<number, number>([[1, 0]]);
  const trace: ReadonlyMap<number, number>[] = [];
  for (let edits = 0; edits <= before.length + after.length; edits++) {
    trace.push(new Map(furthest));
    for (let k = -edits; k <= edits; k += 2) {
      let x = steppedDown(furthest, k, edits) ? (furthest.get(k + 1) ?? 0) : (furthest.get(k - 1) ?? 0) + 1;
      while (x < before.length && x - k < after.length && before[x] === after[x - k]) x++;
      furthest.set(k, x);
      if (x >= before.length && x - k >= after.length) return walkBack(trace, before, after);
    }
  }
  return [];
}

function steppedDown(furthest: ReadonlyMap<number, number>, k: number, edits: number): boolean {
  return k === -edits || (k !== edits && (furthest.get(k - 1) ?? -1) < (furthest.get(k + 1) ?? -1));
}

function walkBack(
  trace: readonly ReadonlyMap<number, number>[],
  before: readonly string[],
  after: readonly string[],
): readonly Line[] {
  const lines: Line[] = [];
  let x = before.length;
  let y = after.length;
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const furthest = trace[edits] ?? new Map<number, number>();
    const k = x - y;
    const down = steppedDown(furthest, k, edits);
    const fromX = furthest.get(down ? k + 1 : k - 1) ?? 0;
    const fromY = fromX - (down ? k + 1 : k - 1);
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      lines.push({ kind: ' ', text: before[--x] ?? '' });
      y--;
    }
    if (edits > 0) lines.push(down ? { kind: '+', text: after[--y] ?? '' } : { kind: '-', text: before[--x] ?? '' });
  }
  return lines.reverse();
}
