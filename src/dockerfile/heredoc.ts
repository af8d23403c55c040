/** Which words of a logical line open heredocs, by BuildKit's rules. */

import { splitCommand } from './command-line.ts';
import { expand, type Value } from './expand.ts';
import { isArrayOfStrings } from './json.ts';
import type { Sourced } from './logical.ts';
import { isSpace, skipSpace } from './space.ts';

export interface HeredocWord {
  readonly name: string;
  readonly expand: boolean;
  readonly stripTabs: boolean;
  readonly fd: number;
  /** The word in the logical line, `<<` and descriptor included. */
  readonly wordStart: number;
  readonly wordEnd: number;
}

const holders: readonly string[] = ['run', 'copy', 'add', 'onbuild'];

/** A cheap look at the keyword: only RUN, COPY, ADD and ONBUILD of them take heredocs. */
export function mayHoldHeredoc(text: string, start: number): boolean {
  const code = text.charCodeAt(start) | 32;
  return code === 114 || code === 99 || code === 97 || code === 111;
}

/** The heredocs that a logical line opens, in order. */
export function heredocWords(line: Sourced, mark: string): HeredocWord[] {
  const command = splitCommand(line.text, 0, line.text.length, mark);
  const keyword = line.text.slice(command.keywordStart, command.keywordEnd).toLowerCase();
  if (!holders.includes(keyword)) return [];
  let holder = command;
  if (keyword === 'onbuild') {
    holder = splitCommand(line.text, command.argsStart, command.argsEnd, mark);
    const inner = line.text.slice(holder.keywordStart, holder.keywordEnd).toLowerCase();
    if (!holders.includes(inner) || inner === 'onbuild') return [];
  }
  if (isArrayOfStrings(line.text, holder.argsStart, holder.argsEnd) || !isReadable(line.text)) return [];
  return wordsOf(line.text).flatMap(({ start, end }) => heredocOf(line.text, start, end) ?? []);
}

/** The builder finds no heredoc on a line that its lexer cannot read, as when it holds an expansion only a shell knows: `${x^^}`. */
function isReadable(text: string): boolean {
  if (!text.includes('${')) return true;
  const lookup = (): Value => ({ state: 'unknown' });
  return expand({ text, start: 0, end: text.length, escape: '\\', lookup }).fault === undefined;
}

/** One word as a heredoc, or nothing. */
export function heredocOf(text: string, start: number, end: number): HeredocWord | undefined {
  const shellWord = /^(\d*)<<(-?)\s*([^<]*)$/;
  const match = shellWord.exec(text.slice(start, end));
  const rest = match?.[3];
  if (match === null || rest === undefined || rest === '') return undefined;
  const plain = unquote(rest);
  if (plain === undefined || plain.text === '') return undefined;
  return {
    name: plain.text,
    expand: !plain.quoted,
    stripTabs: match[2] === '-',
    fd: Number(match[1] || 0),
    wordStart: start,
    wordEnd: end,
  };
}

/** Quotes and backslashes removed; nothing when it is more than one word or a quote stays open. */
function unquote(word: string): { text: string; quoted: boolean } | undefined {
  let text = '';
  let quoted = false;
  for (let at = 0; at < word.length; at++) {
    const char = word.charAt(at);
    if (char === "'" || char === '"') {
      const close = closing(word, at);
      if (close === -1) return undefined;
      quoted = true;
      const inside = word.slice(at + 1, close);
      text += char === '"' ? inside.replace(/\\(["$\\])/g, '$1') : inside;
      at = close;
    } else if (char === '\\') {
      at++;
      text += word.charAt(at);
    } else if (isSpace(word.charCodeAt(at))) {
      if (skipSpace(word, at, word.length) < word.length) return undefined;
    } else text += char;
  }
  return { text, quoted };
}

/** Where the quote at `at` closes, or -1. */
function closing(text: string, at: number): number {
  const quote = text.charCodeAt(at);
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === quote) return i;
    if (quote === 34 && code === 92) i++;
  }
  return -1;
}

/** Words as BuildKit's shell lexer cuts them: quotes and escapes kept, blanks after `<<` part of the word; none at all when a quote stays open. */
function wordsOf(text: string): { start: number; end: number }[] {
  const words: { start: number; end: number }[] = [];
  let start = -1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) {
      if (start !== -1) words.push({ start, end: at });
      start = -1;
      continue;
    }
    if (start === -1) start = at;
    if (code === 92) at++;
    else if (code === 34 || code === 39) {
      const close = closing(text, at);
      if (close === -1) return [];
      at = close;
    } else if (code === 60 && text.charCodeAt(at + 1) === 60) {
      at++;
      while (text.charCodeAt(at + 1) === 32 || text.charCodeAt(at + 1) === 9 || text.charCodeAt(at + 1) === 13) at++;
    }
  }
  if (start !== -1) words.push({ start, end: text.length });
  return words;
}
