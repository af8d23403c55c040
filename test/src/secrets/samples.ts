/** Secrets that never were: made from their documented formats by a seeded generator. */
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Confidence, SecretHit } from '../../../src/secrets/hit.ts';
import { scanText } from '../../../src/secrets/scan.ts';

export const digits = '0123456789';
export const hex = '0123456789abcdef';
export const lower = 'abcdefghijklmnopqrstuvwxyz';
export const upper = lower.toUpperCase();
export const alnum = upper + lower + digits;
export const base64url = `${alnum}-_`;
export const base64 = `${alnum}+/`;

export type Random = (alphabet: string, length: number) => string;

/** The same seed draws the same text, on every machine. */
export function random(seed: number): Random {
  let state = seed * 2654435761;
  const next = () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) >>> 0;
    return (state ^ (state >>> 13)) >>> 0;
  };
  return (alphabet, length) => Array.from({ length }, () => alphabet[next() % alphabet.length]).join('');
}

/** The six check characters of GitHub and npm, computed here by hand: base 62 of the CRC32, zeros in front. */
export function base62Crc(body: string): string {
  const alphabet = digits + upper + lower;
  let rest = crc32(body);
  let text = '';
  for (let place = 0; place < 6; place++) {
    text = alphabet[rest % 62] + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

export const uuid = (draw: Random) => [8, 4, 4, 4, 12].map((length) => draw(hex, length)).join('-');

export interface Sample {
  /** What a hit must be called. */
  readonly id: string;
  readonly confidence?: Confidence;
  /** A prefix that names the format, and the random part. */
  readonly make: (draw: Random) => readonly [prefix: string, body: string];
  /** What must stand around it: `NAME = "` and `"`. */
  readonly around?: readonly [string, string];
  /** Further near misses. */
  readonly misses?: readonly string[];
  /** The body may be this short; absent when its length is fixed. */
  readonly least?: number;
  /** Other names than the sample's mean the same. */
  readonly anyName?: true;
}

export function hitsOf(id: string, text: string): SecretHit[] {
  return scanText(text).filter((hit) => hit.detector === id);
}

/** Three of the format must be found whole; cut, foreign, monotonous and pictured ones must not. */
export function testSamples(samples: readonly Sample[]): void {
  for (const { id, confidence = 'likely', make, around = ['', ''], misses = [], least, anyName } of samples) {
    const [before, after] = around;
    test.each([1, 2, 3])(`${id}: sample %i is found`, (seed) => {
      const [prefix, body] = make(random(seed));
      const text = `# notes\n${before}${prefix}${body}${after}\nnext`;
      const [hit] = hitsOf(id, text);
      expect(hit?.confidence).toBe(confidence);
      expect(text.slice(hit?.offset, hit?.end)).toContain(body.slice(0, least ?? body.length));
      expect(hit?.masked).not.toContain(body.slice(-8));
    });
    const [prefix, body] = make(random(4));
    const cut = body.slice(0, (least ?? body.length) - 1);
    const middle = body.length >> 1;
    const near = {
      'cut by one': `${prefix}${cut}`,
      'a foreign character': `${prefix}${body.slice(0, middle >> 1)} ~ ${body.slice(middle)}`,
      'one character over and over': prefix + body.replace(/[A-Za-z0-9]/g, 'x'),
      'a picture of it': `${prefix}<your-token-here>`,
      'another prefix': `${prefix.replace(/[A-Za-z0-9](?=[^A-Za-z0-9]*$)/, (letter) => (letter === 'Q' ? 'Z' : 'Q'))}${body}`,
      ...Object.fromEntries(misses.map((miss) => [miss, miss])),
    };
    for (const [what, text] of Object.entries(near)) {
      if (what === 'another prefix' && (prefix === '' || anyName)) continue;
      test(`${id}: not ${what}`, () => expect(hitsOf(id, `${before}${text}${after}`)).toEqual([]));
    }
  }
}
