import { expect, test } from 'vitest';
import * as z from 'zod';
import { rules } from '../../../rules/index.ts';
import { convertDive, diveSchema } from '../../../src/config/dive-ci.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { load, loaded, project } from './project.ts';

const convert = (content: unknown) => convertDive(diveSchema(z).parse(content)).rules;

test.each([
  [{}, 0.9, null, 0.1],
  [
    { rules: { lowestEfficiency: 0.95, highestWastedBytes: '20MB', highestUserWastedPercent: 0.2 } },
    0.95,
    20_000_000,
    0.2,
  ],
  [
    { rules: { 'lowest-efficiency': '0.8', 'highest-wasted-bytes': '1.5 GiB', 'highest-user-wasted-percent': 'off' } },
    0.8,
    1_610_612_736,
    null,
  ],
  [{ rules: { highestWastedBytes: 500, highestUserWastedPercent: 'disabled' } }, 0.9, 500, null],
])('%j', (content, lowestEfficiency, highestWastedBytes, highestUserWastedPercent) => {
  const made = convert(content);
  expect(made).toEqual({
    'efficiency-budget': ['error', { lowestEfficiency, minimum: 0 }],
    'wasted-space-budget': ['error', { highestWastedBytes, highestUserWastedPercent }],
  });
  expect(configSchema(z, rules, new Set(Object.keys(made ?? {}))).safeParse({ rules: made }).success).toBe(true);
});

test('what is disabled is off', () => {
  const all = { lowestEfficiency: 'false', highestWastedBytes: 'disabled', highestUserWastedPercent: false };
  expect(convert({ rules: all })).toEqual({ 'efficiency-budget': 'off', 'wasted-space-budget': 'off' });
});

test('the file counts where there is none of ours, and can be extended', async () => {
  const text = 'rules:\n  highestWastedBytes: 20MB\n';
  const alone = await loaded(project({ '.dive-ci': text }));
  expect(alone.file).toBe('.dive-ci');
  const extended = await loaded(project({ '.dive-ci': text, 'plimsoll.yaml': 'extends: [strict, ./.dive-ci]\n' }));
  expect(extended.layers.map((layer) => (layer.kind === 'file' ? layer.file : layer.kind))).toEqual([
    'preset',
    '.dive-ci',
    'plimsoll.yaml',
  ]);
});

test.each([
  ['rules:\n  highestWastedBytes: lots\n', 2],
  ['rules:\n  lowestEfficency: 0.9\n', 2],
])('%j is an error with its line', async (text, line) => {
  const read = await load(project({ '.dive-ci': text }));
  expect(read.ok ? [] : read.problem.map((problem) => [problem.file, problem.line])).toEqual([['.dive-ci', line]]);
});
