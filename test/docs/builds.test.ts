import { expect, test } from 'vitest';
import { differences, sectionsOf } from './literate.ts';

const sections = sectionsOf('docs/guide/builds.md');

test.each(sections.filter(({ commands }) => commands.length > 0).map((section) => [section.title, section] as const))(
  'the examples under %s do what they say',
  async (_, section) => {
    expect(await differences(section)).toEqual([]);
  },
);
