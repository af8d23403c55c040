/** Secrets that never were: made from their documented formats by a seeded generator. */
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Confidence, SecretHit } from '../../../src/secrets/hit.ts';
import { scanBytes } from '../../../src/secrets/scan.ts';
import { scanText } from '../../../src/secrets/scan-text.ts';

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
  /** Where the file lies, when that counts. */
  readonly path?: string;
  /** The file is this and nothing else. */
  readonly whole?: true;
  /** Too much of its own kind for the common near misses: those given are all. */
  readonly only?: true;
  /** Spoils what proves the sample, and what is still said of it then. */
  readonly wrong?: readonly [spoil: (text: string) => string, left: Confidence | undefined];
}

export function hitsOf(id: string, text: string, name?: string): SecretHit[] {
  const hits = name === undefined ? scanText(text) : scanBytes(Buffer.from(text, 'latin1'), { name });
  return hits.filter((hit) => hit.detector === id);
}

/** Texts that come close to a sample, and are none. */
export function nearMisses({ make, misses = [], least, anyName, only }: Sample): ReadonlyMap<string, string> {
  const near = new Map(misses.map((miss) => [miss, miss]));
  if (only) return near;
  const [prefix, body] = make(random(4));
  const middle = body.length >> 1;
  near.set('cut by one', prefix + body.slice(0, (least ?? body.length) - 1));
  near.set('a foreign character', `${prefix}${body.slice(0, middle >> 1)} ~ ${body.slice(middle)}`);
  near.set('one character over and over', prefix + body.replace(/[A-Za-z0-9]/g, 'x'));
  near.set('a picture of it', `${prefix}<your-token-here>`);
  if (prefix !== '' && !anyName) {
    const another = prefix.replace(/[A-Za-z0-9](?=[^A-Za-z0-9]*$)/, (letter) => (letter === 'Q' ? 'Z' : 'Q'));
    near.set('another prefix', another + body);
  }
  return near;
}

/** Three of the format must be found whole, and whatever only comes close must not. */
export function testSamples(samples: readonly Sample[]): void {
  for (const sample of samples) {
    const { id, confidence = 'likely', make, around = ['', ''], least, path, whole, wrong } = sample;
    const [before, after] = around;
    const put = (text: string) => (whole ? text : `# notes\n${before}${text}${after}\nnext`);
    test(`${id}: three of it are found`, () => {
      for (const seed of [1, 2, 3]) {
        const [prefix, body] = make(random(seed));
        const text = put(prefix + body);
        const [hit] = hitsOf(id, text, path);
        expect(hit?.confidence).toBe(confidence);
        if (!whole) expect(text.slice(hit?.offset, hit?.end)).toContain(body.slice(0, least ?? body.length));
        expect(hit?.masked).not.toContain(body.slice(-8));
        if (!wrong) continue;
        const [spoil, left] = wrong;
        expect(hitsOf(id, put(spoil(prefix + body)), path)[0]?.confidence).toBe(left);
      }
    });
    test.each([...nearMisses(sample)])(`${id}: not %s`, (_, text) => {
      expect(hitsOf(id, put(text), path)).toEqual([]);
    });
  }
}
