/** Source texts as reports quote them: lines, columns, and secrets masked. */
import type { Span } from '../finding.ts';
import type { ReportContext } from './context.ts';

/** Counted from 1; columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Source {
  readonly text: string;
  /** How many lines there are; an empty text has one. */
  readonly count: number;
  position(offset: number): Position;
  /** A line without its ending. */
  span(line: number): Span;
  /** A line's text, secrets masked, as long as the line is. */
  quote(line: number): string;
  /** The text of a span, secrets masked. */
  snippet(span: Span): string;
}

export type Sources = (file: string) => Source | undefined;

/** Opens each file at most once. */
export function sourcesOf(context: ReportContext): Sources {
  const opened = new Map<string, Source | undefined>();
  return (file) => {
    if (!opened.has(file)) {
      const text = context.text(file);
      opened.set(file, text === undefined ? undefined : sourceOf(text, context.redact));
    }
    return opened.get(file);
  };
}

/** A text with its lines. */
export function sourceOf(text: string, redact: (text: string) => string): Source {
  const starts = lineStarts(text);
  const startOf = (line: number) => starts[line - 1] ?? text.length;
  let masked: string | undefined;
  const shown = () => {
    masked ??= maskedText(text, redact);
    return masked;
  };
  const span = (line: number): Span => {
    const start = startOf(line);
    let end = line < starts.length ? startOf(line + 1) - 1 : text.length;
    if (line < starts.length && text.charCodeAt(end - 1) === 13 && end > start) end--;
    return { start, end };
  };
  return {
    text,
    count: starts.length,
    position(offset) {
      const at = Math.max(0, Math.min(offset, text.length));
      const line = lineAt(starts, at);
      return { line, column: at - startOf(line) + 1 };
    },
    span,
    quote(line) {
      const { start, end } = span(line);
      return shown().slice(start, end);
    },
    snippet: ({ start, end }) => shown().slice(start, end),
  };
}

/** A masker that moved the text would put carets under the wrong characters: then whole lines are hidden instead. */
function maskedText(text: string, redact: (text: string) => string): string {
  const whole = redact(text);
  if (whole.length === text.length) return whole;
  const lines = text.split('\n');
  const masked = lines.map((line) => {
    const shown = redact(line);
    return shown === line ? line : line.replace(/[^\s]/g, '•');
  });
  // A secret that spans lines shows only in the whole.
  return masked.join('\n') === text ? text.replace(/[^\s]/g, '•') : masked.join('\n');
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The last line that starts at or before the offset. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? Number.POSITIVE_INFINITY) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
