/** Where a place of a text is after edits. */
import type { Edit, Span } from '../finding.ts';
import { inOrder } from './edits.ts';

/** Offsets before some edits → offsets after them. */
export interface EditMap {
  /** A span in the text after the edits; edges inside of a replaced stretch move to its edges. */
  map(span: Span): Span;
  /** Whether an edit replaces a part of a span, or inserts inside of it; at its edges only with `edges`. */
  touches(span: Span, edges?: 'edges'): boolean;
  /** Whether an insertion joins a word at one of its edges, with no space in between. */
  joins(span: Span): boolean;
  /** What the edits wrote, as spans of the text after them. */
  readonly written: readonly Span[];
}

/** Maps through edits of one text that do not overlap. */
export function mapThrough(edits: readonly Edit[]): EditMap {
  const sorted = inOrder(edits);
  let shift = 0;
  const steps = sorted.map(({ span, text }) => {
    const written: Span = { start: span.start + shift, end: span.start + shift + text.length };
    shift += text.length - (span.end - span.start);
    return { span, written, shift };
  });
  const move = (offset: number, edge: 'start' | 'end'): number => {
    const before = steps.findLast(({ span }) =>
      edge === 'start' ? span.start < offset || (span.end === offset && span.start <= offset) : span.start < offset,
    );
    if (!before) return offset;
    return before.span.end > offset ? before.written[edge] : offset + before.shift;
  };
  return {
    map: ({ start, end }) => {
      const from = move(start, 'start');
      return { start: from, end: Math.max(from, move(end, 'end')) };
    },
    touches: ({ start, end }, edges) =>
      sorted.some(({ span }) =>
        edges === 'edges' ? span.start <= end && start <= span.end : span.start < end && start < span.end,
      ),
    joins: ({ start, end }) =>
      sorted.some(({ span, text }) => {
        if (span.start !== span.end || text === '') return false;
        return (span.start === end && !/^\s/.test(text)) || (span.start === start && !/\s$/.test(text));
      }),
    written: steps.map(({ written }) => written),
  };
}
