/** Finding many literals in many bytes: the plan that all prefilters share, and the choice between them. */
import { automaton } from './automaton.ts';

/** A literal to look for; `fold`: in any mixture of cases (ASCII). */
export interface Anchor {
  readonly text: string;
  readonly fold: boolean;
}

/** Called with each place an anchor stands at, in no particular order within a call. */
export type Seen = (anchor: number, at: number) => void;

export interface Prefilter {
  /** The bytes it searches; the caller fills them. */
  readonly window: Uint8Array;
  /** Reports every anchor that begins at or after `from` and ends at or before `to`. */
  search(from: number, to: number, seen: Seen): void;
}

/** A prefilter over a window of its own. Its tables are built once, by the first call. */
export function prefilter(anchors: readonly Anchor[], size: number): Prefilter {
  const window = new Uint8Array(size);
  const search = automaton(anchors);
  return { window, search: (from, to, seen) => search(window, from, to, seen) };
}

/** For short texts: looks for one anchor after the other, and so needs no tables at all. */
export function searchText(text: string, anchors: readonly Anchor[], seen: Seen): void {
  const lower = text.toLowerCase().length === text.length ? text.toLowerCase() : lowerAscii(text);
  for (const [index, { text: literal, fold }] of anchors.entries()) {
    const within = fold ? lower : text;
    for (let at = within.indexOf(literal); at >= 0; at = within.indexOf(literal, at + 1)) seen(index, at);
  }
}

function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
}
