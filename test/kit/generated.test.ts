import { expect, test } from 'vitest';
import { generated, stale } from '../../bin/dev/generate.ts';

test('what is printed from code is up to date', async () => {
  const old = stale(await generated());
  expect(old, `Stale: ${old.join(', ')}. Run: npm run generate`).toEqual([]);
});
