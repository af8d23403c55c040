/** Texts that may be shown: every secret in them covered. */
import { cover } from './conceal.ts';
import { type Search, textPlanOf } from './stated.ts';
import { findInText } from './text.ts';

/**
 * The text with every secret in it covered, character by character, so that columns stay where they are. It covers what
 * is only possible too; a lone line of a key's body counts, since a quoted line may be all that is seen of it.
 */
export function redact(text: string, search: Search = {}): string {
  const spans = findInText(text, textPlanOf(search)).map(({ start, end }) => ({ start, end }));
  if (hasLongWord(text)) spans.push(...keyBodies(text));
  if (text.includes('-----BEGIN ')) spans.push(...openKeys(text));
  return spans.length === 0
    ? text
    : cover(
        text,
        spans.sort((one, other) => one.start - other.start),
      );
}

/** Whether 60 characters stand together without a blank: fewer are no line of a key. */
function hasLongWord(text: string): boolean {
  let start = 0;
  for (let end = text.indexOf(' '); end >= 0; end = text.indexOf(' ', start)) {
    if (end - start >= 60) return true;
    start = end + 1;
  }
  return text.length - start >= 60;
}

/** Lines that could be of a key's body. */
function* keyBodies(text: string) {
  for (const { index, 0: line } of text.matchAll(/(?<![^\s"'\\])[A-Za-z0-9+/]{60,76}={0,2}(?![^\s"'\\])/g)) {
    if (!/^[0-9a-f]{64}$/i.test(line)) yield { start: index, end: index + line.length };
  }
}

/** Keys whose end is not in the text. */
function* openKeys(text: string) {
  for (const { index, 0: cut } of text.matchAll(/-----BEGIN [A-Z0-9 ]{0,60}PRIVATE KEY[^\0]*/g)) {
    if (!cut.includes('-----END')) yield { start: index, end: index + cut.length };
  }
}
