/** Between offsets of ours and positions of the protocol, in the encoding that was agreed upon. */
import type { Position, Range } from 'vscode-languageserver';
import type { Span } from '../src/finding.ts';

/** What a line's characters are counted in. */
export type Encoding = 'utf-16' | 'utf-8' | 'utf-32';

/** The first of the client's encodings that we speak; UTF-16 where it says nothing. */
export function agreedEncoding(offered: readonly string[] | undefined): Encoding {
  return (
    (offered ?? []).find((encoding): encoding is Encoding => ['utf-16', 'utf-8', 'utf-32'].includes(encoding)) ??
    'utf-16'
  );
}

/** One version of a text, with the start of each of its lines. Lines end with `\n`, `\r\n` or `\r`, as the protocol has it. */
export class Lines {
  readonly text: string;
  readonly #encoding: Encoding;
  readonly #starts: readonly number[];

  constructor(text: string, encoding: Encoding = 'utf-16') {
    this.text = text;
    this.#encoding = encoding;
    const starts = [0];
    for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
    this.#starts = starts;
  }

  /** Another text in the same encoding. */
  with(text: string): Lines {
    return new Lines(text, this.#encoding);
  }

  get count(): number {
    return this.#starts.length;
  }

  /** The span of a line without its ending; the last line's where there is no such line. */
  line(index: number): Span {
    const start = this.#starts[index] ?? this.text.length;
    const next = this.#starts[index + 1];
    if (next === undefined) return { start, end: this.text.length };
    const ending = this.text.startsWith('\r\n', next - 2) ? 2 : 1;
    return { start, end: next - ending };
  }

  position(offset: number): Position {
    const clamped = Math.max(0, Math.min(offset, this.text.length));
    const line = this.#lineOf(clamped);
    const { start } = this.line(line);
    return { line, character: width(this.text.slice(start, clamped), this.#encoding) };
  }

  /** The offset of a position; one behind the end of its line is the end of the line. */
  offset({ line, character }: Position): number {
    const { start, end } = this.line(line);
    return start + unitsIn(this.text.slice(start, end), character, this.#encoding);
  }

  range({ start, end }: Span): Range {
    return { start: this.position(start), end: this.position(end) };
  }

  span({ start, end }: Range): Span {
    return { start: this.offset(start), end: this.offset(end) };
  }

  #lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function width(text: string, encoding: Encoding): number {
  if (encoding === 'utf-16') return text.length;
  let count = 0;
  for (const char of text) count += sizeOf(char, encoding);
  return count;
}

/** UTF-16 units of the text before it has reached `wanted` of the encoding's units. */
function unitsIn(text: string, wanted: number, encoding: Encoding): number {
  if (encoding === 'utf-16') return Math.min(wanted, text.length);
  let count = 0;
  let units = 0;
  for (const char of text) {
    if (count >= wanted) break;
    count += sizeOf(char, encoding);
    units += char.length;
  }
  return units;
}

function sizeOf(char: string, encoding: 'utf-8' | 'utf-32'): number {
  if (encoding === 'utf-32') return 1;
  const code = char.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
