import type { Span } from '../finding.ts';
import { skipSpace } from './space.ts';

/** A piece of text whose every character is known to stand somewhere in the file. */
export interface Sourced {
  readonly text: string;
  /** Where the characters `[start, end)` of `text` stand in the file. */
  span(start: number, end: number): Span;
}

const RETURN = 13;
const HASH = 35;

/** The end of a line's content: before `\n`, and before every `\r` that stands in front of it. */
export function contentEnd(text: string, from: number, lineEnd: number): number {
  let end = lineEnd;
  while (end > from && text.charCodeAt(end - 1) === RETURN) end--;
  return end;
}

/** Where the continuation character of a line stands, or -1: last on the line but for blanks, and not itself escaped. */
export function continuationAt(text: string, from: number, end: number, mark: number): number {
  let at = end - 1;
  while (at >= from) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 9) break;
    at--;
  }
  if (at < from || text.charCodeAt(at) !== mark) return -1;
  return at === from || text.charCodeAt(at - 1) !== mark ? at : -1;
}

/** The pieces of a logical line: where each starts in it, and where it stands in the file. */
export interface Pieces {
  readonly starts: readonly number[];
  readonly origins: readonly number[];
}

/** A logical line: an instruction with its continuations, comment lines and blank lines taken out. */
export class Logical implements Sourced {
  readonly text: string;
  /** Where the first character stands in the file; of a line in one piece the others follow it. */
  readonly #base: number;
  readonly #pieces: Pieces | undefined;
  #last = 0;

  constructor(text: string, base: number, pieces?: Pieces) {
    this.text = text;
    this.#base = base;
    this.#pieces = pieces;
  }

  /** Where the character `at` of the logical line stands in the file. */
  origin(at: number): number {
    const pieces = this.#pieces;
    if (pieces === undefined) return this.#base + at;
    const { starts, origins } = pieces;
    let low = this.#last;
    if (at < (starts[low] ?? 0) || at >= (starts[low + 1] ?? Number.POSITIVE_INFINITY)) {
      low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= at) low = middle;
        else high = middle - 1;
      }
      this.#last = low;
    }
    return (origins[low] ?? 0) + at - (starts[low] ?? 0);
  }

  span(start: number, end: number): Span {
    if (end <= start) {
      const at = start > 0 ? this.origin(start - 1) + 1 : this.origin(0);
      return { start: at, end: at };
    }
    return { start: this.origin(start), end: this.origin(end - 1) + 1 };
  }

  /** This line, a newline, and the file's own text of `tail` after it: what a shell is given when heredocs follow. */
  withTail(file: string, tail: Span): Logical {
    const { starts, origins } = this.#pieces ?? { starts: [0], origins: [this.#base] };
    return new Logical(`${this.text}\n${file.slice(tail.start, tail.end)}`, this.#base, {
      starts: [...starts, this.text.length, this.text.length + 1],
      origins: [...origins, tail.start - 1, tail.start],
    });
  }
}

/** Joins the lines of `[start, end)`, the last of which has nothing to continue with. */
export function joinLines(text: string, start: number, end: number, mark: string): Logical {
  let lineEnd = text.indexOf('\n', start);
  if (lineEnd === -1 || lineEnd >= end) return new Logical(text.slice(start, end), start);
  const code = mark.charCodeAt(0);
  const starts: number[] = [];
  const origins: number[] = [];
  const pieces: string[] = [];
  let length = 0;
  for (let at = start; at < end; ) {
    lineEnd = text.indexOf('\n', at);
    const last = lineEnd === -1 || lineEnd >= end;
    if (last) lineEnd = end;
    const stop = contentEnd(text, at, lineEnd);
    const first = skipSpace(text, at, stop);
    const skipped = at !== start && (first === stop || text.charCodeAt(first) === HASH);
    if (!skipped) {
      const continued = last ? -1 : continuationAt(text, at, stop, code);
      const pieceEnd = continued === -1 ? stop : continued;
      if (pieceEnd > at || starts.length === 0) {
        starts.push(length);
        origins.push(at);
        pieces.push(text.slice(at, pieceEnd));
        length += pieceEnd - at;
      }
    }
    at = lineEnd + 1;
  }
  return new Logical(pieces.join(''), origins[0] ?? start, { starts, origins });
}

/** Text that was decoded character by character from another: JSON strings, flags with quotes. */
export class Decoded implements Sourced {
  readonly text: string;
  readonly #base: Sourced;
  /** For each character of `text` the offset in the base, and one more for its end. */
  readonly #offsets: readonly number[];

  constructor(text: string, base: Sourced, offsets: readonly number[]) {
    this.text = text;
    this.#base = base;
    this.#offsets = offsets;
  }

  span(start: number, end: number): Span {
    const from = this.#offsets[start] ?? 0;
    return this.#base.span(from, this.#offsets[end] ?? from);
  }
}
