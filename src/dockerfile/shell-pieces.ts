/** Shell words that hold only quotes, escapes and plain variables, read here: the shell parser would lex them again. */
import { isDigit } from './space.ts';

export interface Piece {
  readonly text: string;
  /** A variable's name, for which `text` stands. */
  readonly name: string | undefined;
  readonly quoted: boolean;
}

const DOLLAR = 36;
const DOUBLE = 34;
const SINGLE = 39;
const BACKSLASH = 92;
const BACKQUOTE = 96;

/** Whether anything in a word means more than itself: `$ " ' \ < >` and the backquote. */
export function mayMean(word: string): boolean {
  for (let at = 0; at < word.length; at++) {
    const code = word.charCodeAt(at);
    if (isMark(code) || code === SINGLE || code === 60 || code === 62) return true;
  }
  return false;
}

/** Whether it holds a quote or a backslash. */
export function mayQuote(word: string): boolean {
  return word.includes('"') || word.includes("'") || word.includes('\\');
}

function isMark(code: number): boolean {
  return code === DOLLAR || code === DOUBLE || code === BACKSLASH || code === BACKQUOTE;
}

/** `undefined` when there is more to the word: substitutions, operators, open quotes. */
export function simplePieces(word: string): Piece[] | undefined {
  const pieces: Piece[] = [];
  let quoted = false;
  for (let at = 0; at < word.length; ) {
    const code = word.charCodeAt(at);
    let end = at + 1;
    if (code === DOUBLE) {
      quoted = !quoted;
      at = end;
      continue;
    }
    if (code === SINGLE && !quoted) {
      end = word.indexOf("'", at + 1) + 1;
      if (end === 0) return undefined;
      pieces.push({ text: word.slice(at + 1, end - 1), name: undefined, quoted: true });
    } else if (code === BACKSLASH) {
      const text = escaped(word, at, quoted);
      if (text === undefined) return undefined;
      pieces.push({ text, name: undefined, quoted: true });
      end = at + 2;
    } else if (code === DOLLAR) {
      end = variableEnd(word, at);
      if (end === -1) return undefined;
      const text = word.slice(at, end);
      pieces.push({ text, name: text.charCodeAt(1) === 123 ? text.slice(2, -1) : text.slice(1), quoted });
    } else {
      end = plainEnd(word, at, quoted);
      if (end === at) return undefined;
      pieces.push({ text: word.slice(at, end), name: undefined, quoted });
    }
    at = end;
  }
  return quoted ? undefined : pieces;
}

/** What a backslash and the character behind it stand for. */
function escaped(word: string, at: number, quoted: boolean): string | undefined {
  const next = word.charCodeAt(at + 1);
  if (Number.isNaN(next) || next === 10) return undefined;
  return quoted && !isMark(next) ? word.slice(at, at + 2) : word.charAt(at + 1);
}

/** The end of `$name` or `${name}`, or -1. */
function variableEnd(word: string, at: number): number {
  const braced = word.charCodeAt(at + 1) === 123;
  const start = braced ? at + 2 : at + 1;
  let end = start;
  while (isNamePart(word.charCodeAt(end))) end++;
  if (end === start || isDigit(word.charCodeAt(start))) return -1;
  if (!braced) return end;
  return word.charCodeAt(end) === 125 ? end + 1 : -1;
}

/** A character of a shell's variable: letter, digit or `_`. */
export function isNamePart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || isDigit(code) || code === 95;
}

function plainEnd(word: string, from: number, quoted: boolean): number {
  let at = from;
  for (; at < word.length; at++) {
    const code = word.charCodeAt(at);
    if (isMark(code) || (!quoted && (code === SINGLE || code === 60 || code === 62))) break;
  }
  return at;
}
