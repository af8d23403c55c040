/** Finding many literals in a text. A text needs none of the tables that bytes are searched by. */
import type { Anchor, Seen } from './prefilter.ts';

export interface Literal extends Pick<Anchor, 'text' | 'fold'> {
  /** Nothing is found by it in a text that holds none of these. */
  readonly holds?: readonly string[];
}

/** What a text is searched for, in an order that hits are told by. No literal is shorter than three characters. */
export interface Literals {
  /** The first three characters of each, in small letters and without a break. */
  readonly beginnings: string;
  literalAt(index: number): Literal | undefined;
}

/** These, to be searched for in a text. */
export function literalsOf(list: readonly Literal[]): Literals {
  const beginnings = list.map(({ text }) => text.slice(0, 3).toLowerCase()).join('');
  return { beginnings, literalAt: (index) => list[index] };
}

/**
 * For texts of moderate size, in one pass: three characters tell which literals may begin there; two would do so at every
 * other place of a sentence. The three are one number, which each next character moves the first one out of.
 */
export function searchText(text: string, literals: Literals, seen: Seen): void {
  const lowered = text.toLowerCase();
  const lower = lowered.length === text.length ? lowered : lowerAscii(text);
  const { first, next } = beginningsOf(literals);
  const { beginnings } = literals;
  let three = 0;
  for (let at = 0; at < lower.length; at++) {
    three = ((three << 5) ^ lower.charCodeAt(at)) & LAST;
    for (let index = first[three] ?? 0; index > 0; index = next[index] ?? 0) {
      // Others have the same number; and most literals are never made.
      if (at < 2 || !lower.startsWith(beginnings.slice(3 * index - 3, 3 * index), at - 2)) continue;
      const literal = literals.literalAt(index - 1);
      if (literal !== undefined && (literal.fold ? lower : text).startsWith(literal.text, at - 2))
        seen(index - 1, at - 2);
    }
  }
}

/** The largest of these numbers. */
const LAST = (1 << 14) - 1;

/** By the number of the first three characters in lower case: one literal, counted from 1, and for each literal the next one that begins so. */
interface Beginnings {
  readonly first: Uint16Array;
  readonly next: Uint16Array;
}

const known = new WeakMap<Literals, Beginnings>();

function beginningsOf(literals: Literals): Beginnings {
  const before = known.get(literals);
  if (before) return before;
  const { beginnings } = literals;
  const made = { first: new Uint16Array(LAST + 1), next: new Uint16Array(beginnings.length / 3 + 1) };
  for (let index = 1; index < made.next.length; index++) {
    // What `searchText` has of three characters when it has passed them.
    const end = 3 * index - 1;
    const two = (beginnings.charCodeAt(end - 2) << 10) ^ (beginnings.charCodeAt(end - 1) << 5);
    const three = (two ^ beginnings.charCodeAt(end)) & LAST;
    made.next[index] = made.first[three] ?? 0;
    made.first[three] = index;
  }
  known.set(literals, made);
  return made;
}

function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
}
