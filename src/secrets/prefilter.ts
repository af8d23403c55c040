/** Finding many literals in many bytes: the plan that all prefilters share, and the choice between them. */
import { automaton } from './automaton.ts';
import { simdPrefilter } from './simd.ts';

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
  /** Line ends from `from` to before `to`. */
  lines(from: number, to: number): number;
}

/** A prefilter over a window of its own: in WebAssembly where that can be had, else in plain JavaScript, with the same hits. */
export function prefilter(anchors: readonly Anchor[], size: number): Prefilter {
  return simdPrefilter(anchors, size) ?? plainPrefilter(anchors, size);
}

/** The same in plain JavaScript; its tables are built by its first search. */
export function plainPrefilter(anchors: readonly Anchor[], size: number): Prefilter {
  const window = new Uint8Array(size);
  const search = automaton(anchors);
  return {
    window,
    search: (from, to, seen) => search(window, from, to, seen),
    lines(from, to) {
      let count = 0;
      for (let at = from; at < to; at++) if (window[at] === 10) count++;
      return count;
    },
  };
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
