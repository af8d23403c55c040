import { expect, test } from 'vitest';
import { fixtureTexts, storm } from '../../bin/dev/edit-storm.ts';

test('random edits break nothing: the text is the text, every range lies in it, every action ends its finding', async () => {
  const { faults } = await storm(fixtureTexts(), 200, 11);
  expect(faults).toEqual([]);
});
