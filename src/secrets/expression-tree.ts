/** Reads the part of JavaScript's regular expressions that can be shown to be linear; all else is refused, with its place. */
import { withoutFlag } from './expression-flag.ts';

/** Why an expression is not taken. */
export interface Refusal {
  /** Offset in the expression. */
  readonly at: number;
  /** "it refers back to a group". */
  readonly message: string;
  /** Imperative. */
  readonly remedy: string;
}

export type Node =
  | { readonly kind: 'empty' }
  /** One character of a set: bit N is character N; bit 256 stands for all beyond. */
  | { readonly kind: 'set'; readonly at: number; readonly set: bigint }
  | { readonly kind: 'sequence'; readonly items: readonly Node[] }
  | { readonly kind: 'choice'; readonly items: readonly Node[] }
  | {
      readonly kind: 'repeat';
      readonly at: number;
      readonly item: Node;
      readonly least: number;
      readonly most: number;
    };

export type Parsed = { readonly ok: true; readonly node: Node } | { readonly ok: false; readonly refusal: Refusal };

export function parseExpression(source: string): Parsed {
  const { body, ignoresCase, from } = withoutFlag(source);
  try {
    new RegExp(body, 'd');
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*: /, '') : '';
    return {
      ok: false,
      refusal: { at: 0, message: `it cannot be read (${reason.toLowerCase()})`, remedy: 'correct it' },
    };
  }
  try {
    return { ok: true, node: new Reader(body, ignoresCase).whole() };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: { ...error.refusal, at: error.refusal.at + from } };
    throw error;
  }
}

class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** One bit each for the first 256 characters, and one for all others. */
const everything = (1n << 257n) - 1n;
const bit = (code: number) => 1n << BigInt(Math.min(code, 256));
const range = (from: number, to: number) => ((bit(to) << 1n) - 1n) & ~(bit(from) - 1n);
const digits = range(0x30, 0x39);
const words = digits | range(0x41, 0x5a) | range(0x61, 0x7a) | bit(0x5f);
const spaces = range(9, 13) | bit(32) | bit(0xa0) | bit(256);
const classes: Readonly<Record<string, bigint>> = {
  d: digits,
  D: everything & ~digits,
  w: words,
  W: everything & ~words,
  s: spaces,
  S: (everything & ~spaces) | bit(256),
};
const letters: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, '0': 0 };

class Reader {
  readonly #text: string;
  readonly #ignoresCase: boolean;
  #at = 0;

  constructor(text: string, ignoresCase: boolean) {
    this.#text = text;
    this.#ignoresCase = ignoresCase;
  }

  whole(): Node {
    return this.#choice();
  }

  get #next(): string {
    return this.#text[this.#at] ?? '';
  }

  #choice(): Node {
    const items = [this.#sequence()];
    while (this.#next === '|') {
      this.#at++;
      items.push(this.#sequence());
    }
    const [only] = items;
    return items.length === 1 && only ? only : { kind: 'choice', items };
  }

  #sequence(): Node {
    const items: Node[] = [];
    while (this.#at < this.#text.length && this.#next !== '|' && this.#next !== ')') items.push(this.#repeat());
    return { kind: 'sequence', items };
  }

  #repeat(): Node {
    const at = this.#at;
    const item = this.#atom();
    const [whole = '', least, comma, most] =
      /^(?:[*+?]|\{(\d{1,6})(,?)(\d{0,6})\})\??/.exec(this.#text.slice(this.#at)) ?? [];
    if (whole === '') return item;
    this.#at += whole.length;
    const many = Number.MAX_SAFE_INTEGER;
    if (whole.startsWith('*')) return { kind: 'repeat', at, item, least: 0, most: many };
    if (whole.startsWith('+')) return { kind: 'repeat', at, item, least: 1, most: many };
    if (whole.startsWith('?')) return { kind: 'repeat', at, item, least: 0, most: 1 };
    const from = Number(least);
    return { kind: 'repeat', at, item, least: from, most: comma === '' ? from : most === '' ? many : Number(most) };
  }

  #atom(): Node {
    const at = this.#at;
    const character = this.#next;
    this.#at++;
    if (character === '^' || character === '$') return { kind: 'empty' };
    if (character === '(') return this.#group(at);
    if (character === '[') return { kind: 'set', at, set: this.#class() };
    if (character === '\\') return this.#escape(at);
    return {
      kind: 'set',
      at,
      set: character === '.' ? everything & ~bit(10) & ~bit(13) : this.#one(character.charCodeAt(0)),
    };
  }

  #group(at: number): Node {
    const [head = ''] = /^\?(?::|<(?![=!])[^>]*>|<?[=!])/.exec(this.#text.slice(this.#at)) ?? [];
    if (/[=!]$/.test(head))
      this.#refuse(
        at,
        'it looks ahead or back',
        'use `\\b`, or let the match hold what stands around the secret and name the secret `(?<value>…)`',
      );
    this.#at += head.length;
    const inner = this.#choice();
    this.#at++;
    return inner;
  }

  #escape(at: number): Node {
    const character = this.#next;
    this.#at++;
    if (character === 'b' || character === 'B') return { kind: 'empty' };
    if (/[1-9k]/.test(character)) this.#refuse(at, 'it refers back to a group', 'write out what must stand there');
    const known = classes[character];
    return { kind: 'set', at, set: known ?? this.#one(this.#code(character, at)) };
  }

  /** The code that an escape stands for; its letter has been read. */
  #code(character: string, at: number): number {
    if (character === 'x' || character === 'u') {
      const digits = this.#text.slice(this.#at, this.#at + (character === 'x' ? 2 : 4));
      if (/^[0-9a-fA-F]+$/.test(digits)) this.#at += digits.length;
      return /^[0-9a-fA-F]+$/.test(digits) ? Number.parseInt(digits, 16) : character.charCodeAt(0);
    }
    if (/[pPcC]/.test(character))
      this.#refuse(at, `it uses \`\\${character}\``, 'write out the characters, as in `[A-Za-z]`');
    return letters[character] ?? character.charCodeAt(0);
  }

  #class(): bigint {
    const negated = this.#next === '^';
    if (negated) this.#at++;
    let set = 0n;
    while (this.#next !== ']') {
      const from = this.#member();
      const follows = this.#text[this.#at + 1];
      if (typeof from === 'number' && this.#next === '-' && follows !== ']' && follows !== undefined) {
        this.#at++;
        const to = this.#member();
        set |= typeof to === 'number' ? this.#folded(range(from, to)) : to | this.#one(from) | bit(0x2d);
      } else set |= typeof from === 'number' ? this.#one(from) : from;
    }
    this.#at++;
    return negated ? (everything & ~set) | bit(256) : set;
  }

  /** One character of a class by its code, or a class within it. */
  #member(): number | bigint {
    const at = this.#at;
    const character = this.#next;
    this.#at++;
    if (character !== '\\') return character.charCodeAt(0);
    const escaped = this.#next;
    this.#at++;
    return classes[escaped] ?? (escaped === 'b' ? 8 : this.#code(escaped, at));
  }

  #one(code: number): bigint {
    return this.#folded(bit(code));
  }

  #folded(set: bigint): bigint {
    if (!this.#ignoresCase) return set;
    const upper = set & range(0x41, 0x5a);
    const lower = set & range(0x61, 0x7a);
    return set | (upper << 32n) | (lower >> 32n);
  }

  #refuse(at: number, message: string, remedy: string): never {
    throw new Refused({ at, message, remedy });
  }
}
