/** Several images of one run: what they share is read once. */
import { expect, test } from 'vitest';
import type { RunMemory } from '../../../src/source/memory.ts';
import { openImage } from '../../../src/source/open.ts';
import { sketchArchive, sketchTar } from '../../../src/testing/sketch.ts';
import { folder } from '../../cli/run.ts';

const base = { 'usr/lib/libc.so': { size: 40_000 } };
const [first, second] = [{ 'app/one': 'one' }, { 'app/two': { size: 20_000 } }];
const cwd = folder({
  'one.tar': sketchArchive({ layers: [base, first] }),
  'two.tar': sketchArchive({ layers: [base, second, base] }),
});

/** What was read, and the bytes of layers that it took. */
async function open(name: string, memory: RunMemory | undefined) {
  let bytes = 0;
  const progress = (more: number) => {
    bytes += more;
  };
  const opened = await openImage(`${cwd}/${name}`, { cache: false, memory, progress });
  return { bytes, layers: opened.ok ? opened.value.layers : [], skipped: opened.ok ? opened.value.skipped : undefined };
}

const sizeOf = (layer: Parameters<typeof sketchTar>[0]) => sketchTar(layer).length;

test('a layer that another image of the run had is not read again, and says the same', async () => {
  const alone = await open('two.tar', undefined);
  const memory: RunMemory = new Map();
  expect((await open('one.tar', memory)).bytes).toBe(sizeOf(base) + sizeOf(first));
  const together = await open('two.tar', memory);
  expect(together.bytes).toBe(sizeOf(second));
  expect(together.layers).toEqual(alone.layers);
  expect(together.skipped).toEqual([]);
  expect((await open('one.tar', memory)).bytes).toBe(0);
});

test('without a memory, and without a cache, every image is read whole', async () => {
  await open('one.tar', undefined);
  expect((await open('two.tar', undefined)).bytes).toBe(sizeOf(base) + sizeOf(second));
});
