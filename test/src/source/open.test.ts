import { expect, test } from 'vitest';
import { openImage } from '../../../src/source/open.ts';

const fixture = 'fixtures/images/secret-deleted-by-a-later-layer/image.tar';

test('a docker-archive is read whole', async () => {
  const opened = await openImage(fixture, { cache: false });
  if (!opened.ok) throw new Error(opened.problem.message);
  const { source, tags, config, history, layers, skipped } = opened.value;
  expect(source).toBe('docker-archive');
  expect(tags).toEqual(['acme/app:1.0']);
  expect(config.cmd).toEqual(['/app/app.sh']);
  expect(history.filter(({ empty_layer }) => !empty_layer)).toHaveLength(8);
  expect(layers).toHaveLength(8);
  expect(layers.map(({ diffID }) => diffID)).toEqual(config.diffIDs);
  expect(layers[3]?.entries.map(({ path }) => path)).toEqual(['app/.env']);
  expect(layers[7]?.whiteouts).toEqual(['app/.env']);
  expect(skipped).toEqual([]);
});

test('what is not there is said in one sentence', async () => {
  const opened = await openImage('fixtures/images/none.tar', { cache: false });
  expect(opened).toMatchObject({
    ok: false,
    problem: { reason: 'missing', message: 'There is no file or folder `fixtures/images/none.tar`.' },
  });
});
