import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { rules } from '../rules/index.ts';
import { runExample } from '../src/testing/check.ts';
import { assertExample, type RuleCase } from '../src/testing/rule.ts';

const kinds = ['dockerfile', 'image', 'build'] as const;

test('every rule file is in the index, under the name of its id', () => {
  const files = kinds.flatMap((kind) => readdirSync(`rules/${kind}`).map((file) => `${kind}/${file}`)).sort();
  expect(rules.map((rule) => `${rule.on}/${rule.id}.ts`).sort()).toEqual(files.filter((file) => file.endsWith('.ts')));
});

test('ids and aliases do not collide', () => {
  const ids = rules.map((rule) => rule.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const rule of rules)
    for (const alias of rule.aliases ?? []) expect(ids, `${rule.id}: ${alias}`).not.toContain(alias);
});

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  test('says what it is', () => {
    expect(rule.id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(rule.summary).toMatch(/^[^\n]+\.$/);
    expect(rule.why).toMatch(/\.$/);
    expect(rule.bad.length).toBeGreaterThan(0);
    expect(rule.good.length).toBeGreaterThan(0);
  });

  test('describes and defaults every option', () => {
    const schema = rule.options?.(z);
    if (!schema) return;
    const json = z.toJSONSchema(schema, { io: 'output' });
    for (const [name, option] of Object.entries(json.properties ?? {})) {
      expect(option, `${name} needs .describe`).toHaveProperty('description');
      expect(option, `${name} needs .default`).toHaveProperty('default');
    }
    expect(schema.safeParse({}).success).toBe(true);
  });

  test.each(cases(rule.bad))('bad: %s', (_name, example) => assertExample(rule, example, 'bad'));
  test.each(cases(rule.good))('good: %s', (_name, example) => assertExample(rule, example, 'good'));

  test('shows the fixed text where it fixes', async () => {
    const ran = await Promise.all(
      rule.bad.map(async (example) => ({ example, ran: await runExample(rule, example, 'bad') })),
    );
    const fixes = ran.some(({ ran }) => ran.drafts.some((draft) => draft.fixes?.some((fix) => fix.edits.length > 0)));
    const shows = rule.bad.some((example) => typeof example === 'object' && 'fixed' in example);
    expect(shows || !fixes, 'an example must show `fixed`').toBe(true);
  });
});

function cases(examples: readonly RuleCase[]): readonly (readonly [string, RuleCase])[] {
  const named = examples.map((example) => [nameOf(example).replaceAll('\n', ' ⏎ '), example] as const);
  expect(new Set(named.map(([, example]) => JSON.stringify(example))).size).toBe(named.length);
  return named;
}

function nameOf(example: RuleCase): string {
  if (typeof example === 'string') return example;
  return 'code' in example
    ? example.code
    : (example.name ?? JSON.stringify({ ...example, facts: undefined }).slice(0, 200));
}
