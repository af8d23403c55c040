import type { Span } from '../finding.ts';
import type { LineIndex } from './model.ts';

/** Line starts found once, positions by binary search. */
export class Lines implements LineIndex {
  readonly #text: string;
  readonly #starts: number[] = [0];

  constructor(text: string) {
    this.#text = text;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  get count(): number {
    return this.#starts.length;
  }

  position(offset: number): { line: number; column: number } {
    const starts = this.#starts;
    const wanted = Math.max(0, Math.min(offset, this.#text.length));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= wanted) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: wanted - (starts[low] ?? 0) + 1 };
  }

  span(line: number): Span {
    const start = this.#starts[line - 1];
    if (start === undefined) return { start: this.#text.length, end: this.#text.length };
    const next = this.#starts[line];
    let end = next === undefined ? this.#text.length : next - 1;
    if (next !== undefined && end > start && this.#text.charCodeAt(end - 1) === 13) end--;
    return { start, end };
  }
}
