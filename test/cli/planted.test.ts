/** Secrets of many kinds in one image, each found at its place and nothing besides; `bin/dev/plant-secrets.ts` does the same with real images. */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { checkPlants } from '../../bin/dev/planted.ts';
import { plant } from '../../bin/dev/plants.ts';
import { sketchArchive } from '../../src/testing/sketch.ts';
import { folder, run } from './run.ts';

test('what is planted in an image is found where it is, and shown nowhere', async () => {
  const bare = Buffer.from(
    sketchArchive({
      layers: [{ 'etc/os-release': 'ID=debian\n', 'usr/bin/app': 'x' }, { 'srv/app/notes': 'nothing\n' }],
      history: ['ADD rootfs.tar / # buildkit', { by: 'ENV A=1', empty: true }, 'COPY notes /srv/app/ # buildkit'],
    }),
  );
  const { archive, plants } = plant(bare, { seed: 'acme', depth: 1_000_000 });
  const cwd = folder({ 'bare.tar': bare, 'planted.tar': archive });
  const checked = await checkPlants(join(cwd, 'bare.tar'), join(cwd, 'planted.tar'), plants);
  expect(plants.length).toBeGreaterThan(12);
  expect(checked.found.filter(([, there]) => !there)).toEqual([]);
  expect(checked.before).toEqual([]);
  expect(checked.others).toEqual([]);
  for (const { what, value } of plants) expect(checked.output.includes(value), what).toBe(false);
});

test('an archive that is not opened whole is told of, and the run cannot call the image clean', async () => {
  const bomb = gzipSync(Buffer.alloc(65 * 1024 * 1024));
  const cwd = folder({ 'image.tar': sketchArchive({ layers: [{ 'srv/a.gz': { content: bomb } }] }) });
  const { code, stdout } = await run(['image', 'image.tar', '--no-cache', '--format', 'json'], { cwd });
  const { reports }: { reports: { skipped: { reason: string; detail: string; place: unknown }[] }[] } =
    JSON.parse(stdout);
  expect(code).toBe(2);
  expect(reports[0]?.skipped).toMatchObject([
    {
      reason: 'limit-exceeded',
      place: { kind: 'layer', layer: 0, path: 'srv/a.gz' },
      detail: expect.stringContaining('unpacks to more than'),
    },
  ]);
});
