/** Text from images and Dockerfiles made harmless for markdown. */
import { plain } from './plain.ts';

/** A code span that its own text cannot end. */
export function codeSpan(text: string): string {
  const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), ([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${plain(text)}${pad}${fence}`;
}

/** Backticks keep their meaning, everything else loses it: no tag, no link, no mention comes from what was scanned. */
export function escapeText(text: string): string {
  return plain(text)
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') && part.length > 1 ? part : escapePlain(part)))
    .join('');
}

function escapePlain(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\*_~[\]#`]/g, '\\$&')
    .replaceAll('@', '@\u2060');
}

/** Text in a cell of a table. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
