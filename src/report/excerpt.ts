/** Lines of a source with the exact characters of a span marked: a code frame before it is drawn. */
import type { Span } from '../finding.ts';
import { cells, cut, shown } from './plain.ts';
import type { Source } from './source.ts';

export interface ExcerptLine {
  readonly kind: 'line';
  readonly number: number;
  readonly text: string;
  /** Terminal columns to put carets under; absent for lines that are only there to be understood. */
  readonly mark?: { readonly from: number; readonly width: number };
}

/** Lines that were left out. */
export interface Elision {
  readonly kind: 'elision';
  readonly lines: number;
}

export type ExcerptRow = ExcerptLine | Elision;

/** The head of the instruction where the span is in a continuation, and the lines of the span, the middle of many left out. */
export function excerpt(source: Source, span: Span, width: number): readonly ExcerptRow[] {
  const first = source.position(span.start).line;
  const last = source.position(Math.max(span.start, span.end - 1)).line;
  const head = headOf(source, first);
  const rows = marked(source, span, { first, last, width });
  return head < first ? [plainLine(source, head, width), ...elision(first - head - 1), ...rows] : rows;
}

function marked(
  source: Source,
  span: Span,
  { first, last, width }: { first: number; last: number; width: number },
): readonly ExcerptRow[] {
  const line = (number: number) => markedLine(source, number, { span, width });
  if (last - first >= 3) return [line(first), ...elision(last - first - 1), line(last)];
  const lines: ExcerptLine[] = [];
  for (let number = first; number <= last; number++) lines.push(line(number));
  return lines;
}

const elision = (lines: number): readonly Elision[] => (lines > 0 ? [{ kind: 'elision', lines }] : []);

function plainLine(source: Source, number: number, width: number): ExcerptLine {
  const { text } = shown(source.quote(number));
  return { kind: 'line', number, text: cells(text) > width ? `${cut(text, 0, width - 1)}…` : text };
}

function markedLine(source: Source, number: number, { span, width }: { span: Span; width: number }): ExcerptLine {
  const line = source.span(number);
  const quoted = source.quote(number);
  const drawn = shown(quoted);
  const indent = quoted.length - quoted.trimStart().length;
  // A span that began on an earlier line is marked from the first character that shows.
  const start = span.start > line.start ? Math.min(span.start, line.end) - line.start : startOf(span, line, indent);
  const end = Math.min(span.end, line.end) - line.start;
  const from = drawn.column(start);
  const to = Math.max(drawn.column(Math.max(end, start)), from + 1);
  return { kind: 'line', number, ...windowed(drawn.text, { from, to, width }) };
}

function startOf(span: Span, line: Span, indent: number): number {
  return span.start === line.start ? 0 : Math.min(indent, Math.max(0, span.end - line.start));
}

/** Cuts a long line around its mark. */
function windowed(text: string, { from, to, width }: { from: number; to: number; width: number }) {
  const total = cells(text);
  if (total <= width) return { text, mark: { from, width: to - from } };
  const room = Math.max(width, 20);
  const marked = Math.min(to - from, room - 2);
  const before = Math.min(from, Math.floor((room - marked) / 2));
  const left = Math.max(0, Math.min(from - before, total - room));
  const right = left + room;
  const body = cut(text, left > 0 ? left + 1 : 0, right < total ? right - 1 : right);
  const shownFrom = Math.max(from - left, left > 0 ? 1 : 0);
  const shownTo = Math.min(to - left, right < total ? room - 1 : room);
  return {
    text: `${left > 0 ? '…' : ''}${body}${right < total ? '…' : ''}`,
    mark: { from: shownFrom, width: Math.max(1, shownTo - shownFrom) },
  };
}

/** The line where the instruction begins that this line continues. */
function headOf(source: Source, line: number): number {
  const continuation = changesEscape(source.text.slice(0, 200)) ? '`' : '\\';
  let head = line;
  for (let above = line - 1; above > 0; above--) {
    const { start, end } = source.span(above);
    const text = source.text.slice(start, end).trim();
    const comment = text.startsWith('#') || text === '';
    if (!comment && !text.endsWith(continuation)) break;
    if (!comment) head = above;
  }
  return head;
}

function changesEscape(top: string): boolean {
  return top.includes('`') && /^\s*#\s*escape\s*=\s*`/im.test(top);
}
