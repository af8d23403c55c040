/** The JSON arrays of strings of exec forms, by the rules of Go's `encoding/json`. */

export interface JsonString {
  /** Between the quotes. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** For each character of `text` its offset, and one more for the end; absent when nothing was escaped. */
  readonly offsets?: readonly number[] | undefined;
}

export type JsonArray =
  | { readonly kind: 'strings'; readonly strings: readonly JsonString[] }
  /** A valid array that holds something that is no string: BuildKit refuses it. */
  | { readonly kind: 'mixed'; readonly start: number; readonly end: number }
  /** No JSON array: shell form. `at` is where it stops being one, when it starts like one. */
  | { readonly kind: 'none'; readonly at?: number };

/** What a letter behind a backslash stands for. */
function escaped(letter: string): string | undefined {
  switch (letter) {
    case '"':
    case '\\':
    case '/':
      return letter;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return undefined;
  }
}

function skip(text: string, from: number, to: number): number {
  let at = from;
  for (; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 9 && code !== 13 && code !== 10) break;
  }
  return at;
}

/** Reads the string whose quote stands at `at`; `undefined` when it is none. */
function readString(text: string, at: number, to: number): JsonString | undefined {
  const start = at + 1;
  let decoded: string[] | undefined;
  let offsets: number[] | undefined;
  for (let i = start; i < to; ) {
    const code = text.charCodeAt(i);
    if (code === 34) {
      if (decoded === undefined || offsets === undefined) return { start, end: i, text: text.slice(start, i) };
      offsets.push(i);
      return { start, end: i, text: decoded.join(''), offsets };
    }
    if (code < 32) return undefined;
    if (code !== 92) {
      decoded?.push(text.charAt(i));
      offsets?.push(i);
      i++;
      continue;
    }
    if (decoded === undefined || offsets === undefined) {
      decoded = Array.from({ length: i - start }, (_, k) => text.charAt(start + k));
      offsets = decoded.map((_, k) => start + k);
    }
    const next = text.charAt(i + 1);
    const hex = next === 'u' ? /^[0-9a-fA-F]{4}$/.exec(text.slice(i + 2, i + 6)) : null;
    const char = hex === null ? escaped(next) : String.fromCharCode(Number.parseInt(hex[0], 16));
    if (char === undefined || i + (hex === null ? 2 : 6) > to) return undefined;
    decoded.push(char);
    offsets.push(i);
    i += hex === null ? 2 : 6;
  }
  return undefined;
}

export function readJsonArray(text: string, from: number, to: number): JsonArray {
  const open = skip(text, from, to);
  if (text.charCodeAt(open) !== 91 || open >= to) return { kind: 'none' };
  const strings: JsonString[] = [];
  let at = skip(text, open + 1, to);
  if (text.charCodeAt(at) === 93 && at < to) {
    return skip(text, at + 1, to) === to ? { kind: 'strings', strings } : { kind: 'none', at: at + 1 };
  }
  while (at < to) {
    const string = text.charCodeAt(at) === 34 ? readString(text, at, to) : undefined;
    if (string === undefined) return mixed(text, from, to, at);
    strings.push(string);
    at = skip(text, string.end + 1, to);
    const code = text.charCodeAt(at);
    if (code === 93 && at < to) {
      return skip(text, at + 1, to) === to ? { kind: 'strings', strings } : { kind: 'none', at: at + 1 };
    }
    if (code !== 44 || at >= to) return { kind: 'none', at };
    at = skip(text, at + 1, to);
  }
  return { kind: 'none', at };
}

/** Something that is no string stands at `at`: still JSON, or none at all. A shell's `[ -f a ]` is told apart at once. */
function mixed(text: string, from: number, to: number, at: number): JsonArray {
  if (!/[{[\dtfn]|-\d/y.test(text.slice(at, at + 2))) return { kind: 'none', at };
  try {
    const value: unknown = JSON.parse(text.slice(from, to));
    return Array.isArray(value) ? { kind: 'mixed', start: from, end: to } : { kind: 'none', at };
  } catch {
    return { kind: 'none', at };
  }
}

export function isArrayOfStrings(text: string, from: number, to: number): boolean {
  return readJsonArray(text, from, to).kind === 'strings';
}
