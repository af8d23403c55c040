import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeFacts } from '../../../src/image/codec.ts';
import type { LayerFacts } from '../../../src/image/facts.ts';
import { defaultLimits } from '../../../src/image/limits.ts';
import { analyzerKey } from '../../../src/source/analyzer.ts';
import { layerCache } from '../../../src/source/cache.ts';
import { cacheFolder } from '../../../src/source/cache-folder.ts';
import { openImage } from '../../../src/source/open.ts';
import { sketchArchive, sketchConfig, sketchLayers, sketchTar } from '../../../src/testing/sketch.ts';
import { tarArchive } from '../../../src/testing/tar.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-cache-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function facts(): LayerFacts {
  const [layer] = sketchLayers({ layers: [{ 'app/main.js': 'run()', 'app/.wh.old': '' }] });
  if (!layer) throw new Error('no layer');
  return layer;
}

test('tokens of every kind of sum come out as they were put in', async () => {
  const cache = layerCache(folder, 'a');
  const layer = facts();
  const [entry] = layer.entries;
  if (!entry) throw new Error('no entry');
  const hashes = [
    `sum-${'0a'.repeat(16)}`,
    undefined,
    'crc-cbf43926',
    `mac-${'b1'.repeat(16)}`,
    `sum-${'2c'.repeat(16)}`,
  ];
  await cache.put(layer.digest, encodeFacts({ ...layer, entries: hashes.map((hash) => ({ ...entry, hash })) }));
  expect((await cache.get(layer.digest))?.entries.map(({ hash }) => hash)).toEqual(hashes);
});

test('what is put in comes out', async () => {
  const cache = layerCache(folder, 'a');
  const layer = facts();
  await cache.put(layer.digest, encodeFacts(layer));
  expect(await cache.get(layer.digest)).toEqual(layer);
  expect(await cache.get('sha256:other')).toBeUndefined();
});

test('facts of another analyzer are not there', async () => {
  const layer = facts();
  await layerCache(folder, 'a').put(layer.digest, encodeFacts(layer));
  expect(await layerCache(folder, 'b').get(layer.digest)).toBeUndefined();
});

test('an entry cut short or changed anywhere is not there', async () => {
  const cache = layerCache(folder, 'a');
  const layer = facts();
  await cache.put(layer.digest, encodeFacts(layer));
  const file = join(folder, 'layers/a', layer.digest.replace(':', '-'));
  const whole = await readFile(file);
  for (let at = 0; at < whole.length; at += 7) {
    await writeFile(file, whole.subarray(0, at));
    expect(await cache.get(layer.digest)).toBeUndefined();
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] ?? 0) ^ 0x10;
    await writeFile(file, changed);
    // The last bytes of the prefix are not used.
    if (at < 12 || at >= 16) expect(await cache.get(layer.digest)).toBeUndefined();
  }
});

test('a folder that cannot be written to is a cache that holds nothing', async () => {
  await writeFile(join(folder, 'file'), '');
  const cache = layerCache(join(folder, 'file'), 'a');
  const layer = facts();
  await cache.put(layer.digest, encodeFacts(layer));
  await cache.prune();
  expect(await cache.get(layer.digest)).toBeUndefined();
});

test('what was not used for longest goes first, and drafts of killed runs go', async () => {
  const cache = layerCache(folder, 'a');
  const bytes = new Uint8Array(1000);
  for (const [name, hours] of [
    ['old', 3],
    ['older', 4],
    ['new', 1],
  ] as const) {
    await cache.put(name, bytes);
    const then = new Date(Date.now() - hours * 3_600_000);
    await utimes(join(folder, 'layers/a', name), then, then);
  }
  const draft = join(folder, 'layers/a/x.1-ab.tmp');
  await writeFile(draft, 'half');
  const lastWeek = new Date(Date.now() - 7 * 86_400_000);
  await utimes(draft, lastWeek, lastWeek);
  await cache.prune(2000);
  expect((await readdir(join(folder, 'layers/a'))).sort()).toEqual(['new', 'old']);
});

test('limits, the key of tokens and stated detectors are part of the analyzer', async () => {
  const plain = analyzerKey(defaultLimits, undefined);
  expect(analyzerKey(defaultLimits, undefined)).toBe(plain);
  expect(analyzerKey({ ...defaultLimits, pathDepth: 3 }, undefined)).not.toBe(plain);
  const keyed = analyzerKey(defaultLimits, { key: new Uint8Array(32) });
  expect(keyed).not.toBe(plain);
  expect(analyzerKey(defaultLimits, { key: new Uint8Array(32).fill(1) })).not.toBe(keyed);
  const stated = {
    id: 'a',
    description: 'A',
    keywords: ['acme_'],
    expression: 'acme_[a-z]{8}',
    confidence: 'likely',
  } as const;
  const known = analyzerKey(defaultLimits, { detectors: [stated] });
  expect(known).not.toBe(analyzerKey(defaultLimits, {}));
  expect(analyzerKey(defaultLimits, { detectors: [{ ...stated, expression: 'acme_[a-z]{9}' }] })).not.toBe(known);
});

test('the folder follows the habits of the system', () => {
  expect(cacheFolder({ XDG_CACHE_HOME: '/x' }, 'linux')).toBe('/x/plimsoll');
  expect(cacheFolder({ PLIMSOLL_CACHE_DIR: '/mine' }, 'linux')).toBe('/mine');
  expect(cacheFolder({}, 'darwin')).toMatch(/Library\/Caches\/plimsoll$/);
});

test('a second run reads no layer, and says the same', async () => {
  const file = join(folder, 'image.tar');
  const cache = join(folder, 'cache');
  await writeFile(file, sketchArchive({ layers: [{ 'etc/passwd': 'root:x:0:0::/:/bin/sh\n' }, { a: 'b' }] }));
  let read = 0;
  const progress = (bytes: number): void => {
    read += bytes;
  };
  const first = await openImage(file, { cache, progress });
  expect(read).toBeGreaterThan(0);
  read = 0;
  const second = await openImage(file, { cache, progress });
  expect(read).toBe(0);
  expect(second).toEqual(first);
  await openImage(file, { cache: false, progress });
  expect(read).toBeGreaterThan(0);
});

test('a blob of another size than the one that was read is read again', async () => {
  const file = join(folder, 'image.tar');
  const cache = join(folder, 'cache');
  const sketch = { layers: [{ a: 'b' }] };
  await writeFile(file, sketchArchive(sketch));
  await openImage(file, { cache });
  const config = JSON.stringify(sketchConfig(sketch));
  const other = sketchTar({ a: 'b', c: 'd' });
  const manifest = JSON.stringify([{ Config: 'config.json', RepoTags: null, Layers: ['layer.tar'] }]);
  await writeFile(
    file,
    tarArchive([
      { name: 'config.json', content: config },
      { name: 'layer.tar', content: other },
      { name: 'manifest.json', content: manifest },
    ]),
  );
  const again = await openImage(file, { cache });
  expect(again).toMatchObject({ ok: true, value: { skipped: [{ reason: 'digest-mismatch' }] } });
});
