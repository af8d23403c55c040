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

test.each([1, 1 << 16, 3_000_001])('the token of %i bytes is one of their content, however they come', async (size) => {
  const content = new Uint8Array(size).map((_, at) => at % 251);
  const token = await tokenOf(content, 1 << 19);
  expect(token).toMatch(/^sum-[0-9a-f]{32}$/);
  for (const chunkSize of [700, 1 << 16, size + 2048]) expect(await tokenOf(content, chunkSize)).toBe(token);
  content[size - 1] = 252;
  expect(await tokenOf(content, 1 << 19)).not.toBe(token);
});
