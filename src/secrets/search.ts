/** Finding many literals in a text. A text needs none of the tables that bytes are searched by. */
import type { Anchor, Seen } from './prefilter.ts';

export interface Literal extends Pick<Anchor, 'text' | 'fold'> {
  /** Nothing is found by it in a text that holds none of these. */
  readonly holds?: readonly string[];
}

/** What a text is searched for, in an order that hits are told by. No literal is shorter than two characters. */
export interface Literals {
  /** The first two characters of each, in small letters and without a break. */
  readonly beginnings: string;
  literalAt(index: number): Literal | undefined;
}

/** These, to be searched for in a text. */
export function literalsOf(list: readonly Literal[]): Literals {
  const beginnings = list.map(({ text }) => text.slice(0, 2).toLowerCase()).join('');
  return { beginnings, literalAt: (index) => list[index] };
}

/** For texts of moderate size, in one pass: two characters tell which literals may begin there. */
export function searchText(text: string, literals: Literals, seen: Seen): void {
  const lowered = text.toLowerCase();
  const lower = lowered.length === text.length ? lowered : lowerAscii(text);
  const { first, next } = beginningsOf(literals);
  let pair = lower.charCodeAt(0);
  for (let at = 1; at < lower.length; at++) {
    pair = ((pair & 127) << 7) | (lower.charCodeAt(at) & 127);
    for (let index = first[pair] ?? 0; index > 0; index = next[index] ?? 0) {
      const literal = literals.literalAt(index - 1);
      if (literal !== undefined && (literal.fold ? lower : text).startsWith(literal.text, at - 1))
        seen(index - 1, at - 1);
    }
  }
}

/** By the first two characters in lower case, seven bits of each: one literal, counted from 1, and for each literal the next one that begins so. */
interface Beginnings {
  readonly first: Uint16Array;
  readonly next: Uint16Array;
}

const known = new WeakMap<Literals, Beginnings>();

function beginningsOf(literals: Literals): Beginnings {
  const before = known.get(literals);
  if (before) return before;
  const { beginnings } = literals;
  const count = beginnings.length / 2;
  const made = { first: new Uint16Array(1 << 14), next: new Uint16Array(count + 1) };
  for (let index = 1; index <= count; index++) {
    const pair = ((beginnings.charCodeAt(2 * index - 2) & 127) << 7) | (beginnings.charCodeAt(2 * index - 1) & 127);
    made.next[index] = made.first[pair] ?? 0;
    made.first[pair] = index;
  }
  known.set(literals, made);
  return made;
}

function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
}
