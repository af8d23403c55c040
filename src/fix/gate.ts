/** The gate of safe fixes: what is built must not change, but for what the fix itself wrote. */
import type { Span } from '../finding.ts';
import type { EditMap } from './map.ts';

/** What a text says, without how it is written. Made by whoever can parse it. */
export interface Outline {
  readonly faults: readonly string[];
  readonly instructions: readonly OutlineInstruction[];
}

export interface OutlineInstruction {
  readonly span: Span;
  readonly keyword: string;
  readonly keywordSpan: Span;
  readonly parts: readonly { readonly span: Span; readonly text: string }[];
}

/** Whether a text became harder to read: a kind of fault that it has more of than before. */
export function breaksParse(before: Outline, after: Outline): boolean {
  const count = (faults: readonly string[], kind: string) => faults.filter((one) => one === kind).length;
  return after.faults.some((kind) => count(after.faults, kind) > count(before.faults, kind));
}

/**
 * Whether everything that no edit touched says what it said: instructions that are left alone are the same, in the same
 * order, and in those that are edited every word beside the edits is.
 */
export function keepsMeaning(before: Outline, after: Outline, edits: EditMap): boolean {
  const untouched = before.instructions.filter(({ span }) => !edits.touches(span, 'edges'));
  const others = after.instructions.filter(({ span }) => !edits.written.some((written) => meets(written, span)));
  if (untouched.length !== others.length) return false;
  const same = untouched.every((instruction, index) => isSame(instruction, others[index], edits));
  return same && before.instructions.every((instruction) => keepsWords(instruction, after, edits));
}

function isSame(before: OutlineInstruction, after: OutlineInstruction | undefined, edits: EditMap): boolean {
  if (!after || before.keyword !== after.keyword || before.parts.length !== after.parts.length) return false;
  const { start, end } = edits.map(before.span);
  if (after.span.start !== start || after.span.end !== end) return false;
  return before.parts.every((part, index) => part.text === after.parts[index]?.text);
}

function keepsWords(
  { span, keywordSpan, keyword, parts }: OutlineInstruction,
  after: Outline,
  edits: EditMap,
): boolean {
  if (!edits.touches(span, 'edges')) return true;
  // Where the instruction itself is what the fix replaces, its words are read by other rules.
  if (edits.touches(keywordSpan) || isGone(span, edits)) return true;
  const moved = edits.map(keywordSpan);
  const same = after.instructions.find((one) => one.keywordSpan.start === moved.start);
  if (!same || same.keyword !== keyword) return false;
  return parts.every((part) => {
    if (edits.touches(part.span) || edits.joins(part.span)) return true;
    const at = edits.map(part.span);
    return same.parts.some(
      ({ span: here, text }) => text === part.text && here.start <= at.start && at.end <= here.end,
    );
  });
}

function isGone(span: Span, edits: EditMap): boolean {
  const { start, end } = edits.map(span);
  return start === end;
}

function meets(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}
