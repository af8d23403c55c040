import { expect, test } from 'vitest';
import { free } from '../../../src/image/decompress.ts';

test('a buffer is freed when its last part was looked at, and never before', () => {
  const buffer = Buffer.allocUnsafe(1 << 18);
  const [first, last] = [buffer.subarray(0, 1 << 17), buffer.subarray(1 << 17)];
  free(first);
  expect(buffer.length).toBe(1 << 18);
  free(last);
  expect(buffer.length).toBe(0);
});

test('what lies in the pool that all small buffers are parts of is left alone', () => {
  const small = Buffer.from('a'.repeat(1000));
  const pool = small.buffer.byteLength;
  free(Buffer.from(small.buffer, 8, pool - 8));
  expect(small.toString()).toBe('a'.repeat(1000));
});
