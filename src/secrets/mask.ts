/** Texts that may be shown: every secret in them covered. */
import { cover } from './conceal.ts';
import { detectorsOf, type Search } from './stated.ts';
import { findInText } from './text.ts';

/**
 * The text with every secret in it covered, character by character, so that columns stay where they are. It covers what
 * is only possible too; a lone line of a key's body counts, since a quoted line may be all that is seen of it.
 */
export function redact(text: string, search: Search = {}): string {
  const spans = findInText(text, undefined, detectorsOf(search)).map(({ start, end }) => ({ start, end }));
  for (const { index, 0: line } of text.matchAll(/(?<![^\s"'\\])[A-Za-z0-9+/]{60,76}={0,2}(?![^\s"'\\])/g)) {
    if (!/^[0-9a-f]{64}$/i.test(line)) spans.push({ start: index, end: index + line.length });
  }
  for (const { index, 0: cut } of text.matchAll(/-----BEGIN [A-Z0-9 ]{0,60}PRIVATE KEY[^\0]*/g)) {
    if (!cut.includes('-----END')) spans.push({ start: index, end: index + cut.length });
  }
  return spans.length === 0
    ? text
    : cover(
        text,
        spans.sort((one, other) => one.start - other.start),
      );
}
