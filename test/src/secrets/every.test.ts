/** Every kind of secret that the engine names has its samples here, and what comes near to them: none can be forgotten. */
import { expect, test } from 'vitest';
import { kindIds } from '../../../src/secrets/ids.ts';
import { kindNames } from '../../../src/secrets/kind-names.ts';
import { scanText } from '../../../src/secrets/scan-text.ts';
import { credentialFiles } from './credential-files.ts';
import { nearMisses, testSamples } from './samples.ts';
import { structures } from './structures.ts';
import { tokens } from './tokens.ts';
import { vendors } from './vendors.ts';

const samples = [...tokens, ...vendors, ...structures, ...credentialFiles];
const byId = Map.groupBy(samples, (sample) => sample.id);

test('the names that configurations are checked by are those of the detectors', () => {
  expect(kindNames).toEqual([...kindIds()].sort());
});

test('there is no sample of a kind that does not exist', () => {
  expect([...byId.keys()].filter((id) => !kindIds().has(id))).toEqual([]);
});

test.each([...kindIds()])('%s: samples and five near misses', (id) => {
  const own = byId.get(id) ?? [];
  expect(own.length).toBeGreaterThan(0);
  expect(own.reduce((sum, sample) => sum + nearMisses(sample).size, 0)).toBeGreaterThanOrEqual(5);
});

/** Kinds of which some are confirmed because a checksum or their structure was checked: a spoilt one must not be. */
test.each(
  Array.from(byId, ([id, own]) => [id, own] as const).filter(([, own]) =>
    own.some((one) => one.confidence === 'confirmed'),
  ),
)('%s: one that is spoilt is no longer confirmed', (_, own) => {
  const spoilt = own.filter((one) => one.confidence === 'confirmed' && one.wrong !== undefined);
  expect(spoilt.length).toBeGreaterThan(0);
  for (const { wrong } of spoilt) expect(wrong?.[1]).not.toBe('confirmed');
});

testSamples(samples);

test('what documentation prints is no secret', () => {
  expect(
    scanText(
      'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    ),
  ).toEqual([]);
});
