/** Arguments cut into words: by blanks, or with quotes in mind. Offsets into the logical line. */
import { blankAt, isSpace, skipBlank } from './space.ts';

export interface Cut {
  readonly start: number;
  readonly end: number;
}

/** FROM, EXPOSE, COPY, ADD, VOLUME: blanks separate, quotes mean nothing. */
export function cutBlanks(text: string, from: number, to: number): Cut[] {
  const words: Cut[] = [];
  for (let start = from; start < to; ) {
    const end = blankAt(text, start, to);
    words.push({ start, end });
    start = skipBlank(text, end, to);
  }
  return words;
}

/** ENV, LABEL, ARG: blanks inside quotes, and those that are escaped, belong to the word. */
export function cutQuoted(text: string, from: number, to: number, escapeMark: string): Cut[] {
  const words: Cut[] = [];
  const mark = escapeMark.charCodeAt(0);
  let start = -1;
  let quote = 0;
  let end = to;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (start === -1) {
      if (isSpace(code)) continue;
      start = at;
    }
    if (code === mark && quote !== 39) {
      if (at + 1 === to) end = at;
      at++;
    } else if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 34 || code === 39) quote = code;
    else if (isSpace(code)) {
      words.push({ start, end: at });
      start = -1;
    }
  }
  if (start !== -1 && end > start) words.push({ start, end });
  return words;
}
