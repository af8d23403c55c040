/** Character classes as Go's `unicode` package and BuildKit's regular expressions draw them. */

/** `unicode.IsSpace`. */
export function isSpace(code: number): boolean {
  if (code <= 32) return code === 32 || (code >= 9 && code <= 13);
  if (code < 0x85) return false;
  return (
    code === 0x85 ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

/** What separates words of an instruction: BuildKit splits at `[\t\v\f\r ]+`, and a logical line holds no newline. */
export function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** Where the next blank stands, or `to`. A letter is told by a glance: a call for each takes a start longer than all the rest. */
export function blankAt(text: string, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code <= 32 && isBlank(code)) return at;
  }
  return to;
}

export function skipSpace(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && isSpace(text.charCodeAt(at))) at++;
  return at;
}

export function skipBlank(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && isBlank(text.charCodeAt(at))) at++;
  return at;
}

export function trimSpaceEnd(text: string, from: number, to: number): number {
  let at = to;
  while (at > from && isSpace(text.charCodeAt(at - 1))) at--;
  return at;
}

/** A character of a variable's name: letter, digit or `_`, in any script. */
export function isNameChar(code: number): boolean {
  if (code < 128) {
    return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95;
  }
  const char = String.fromCharCode(code);
  return /^[\p{L}\p{Nd}]$/u.test(char);
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** One digit or more, and nothing else. */
export function isNumber(text: string): boolean {
  let at = 0;
  while (isDigit(text.charCodeAt(at))) at++;
  return at === text.length && at > 0;
}

/** Where a character stands in `[from, to)`, or `to`: a search that never runs on into the rest of the text. */
export function indexIn(text: string, code: number, from: number, to: number): number {
  let at = from;
  while (at < to && text.charCodeAt(at) !== code) at++;
  return at;
}
