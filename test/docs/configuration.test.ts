import { expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { rules } from '../../rules/index.ts';
import { configSchema } from '../../src/config/schema.ts';
import { differences, sectionsOf } from './literate.ts';

const sections = sectionsOf('docs/guide/configuration.md');

test.each(sections.filter(({ commands }) => commands.length > 0).map((section) => [section.title, section] as const))(
  'the examples under %s do what they say',
  async (_, section) => {
    expect(await differences(section)).toEqual([]);
  },
);

/** `a`, `a.b`, `a[].b`: every key that a value has, names of rules and the like left out. */
function keysOf(value: unknown, at = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one) => keysOf(one, `${at}[]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => [`${at}.${key}`, ...keysOf(one, `${at}.${key}`)]);
}

test('every key there is has an example', () => {
  const shown = new Set(
    sections.flatMap(({ files }) =>
      Object.entries(files).flatMap(([name, text]) => (name.endsWith('.yaml') ? keysOf(parse(text)) : [])),
    ),
  );
  const { shape } = configSchema(z, rules, []);
  const within = (key: 'overrides' | 'ignore' | 'suppressions') => {
    const schema = shape[key].unwrap();
    const inner = schema instanceof z.ZodArray ? schema.element : schema;
    return Object.keys(inner.shape).map((name) => `.${key}${schema instanceof z.ZodArray ? '[]' : ''}.${name}`);
  };
  const keys = [
    ...Object.keys(shape).map((key) => `.${key}`),
    ...within('overrides'),
    ...within('ignore'),
    ...within('suppressions'),
  ];
  expect(keys.filter((key) => !shown.has(key))).toEqual([]);
});
