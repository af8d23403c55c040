/** Messages quote what somebody wrote: what would break the line, or do something to a terminal, is made visible. */

const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** One line that ends as a sentence does. */
export function sentence(message: string): string {
  const line = message.replaceAll(unseen, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
  return /[.?]$/.test(line) ? line : `${line}.`;
}
