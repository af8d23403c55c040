import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NativeSum } from '../../../src/image/native-sum.ts';
import { borrowed, type ContentSum, contentSum, giveBack } from '../../../src/image/sum.ts';

/** Not divided by what divides stripes and blocks, and no byte alone is told by its place. */
function bytes(size: number, seed: number): Buffer {
  return Buffer.from(Array.from({ length: size }, (_, at) => (Math.imul(at + seed, 0x9e3779b1) >>> 24) & 255));
}

/** The content cut before each of these places. */
function pieces(content: Buffer, cuts: readonly number[]): readonly Buffer[] {
  const places = [0, ...cuts.map((cut) => cut % (content.length + 1)).sort((a, b) => a - b), content.length];
  return places.slice(1).map((end, index) => content.subarray(places[index], end));
}

function sumOf(sum: ContentSum, chunks: readonly Buffer[]): string {
  for (const chunk of chunks) sum.push(chunk);
  return sum.end();
}

const mask = 0xffffffffffffffffn;

function mixed(given: bigint): bigint {
  const once = ((given ^ (given >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
  const twice = ((once ^ (once >> 27n)) * 0x94d049bb133111ebn) & mask;
  return twice ^ (twice >> 31n);
}

/** The sum as it is defined, of content that is there whole. */
function defined(content: Buffer): string {
  const keys = Array.from({ length: 136 }, (_, at) => mixed((BigInt(at + 1) * 0x9e3779b97f4a7c15n) & mask));
  const wordKey = (word: number) => Number(BigInt.asUintN(32, (keys[word >> 1] ?? 0n) >> BigInt((word & 1) * 32)));
  const padded = Buffer.concat([content, Buffer.alloc(-content.length & 63)]);
  const factor = (stripe: number, word: number) =>
    BigInt((padded.readInt32LE(stripe + word * 4) + wordKey(((stripe & 1023) >> 2) + word)) >>> 0);
  let lanes = Array.from({ length: 8 }, () => 0n);
  for (let stripe = 0; stripe < padded.length; stripe += 64) {
    lanes = lanes.map((sum, lane) => {
      const word = lane + (lane & 4);
      const added = padded.readBigUInt64LE(stripe + ((lane + 4) & 7) * 8);
      return (sum + added + factor(stripe, word) * factor(stripe, word + 4)) & mask;
    });
    if (((stripe + 64) & 1023) > 0) continue;
    lanes = lanes.map((sum, lane) => ((sum ^ (sum >> 47n) ^ (keys[128 + lane] ?? 0n)) * 0x9e3779b1n) & mask);
  }
  const size = BigInt(content.length);
  const one = lanes.reduce((before, sum) => mixed(before ^ sum), size);
  const other = lanes.reduce((before, sum) => mixed((before + sum * 0x9e3779b185ebca87n) & mask), size ^ mask);
  return `sum-${[one, other].map((half) => half.toString(16).padStart(16, '0')).join('')}`;
}

const sizes = fc.oneof(
  fc.nat(200),
  fc.nat(5000),
  fc.constantFrom(63, 64, 65, 960, 961, 1023, 1024, 1025, 2048, 65_535, 65_537, 140_000),
);

test('a sum is what it is defined to be, however the content is cut', () => {
  fc.assert(
    fc.property(sizes, fc.nat(), fc.array(fc.nat(), { maxLength: 5 }), (size, seed, cuts) => {
      const content = bytes(size, seed);
      const chunks = pieces(content, cuts);
      expect(sumOf(contentSum(size), chunks)).toBe(defined(content));
    }),
    { numRuns: 60 },
  );
});

test('without WebAssembly, small contents are told by the CRC-32 that everybody has, larger ones by a MAC', () => {
  expect(sumOf(new NativeSum(9), [Buffer.from('1234'), Buffer.from('56789')])).toBe('crc-cbf43926');
  expect(sumOf(new NativeSum(0), [])).toBe('crc-00000000');
  const content = bytes(100_000, 6);
  const token = sumOf(new NativeSum(content.length), [content]);
  expect(token).toMatch(/^mac-[0-9a-f]{32}$/);
  expect(sumOf(new NativeSum(content.length), pieces(content, [1, 700, 65_536]))).toBe(token);
  content[99_999] = (content[99_999] ?? 0) ^ 1;
  expect(sumOf(new NativeSum(content.length), [content])).not.toBe(token);
});

test('products are added up where all words are as large as they can be', () => {
  const content = Buffer.alloc(3000, 0xff);
  expect(sumOf(contentSum(content.length), [content])).toBe(defined(content));
});

test('files that pass at the same time do not disturb each other', () => {
  const contents = [bytes(3000, 1), bytes(70_001, 2), bytes(129, 3)];
  const sums = contents.map(({ length }) => contentSum(length));
  for (let round = 0; round < 10; round += 1) {
    contents.forEach((content, index) => {
      const step = Math.ceil(content.length / 10);
      sums[index]?.push(content.subarray(round * step, (round + 1) * step));
    });
  }
  expect(sums.map((sum) => sum.end())).toEqual(contents.map(defined));
});

test('what lies in the borrowed buffer is summed where it lies', () => {
  const buffer = borrowed(100_000);
  expect(buffer).toBeDefined();
  expect(borrowed(1)).toBeUndefined();
  const content = bytes(100_000, 5);
  buffer?.set(content);
  expect(sumOf(contentSum(89_994), buffer ? [buffer.subarray(7, 90_001)] : [])).toBe(
    defined(content.subarray(7, 90_001)),
  );
  giveBack();
  expect(borrowed(1 << 20)).toBeUndefined();
  expect(borrowed(1)).toBeDefined();
  giveBack();
});

test('contents that differ in one bit, in their order or in zeros at the end have other sums', () => {
  const content = bytes(4096, 4);
  const others = Array.from({ length: 4096 * 8 }, (_, bit) => {
    const other = Buffer.from(content);
    other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return other;
  });
  const moved = [4, 16, 64, 1024].map((size) =>
    Buffer.concat([content.subarray(size, size * 2), content.subarray(0, size), content.subarray(size * 2)]),
  );
  const zeros = Array.from({ length: 2100 }, (_, size) => Buffer.alloc(size));
  const all = [content, ...others, ...moved, ...zeros].map((one) => sumOf(contentSum(one.length), [one]));
  // Each half of the digits tells them apart by itself.
  for (const half of [all.map((sum) => sum.slice(4, 20)), all.map((sum) => sum.slice(20))]) {
    expect(new Set(half).size).toBe(all.length);
  }
});
