/** HTML text that cannot be anything but text. */
import { plain } from '../plain.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for an element or an attribute; what would hide or turn other text is made visible. */
export function escapeHtml(text: string): string {
  return plain(text).replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Like `escapeHtml`, with backticks as code. */
export function prose(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

/** A value for a script element: nothing in it can end the element. */
export function inlineJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}
