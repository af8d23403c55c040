/** The first pass: text to flat records of instructions, comments and directives. Everything else is made when asked for. */

import { type HeredocWord, heredocWords, mayHoldHeredoc } from './heredoc.ts';
import { contentEnd, continuationAt, joinLines } from './logical.ts';
import { isSpace, skipSpace, trimSpaceEnd } from './space.ts';

export interface RawDirective {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly valueStart: number;
  readonly valueEnd: number;
  /** Given twice: BuildKit refuses the file. */
  readonly repeated: boolean;
}

export interface RawHeredoc extends HeredocWord {
  readonly bodyStart: number;
  readonly bodyEnd: number;
  /** After the delimiter's line. */
  readonly next: number;
  readonly terminated: boolean;
}

/** Parallel arrays, one entry per instruction or comment: a file of fifty thousand lines is a handful of objects. */
export interface Scan {
  readonly starts: number[];
  /** The end of the instruction's own lines, blanks at the end left out. */
  readonly ends: number[];
  /** The first comment directly above, and the first one after those above and inside. */
  readonly commentsFrom: number[];
  readonly commentsInside: number[];
  readonly commentsTo: number[];
  readonly heredocs: Map<number, readonly RawHeredoc[]>;
  /** Starts and ends of comments, alternating. */
  readonly comments: number[];
  readonly directives: RawDirective[];
  readonly escape: '\\' | '`';
  readonly bom: boolean;
}

const HASH = 35;
const known: readonly string[] = ['syntax', 'escape', 'check'];

interface Cursor {
  readonly text: string;
  at: number;
}

/** Reads `# name=value` lines at the top; the first line that is none ends them. */
function readDirectives(cursor: Cursor): { directives: RawDirective[]; escape: '\\' | '`' } {
  const { text } = cursor;
  const directives: RawDirective[] = [];
  const seen = new Set<string>();
  let mark: '\\' | '`' = '\\';
  while (cursor.at < text.length) {
    const lineEnd = lineEndAt(text, cursor.at);
    const start = skipSpace(text, cursor.at, lineEnd);
    if (text.charCodeAt(start) !== HASH) break;
    const line = text.slice(start, contentEnd(text, start, lineEnd));
    const equals = line.indexOf('=');
    const name = line.slice(1, Math.max(equals, 1)).trim().toLowerCase();
    const value = line.slice(equals + 1).trim();
    if (!known.includes(name) || value === '') break;
    const valueStart = start + line.indexOf(value, equals + 1);
    const end = trimSpaceEnd(text, start, start + line.length);
    directives.push({ start, end, name, valueStart, valueEnd: valueStart + value.length, repeated: seen.has(name) });
    seen.add(name);
    if (name === 'escape' && (value === '`' || value === '\\')) mark = value;
    cursor.at = lineEnd + 1;
  }
  return { directives, escape: mark };
}

function lineEndAt(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at === -1 ? text.length : at;
}

/** Consumes the bodies of an instruction's heredocs; the cursor stands on the line after the instruction. */
function readHeredocs(cursor: Cursor, words: readonly HeredocWord[]): RawHeredoc[] {
  const { text } = cursor;
  return words.map((word) => {
    const bodyStart = Math.min(cursor.at, text.length);
    while (cursor.at < text.length) {
      const at = cursor.at;
      const lineEnd = lineEndAt(text, at);
      cursor.at = lineEnd + 1;
      let from = at;
      if (word.stripTabs) while (text.charCodeAt(from) === 9) from++;
      const length = contentEnd(text, from, lineEnd) - from;
      if (length === word.name.length && text.startsWith(word.name, from)) {
        return { ...word, bodyStart, bodyEnd: at, next: Math.min(cursor.at, text.length), terminated: true };
      }
    }
    return { ...word, bodyStart, bodyEnd: text.length, next: text.length, terminated: false };
  });
}

/** Reads one instruction with its continuations from `start`; returns where its own lines end, before a continuation that the file's end leaves open. */
function readInstruction(cursor: Cursor, start: number, mark: number, comments: number[]): number {
  const { text } = cursor;
  let from = start;
  let end = start;
  for (let lineStart = start; ; ) {
    const lineEnd = lineEndAt(text, lineStart);
    const stop = contentEnd(text, lineStart, lineEnd);
    cursor.at = lineEnd + 1;
    const first = from === start ? start : skipSpace(text, lineStart, stop);
    if (first < stop && text.charCodeAt(first) === HASH && lineStart !== start) comments.push(first, stop);
    else if (first < stop) {
      const continued = continuationAt(text, lineStart, stop, mark);
      if (continued === -1) return stop;
      if (continued > first) end = continued;
    }
    if (cursor.at >= text.length) return end;
    lineStart = cursor.at;
    from = lineStart;
  }
}

export function scan(text: string): Scan {
  const bom = text.charCodeAt(0) === 0xfeff;
  const cursor: Cursor = { text, at: bom ? 1 : 0 };
  const { directives, escape: mark } = readDirectives(cursor);
  const code = mark.charCodeAt(0);
  const result: Scan = {
    starts: [],
    ends: [],
    commentsFrom: [],
    commentsInside: [],
    commentsTo: [],
    heredocs: new Map(),
    comments: [],
    directives,
    escape: mark,
    bom,
  };
  const { comments } = result;
  let above = 0;
  let opener = text.indexOf('<<');
  while (cursor.at < text.length) {
    const at = cursor.at;
    let start = at;
    while (start < text.length && text.charCodeAt(start) !== 10 && isSpace(text.charCodeAt(start))) start++;
    const first = text.charCodeAt(start);
    if (start >= text.length || first === 10) {
      above = comments.length;
      cursor.at = start + 1;
      continue;
    }
    if (first === HASH) {
      const lineEnd = lineEndAt(text, start);
      comments.push(start, contentEnd(text, start, lineEnd));
      cursor.at = lineEnd + 1;
      continue;
    }
    result.commentsFrom.push(above);
    result.commentsInside.push(comments.length);
    const end = trimSpaceEnd(text, start, readInstruction(cursor, start, code, comments));
    result.starts.push(start);
    result.ends.push(end);
    result.commentsTo.push(comments.length);
    above = comments.length;
    if (opener !== -1 && opener < start) opener = text.indexOf('<<', start);
    if (opener !== -1 && opener < end && mayHoldHeredoc(text, start)) {
      const words = heredocWords(joinLines(text, start, end, mark), mark);
      if (words.length > 0) {
        const bodies = readHeredocs(cursor, words);
        result.heredocs.set(result.starts.length - 1, bodies);
      }
    }
  }
  return result;
}
