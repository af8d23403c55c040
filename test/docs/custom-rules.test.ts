import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { kinds } from '../../src/config/codeless.ts';
import { differences, sectionsOf } from './literate.ts';

const sections = sectionsOf('docs/guide/custom-rules.md');

test.each(sections.filter(({ commands }) => commands.length > 0).map((section) => [section.title, section] as const))(
  'the examples under %s do what they say',
  async (_, section) => {
    expect(await differences(section)).toEqual([]);
  },
);

test('every kind of rule without code has an example', () => {
  const shown = JSON.stringify(sections.map(({ files }) => parse(files['plimsoll.yaml'] ?? '')));
  expect(kinds.filter((kind) => !shown.includes(`"${kind}":`))).toEqual([]);
});
