/** Showing that a secret is there without showing it. */
import { createHmac } from './native.ts';
import { entropy } from './value.ts';

/** What may be seen of a value: its public prefix, and of a long one its last two characters. */
export function mask(value: string, shown = 0): string {
  const flat = value.replace(/[^\x21-\x7e]/g, '');
  const tail = flat.length - shown >= 24 && entropy(flat) > 3 ? (/\w\w$/.exec(flat)?.[0] ?? '') : '';
  return `${flat.slice(0, shown)}****${tail}`;
}

/** One secret in twenty images is one: an HMAC under the organisation's key, and none for what could be guessed back. */
export function keyedToken(value: string, key: Uint8Array | undefined): string | undefined {
  if (!key || key.length === 0 || value.length < 16 || entropy(value) * value.length < 60) return undefined;
  return createHmac('sha256', key).update(value, 'latin1').digest('hex').slice(0, 32);
}

/** The text with these spans covered, character by character, so that columns stay where they are. */
export function cover(text: string, spans: readonly { readonly start: number; readonly end: number }[]): string {
  let covered = '';
  let at = 0;
  for (const { start, end } of spans) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    covered += text.slice(at, from) + text.slice(from, end).replace(/[^\s]/g, '*');
    at = end;
  }
  return covered + text.slice(at);
}
