/** `[|…|]` marks of examples: the guilty text, taken out of the code and kept as spans. */
import type { Span } from '../finding.ts';

export interface Marked {
  readonly text: string;
  /** In the order their marks open. */
  readonly spans: readonly Span[];
}

/** Takes the marks out. Marks may nest; an unbalanced one throws, because the example is wrong. */
export function unmark(marked: string): Marked {
  const spans: { start: number; end: number }[] = [];
  const open: { start: number; end: number }[] = [];
  let text = '';
  let at = 0;
  while (at < marked.length) {
    const two = marked.slice(at, at + 2);
    if (two === '[|') {
      const span = { start: text.length, end: -1 };
      spans.push(span);
      open.push(span);
      at += 2;
    } else if (two === '|]' && open.length > 0) {
      const span = open.pop();
      if (span) span.end = text.length;
      at += 2;
    } else {
      text += marked[at];
      at += 1;
    }
  }
  if (open.length > 0) throw new Error(`A mark is not closed in: ${marked}`);
  return { text, spans };
}

/** The text with marks around the spans: how a mismatch is shown. */
export function mark(text: string, spans: readonly Span[]): string {
  const cuts = spans.flatMap((span, index) => [
    { at: span.start, order: index, text: '[|' },
    { at: span.end, order: -index, text: '|]' },
  ]);
  cuts.sort((a, b) => a.at - b.at || (a.text === b.text ? a.order - b.order : a.text === '|]' ? -1 : 1));
  let out = '';
  let from = 0;
  for (const cut of cuts) {
    out += text.slice(from, cut.at) + cut.text;
    from = cut.at;
  }
  return out + text.slice(from);
}
