import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultLimits } from '../../../src/image/limits.ts';
import { readJobs } from '../../../src/source/pool.ts';
import type { LayerJob } from '../../../src/source/read-layer.ts';
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
