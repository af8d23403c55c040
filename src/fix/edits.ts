/** Edits of one text. */
import type { Edit } from '../finding.ts';

/** Applies edits that do not overlap; of two that do, the first in the text. Insertions at one place keep their order. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let out = '';
  let from = 0;
  for (const { span, text: inserted } of inOrder(edits)) {
    if (span.start < from) continue;
    out += text.slice(from, span.start) + inserted;
    from = span.end;
  }
  return out + text.slice(from);
}

/** Edits in the order of the text. */
export function inOrder(edits: readonly Edit[]): readonly Edit[] {
  return edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
