import { constants, deflateRawSync, gzipSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newBudget } from '../../../src/secrets/inside/container.ts';
import { gzip } from '../../../src/secrets/inside/gzip.ts';
import { inflateSmall } from '../../../src/secrets/inside/inflate.ts';
import { random } from './samples.ts';

const letters = random(21)('abcdefghijklmnopqrstuvwxyz 0123456789\n', 5000);
/** Texts with runs and repeats at all distances, and bytes without any. */
const content = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary-ascii', maxLength: 40 }),
      fc.tuple(fc.string({ minLength: 1, maxLength: 20 }), fc.nat(90)).map(([text, times]) => text.repeat(times)),
      fc.tuple(fc.nat(4000), fc.nat(1000)).map(([from, length]) => letters.slice(from, from + length)),
    ),
    { maxLength: 40 },
  )
  .map((parts) => Buffer.from(parts.join(''), 'latin1'));
const options = fc.record({
  level: fc.constantFrom(0, 1, 6, 9),
  strategy: fc.constantFrom(constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY, constants.Z_RLE),
});

/** What the runtime makes of a stream; `undefined` where it refuses it, or it is longer than `most`. */
function native(stream: Uint8Array, most: number): Buffer | undefined {
  try {
    return inflateRawSync(stream, { maxOutputLength: Math.max(most, 1) });
  } catch {
    return undefined;
  }
}

describe('small streams', () => {
  test('unpack to what was packed, whatever follows, and not one byte beyond what is asked for', () => {
    fc.assert(
      fc.property(content, options, fc.uint8Array({ maxLength: 20 }), (bytes, how, rest) => {
        const stream = deflateRawSync(bytes, how);
        const inflated = inflateSmall(Buffer.concat([stream, rest]), bytes.length);
        expect(inflated?.used).toBe(stream.length);
        expect(inflated?.bytes.equals(bytes)).toBe(true);
        if (bytes.length > 0) expect(inflateSmall(stream, bytes.length - 1)).toBeUndefined();
      }),
    );
  });
  test('that are damaged or cut are refused where the runtime refuses them', () => {
    fc.assert(
      fc.property(
        content,
        options,
        fc.array(fc.tuple(fc.nat(), fc.nat(7)), { maxLength: 3 }),
        fc.nat(3),
        (bytes, how, flips, cut) => {
          const stream = deflateRawSync(bytes, how);
          for (const [at, bit] of flips) stream[at % stream.length] = (stream[at % stream.length] ?? 0) ^ (1 << bit);
          const part = stream.subarray(0, stream.length - cut);
          const inflated = inflateSmall(part, 100_000);
          const theirs = native(part, 100_000);
          if (inflated) expect(inflated.bytes.equals(theirs ?? Buffer.from('refused'))).toBe(true);
          else expect(theirs).toBeUndefined();
        },
      ),
    );
  });
  test('of more bytes than are small are left to others', () => {
    expect(inflateSmall(deflateRawSync(Buffer.alloc(9 << 20)), 9 << 20)).toBeUndefined();
    expect(inflateSmall(Buffer.alloc((2 << 20) + 1), 10)).toBeUndefined();
  });
});

describe('gzip', () => {
  const text = 'one line\n';
  const unpacked = (bytes: Buffer) =>
    [...gzip.members(bytes, newBudget(), 'a.gz')].map(({ bytes }) => bytes.toString());
  const plain = gzipSync(text);
  const withFields = (flags: number, fields: Uint8Array | string) =>
    Buffer.concat([
      plain.subarray(0, 3),
      Uint8Array.of(flags),
      plain.subarray(4, 10),
      Buffer.from(fields),
      plain.subarray(10),
    ]);
  test('with every field a header may have', () => {
    expect(unpacked(plain)).toEqual([text]);
    expect(unpacked(withFields(4, '\x03\0abc'))).toEqual([text]);
    expect(unpacked(withFields(8, 'notes.txt\0'))).toEqual([text]);
    expect(unpacked(withFields(16, 'a comment\0'))).toEqual([text]);
    expect(unpacked(withFields(4 | 8 | 16, '\x03\0abcnotes.txt\0a comment\0'))).toEqual([text]);
  });
  test('of two streams, one behind the other', () => {
    expect(unpacked(Buffer.concat([plain, gzipSync('another\n')]))).toEqual([`${text}another\n`]);
  });
  test('whose end is cut or missing', () => {
    expect(unpacked(plain.subarray(0, -3))).toEqual([text]);
    expect(unpacked(plain.subarray(0, 12)).join('').length).toBeLessThan(text.length);
    for (const flags of [4, 8, 16]) expect(unpacked(withFields(flags, 'no end').subarray(0, 18)).join('')).toBe('');
  });
  test('whose checksum is wrong', () => {
    const wrong = Buffer.from(plain);
    wrong[wrong.length - 8] = (wrong[wrong.length - 8] ?? 0) ^ 1;
    expect(unpacked(wrong)).toEqual([]);
  });
});
