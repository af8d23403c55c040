/** Finding many literals in a text. A text needs none of the tables that bytes are searched by. */
import type { Anchor, Seen } from './prefilter.ts';

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
