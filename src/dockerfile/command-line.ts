/** A logical line cut into keyword, builder flags and arguments, as BuildKit's `splitCommand` does. */
import { blankAt, isBlank, skipBlank, skipSpace, trimSpaceEnd } from './space.ts';

export interface FlagSpan {
  readonly start: number;
  readonly end: number;
}

export interface CommandLine {
  readonly keywordStart: number;
  readonly keywordEnd: number;
  readonly flags: readonly FlagSpan[];
  readonly argsStart: number;
  readonly argsEnd: number;
}

const DASH = 45;
const none: readonly FlagSpan[] = [];

export function splitCommand(text: string, from: number, to: number, mark: string): CommandLine {
  const keywordStart = skipSpace(text, from, to);
  const end = trimSpaceEnd(text, keywordStart, to);
  const keywordEnd = blankAt(text, keywordStart, end);
  let at = skipBlank(text, keywordEnd, end);
  if (text.charCodeAt(at) !== DASH || text.charCodeAt(at + 1) !== DASH) {
    return { keywordStart, keywordEnd, flags: none, argsStart: skipSpace(text, at, end), argsEnd: end };
  }
  const flags: FlagSpan[] = [];
  const code = mark.charCodeAt(0);
  while (at < end && text.charCodeAt(at) === DASH && text.charCodeAt(at + 1) === DASH) {
    const stop = flagEnd(text, at, end, code);
    const bare = stop === at + 2;
    if (!bare) flags.push({ start: at, end: stop });
    at = skipBlank(text, stop, end);
    if (bare) break;
  }
  return { keywordStart, keywordEnd, flags, argsStart: skipSpace(text, at, end), argsEnd: end };
}

/** A flag ends at a blank outside quotes; an open quote runs to the end of the line. */
function flagEnd(text: string, from: number, to: number, mark: number): number {
  let quote = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === mark) at++;
    else if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 34 || code === 39) quote = code;
    else if (isBlank(code)) return at;
  }
  return to;
}
