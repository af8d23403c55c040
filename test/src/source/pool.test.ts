import { once } from 'node:events';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeFacts } from '../../../src/image/codec.ts';
import { defaultLimits } from '../../../src/image/limits.ts';
import { openImage } from '../../../src/source/open.ts';
import { readJobs } from '../../../src/source/pool.ts';
import type { LayerJob } from '../../../src/source/read-layer.ts';
import { sketchArchive } from '../../../src/testing/sketch.ts';
import { tarArchive } from '../../../src/testing/tar.ts';

const size = 24 << 20;
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-pool-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A layer of one file, and so many zeros after its end that a second thread pays. */
async function job(name: string): Promise<LayerJob> {
  const file = join(folder, name);
  const handle = await open(file, 'w');
  await handle.write(tarArchive([{ name }]));
  await handle.truncate(size);
  await handle.close();
  return { extent: { file, start: 0, size }, expected: {}, limits: defaultLimits, secrets: undefined };
}

async function namesOf(program?: URL): Promise<unknown[]> {
  const jobs = await Promise.all(['a', 'b', 'c', 'd'].map(job));
  let bytes = 0;
  const count = (more: number): void => {
    bytes += more;
  };
  const results = await (program ? readJobs(jobs, count, program) : readJobs(jobs, count));
  expect(bytes).toBe(4 * size);
  return results.map(({ result }) => (result.ok ? result.value.entries.map(({ path }) => path) : result.problem));
}

test('several threads read what one would', async () => {
  expect(await namesOf()).toEqual([['a'], ['b'], ['c'], ['d']]);
});

test('where no worker can be started, this thread reads all', async () => {
  expect(await namesOf(new URL('./none.ts', import.meta.url))).toEqual([['a'], ['b'], ['c'], ['d']]);
});

/** Unpacks to one byte more than is unpacked of a file. */
const tooLarge = gzipSync(Buffer.alloc((64 << 20) + 1));
const unopened = 'ot all of the archive was opened: it unpacks to more than 67108864 bytes';

test('what a worker did not search is among the facts it hands over', async () => {
  const file = join(folder, 'layer.tar');
  const tar = tarArchive([{ name: 'var/log/app.gz', content: tooLarge }]);
  await writeFile(file, tar);
  const worker = new Worker(new URL('../../../src/source/layer-worker.ts', import.meta.url));
  const said: { kind: string; facts?: Uint8Array }[] = [];
  worker.on('message', (message) => said.push(message));
  worker.postMessage({
    extent: { file, start: 0, size: tar.length },
    expected: {},
    limits: defaultLimits,
    secrets: { key: new Uint8Array() },
  });
  while (said.at(-1)?.kind !== 'facts') await once(worker, 'message');
  await worker.terminate();
  const facts = decodeFacts(Buffer.from(said.at(-1)?.facts ?? []));
  expect(facts?.limits).toEqual([{ limit: 'secrets', path: 'var/log/app.gz', detail: `n${unopened}` }]);
});

test('what was not searched is said of the image, and again when it comes from the cache', async () => {
  const file = join(folder, 'image.tar');
  await writeFile(file, sketchArchive({ layers: [{ 'var/log/app.gz': { content: tooLarge } }] }));
  const read = async () => {
    const opened = await openImage(file, { secrets: {}, cache: join(folder, 'cache') });
    return opened.ok ? opened.value.skipped : opened.problem;
  };
  const expected = {
    place: { kind: 'layer', layer: 0, path: 'var/log/app.gz' },
    reason: 'limit-exceeded',
    detail: `N${unopened}.`,
  };
  expect(await read()).toMatchObject([expected]);
  expect(await read()).toMatchObject([expected]);
});
