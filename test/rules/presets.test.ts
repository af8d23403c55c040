import { expect, test } from 'vitest';
import * as z from 'zod';
import { rules } from '../../rules/index.ts';
import { presets } from '../../rules/presets.ts';

const dockerfileRules = rules.filter(({ on }) => on === 'dockerfile');
const ids = new Set(rules.map(({ id }) => id));
const named = (preset: string) => Object.keys(presets()[preset]?.rules ?? {});

/** Off everywhere: they say nothing before somebody says what to ask for. */
const unconfigured = [
  'label-email',
  'label-pattern',
  'label-semver',
  'missing-label',
  'unexpected-label',
  'untrusted-base',
];

test.each(Object.keys(presets()))('%s names rules that there are', (preset) => {
  expect(named(preset).filter((id) => !ids.has(id))).toEqual([]);
});

test('strict turns on whatever needs no configuration', () => {
  const off = dockerfileRules.filter(({ severity }) => severity === 'off').map(({ id }) => id);
  expect(off.filter((id) => !named('strict').includes(id)).toSorted()).toEqual(unconfigured);
});

test('strict is nowhere more lenient than recommended', () => {
  const weight = { off: 0, info: 1, warning: 2, error: 3 };
  for (const { id, severity } of rules) {
    const setting = presets()['strict']?.rules[id];
    if (typeof setting === 'string') expect(weight[setting], id).toBeGreaterThanOrEqual(weight[severity]);
  }
});

test('hadolint has every rule that answers to a code which hadolint has on', () => {
  /** Off in hadolint too, or silent without a label schema. */
  const silent = /^DL(?:1001|3057|3049|305[0-8])$/;
  const expected = dockerfileRules.filter(({ aliases = [] }) =>
    aliases.some((code) => /^DL/.test(code) && !silent.test(code)),
  );
  expect(named('hadolint').toSorted()).toEqual(expected.map(({ id }) => id).toSorted());
});

test('buildkit has every rule that answers to a check which is on', () => {
  const expected = dockerfileRules.filter(({ aliases = [] }) =>
    aliases.some((code) => /^[A-Z][A-Za-z]+[a-z]$/.test(code) && code !== 'InvalidDefinitionDescription'),
  );
  expect(named('buildkit').toSorted()).toEqual(expected.map(({ id }) => id).toSorted());
});

test.each(Object.entries(presets()))('%s gives rules options that they have', (_, { rules: settings }) => {
  for (const [id, setting] of Object.entries(settings)) {
    if (typeof setting !== 'object') continue;
    const schema = rules.find((rule) => rule.id === id)?.options?.(z);
    expect(schema?.safeParse(setting[1]).success, id).toBe(true);
  }
});
