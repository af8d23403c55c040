/** Finding many literals in many bytes: the plan that all prefilters share, and the choice between them. */
import { automaton } from './automaton.ts';
import { hasShape, type Shape } from './gate.ts';
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

/** For texts of moderate size, in one pass: two characters tell which anchors may begin there. */
export function searchText(text: string, anchors: readonly Anchor[], seen: Seen): void {
  const lowered = text.toLowerCase();
  const lower = lowered.length === text.length ? lowered : lowerAscii(text);
  const { first, next } = beginningsOf(anchors);
  let pair = lower.charCodeAt(0);
  for (let at = 1; at < lower.length; at++) {
    pair = ((pair & 127) << 7) | (lower.charCodeAt(at) & 127);
    for (let index = first[pair] ?? 0; index > 0; index = next[index] ?? 0) {
      const anchor = anchors[index - 1];
      if (anchor !== undefined && (anchor.fold ? lower : text).startsWith(anchor.text, at - 1)) seen(index - 1, at - 1);
    }
  }
}

/** By the first two characters in lower case, seven bits of each: one anchor, counted from 1, and for each anchor the next one that begins so. */
interface Beginnings {
  readonly first: Uint16Array;
  readonly next: Uint16Array;
}

const known = new WeakMap<readonly Anchor[], Beginnings>();

/** No anchor is shorter than two characters. */
function beginningsOf(anchors: readonly Anchor[]): Beginnings {
  const before = known.get(anchors);
  if (before) return before;
  const made = { first: new Uint16Array(1 << 14), next: new Uint16Array(anchors.length + 1) };
  for (const [index, { text }] of anchors.entries()) {
    const literal = text.slice(0, 2).toLowerCase();
    const pair = ((literal.charCodeAt(0) & 127) << 7) | (literal.charCodeAt(1) & 127);
    made.next[index + 1] = made.first[pair] ?? 0;
    made.first[pair] = index + 1;
  }
  known.set(anchors, made);
  return made;
}

function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
}
