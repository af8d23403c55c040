import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeFacts } from '../../../src/image/codec.ts';
import { defaultLimits } from '../../../src/image/limits.ts';
import { openImage } from '../../../src/source/open.ts';
import { Crew } from '../../../src/source/pool.ts';
import { JobQueue } from '../../../src/source/queue.ts';
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
  const crew = program ? new Crew(program) : new Crew();
  const results = await crew.read(jobs, count);
  crew.dismiss();
  expect(bytes).toBe(4 * size);
  return results.map(({ result }) => (result.ok ? result.value.entries.map(({ path }) => path) : result.problem));
}

test('several threads read what one would', async () => {
  expect(await namesOf()).toEqual([['a'], ['b'], ['c'], ['d']]);
});

test('where no worker can be started, this thread reads all', async () => {
  expect(await namesOf(new URL('./none.ts', import.meta.url))).toEqual([['a'], ['b'], ['c'], ['d']]);
});

test('a worker that ends with a layer in hand leaves that one unread, and the others are read', async () => {
  const program = join(folder, 'ends.mjs');
  const began = join(folder, 'began');
  await writeFile(
    program,
    `import { writeFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
parentPort.once('message', ({ counts }) => {
  const job = Number(Atomics.add(new BigInt64Array(counts), 0, 1n));
  parentPort.postMessage({ kind: 'begins', job });
  writeFileSync(${JSON.stringify(began)}, '');
  setImmediate(() => { throw new Error('it broke.'); });
});
`,
  );
  const jobs = await Promise.all(['a', 'b', 'c', 'd'].map(job));
  // This thread goes on when the other has begun.
  const pause = new Int32Array(new SharedArrayBuffer(4));
  const wait = (): void => {
    for (let times = 0; times < 2000 && !existsSync(began); times += 1) Atomics.wait(pause, 0, 0, 5);
  };
  const results = await new Crew(pathToFileURL(program)).read(jobs, wait);
  expect(results.map(({ result }) => (result.ok ? 'read' : result.problem.message))).toEqual([
    'read',
    'it broke.',
    'read',
    'read',
  ]);
});

test('threads that were called and have nothing to do keep nobody', async () => {
  const crew = new Crew();
  crew.call(4 * size);
  expect(await crew.read([], () => undefined)).toEqual([]);
  crew.dismiss();
});

test('layers that would make an image too large are left out', async () => {
  const [first, second] = await Promise.all(['a', 'b'].map(job));
  if (!first || !second) throw new Error('two were made');
  const limits = { ...defaultLimits, imageBytes: 100 };
  const results = await new Crew().read(
    [
      { ...first, limits },
      { ...second, limits },
    ],
    () => undefined,
  );
  const message = 'the layers before it hold more than 100 bytes or 10000000 entries.';
  expect(results.map(({ result }) => result.ok || result.problem)).toEqual([
    true,
    { reason: 'limit-exceeded', message },
  ]);
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
  const extent = { file, start: 0, size: tar.length };
  worker.postMessage(
    JobQueue.of([{ extent, expected: {}, limits: defaultLimits, secrets: { key: new Uint8Array() } }]).shared,
  );
  while (said.at(-1)?.kind !== 'done') await once(worker, 'message');
  await worker.terminate();
  const facts = decodeFacts(Buffer.from(said.find(({ kind }) => kind === 'facts')?.facts ?? []));
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
