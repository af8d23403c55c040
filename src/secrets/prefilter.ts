/** Finding many literals in many bytes: the plan that all prefilters share, and the choice between them. */
import { automaton } from './automaton.ts';
import { hasShape } from './gate.ts';
import type { Shape } from './shape.ts';
import { simdPrefilter } from './simd.ts';

/** A literal to look for; `fold`: in any mixture of cases (ASCII). */
export interface Anchor {
  readonly text: string;
  readonly fold: boolean;
  /** What must follow it in bytes, where nobody who looks for it wants it otherwise. */
  readonly shape?: Shape | undefined;
}

/** Called with each place an anchor stands at, in no particular order within a call. */
export type Seen = (anchor: number, at: number) => void;

export interface Prefilter {
  /** The bytes it searches; the caller fills them. */
  readonly window: Uint8Array;
  /** Reports every anchor that begins at or after `from` and ends at or before `to`; shapes are looked at up to `end`. */
  search(from: number, to: number, seen: Seen, end?: number): void;
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
    search: (from, to, seen, end = to) =>
      search(window, from, to, (anchor, at) => {
        const shape = anchors[anchor]?.shape;
        if (shape === undefined || hasShape(shape, window, at, end)) seen(anchor, at);
      }),
    lines(from, to) {
      let count = 0;
      for (let at = from; at < to; at++) if (window[at] === 10) count++;
      return count;
    },
  };
}
