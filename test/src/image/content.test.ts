import { expect, test } from 'vitest';
import { readLayer } from '../../../src/image/layer.ts';
import { tarArchive } from '../../../src/testing/tar.ts';

/** The token of a file's content, the layer being handed over in chunks of a size. */
async function tokenOf(content: Uint8Array, chunkSize: number): Promise<string | undefined> {
  const tar = tarArchive([{ name: 'app/data', content }]);
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < tar.length; at += chunkSize) yield tar.subarray(at, at + chunkSize);
  }
  const read = await readLayer(chunks());
  return read.ok ? read.value.entries[0]?.hash : undefined;
}

test.each([
  [1, /^sum-[0-9a-f]{8}$/],
  [1 << 16, /^sum-[0-9a-f]{8}$/],
  [(1 << 16) + 1, /^mac-[0-9a-f]{32}$/],
  [3_000_001, /^mac-[0-9a-f]{32}$/],
])('the token of %i bytes is one of their content, however they come', async (size, form) => {
  const content = new Uint8Array(size).map((_, at) => at % 251);
  const token = await tokenOf(content, 1 << 19);
  expect(token).toMatch(form);
  for (const chunkSize of [700, 1 << 16, size + 2048]) expect(await tokenOf(content, chunkSize)).toBe(token);
  content[size - 1] = 252;
  expect(await tokenOf(content, 1 << 19)).not.toBe(token);
});

test('the CRC-32 of a small file is that of everybody', async () => {
  expect(await tokenOf(new TextEncoder().encode('123456789'), 512)).toBe('sum-cbf43926');
});
