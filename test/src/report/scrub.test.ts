/** Nothing that a format is handed holds a secret, whoever quoted it. */
import { expect, test } from 'vitest';
import type { Finding, Report } from '../../../src/finding.ts';
import { scrub } from '../../../src/report/scrub.ts';
import { redact } from '../../../src/secrets/mask.ts';
import { reports } from '../../golden/fixture.ts';

// Made of parts, so that no scanner of this repository takes it for one.
const secret = ['ghp', '0123456789abcdefghijABCDEFGHIJ2CWTJx'].join('_');
const hide = (text: string) => text.replaceAll(secret, '•'.repeat(secret.length));

const place = { kind: 'dockerfile', file: 'Dockerfile', span: { start: 0, end: 4 } } as const;
const finding: Finding = {
  rule: 'any',
  severity: 'error',
  message: `\`${secret}\` is quoted.`,
  place,
  related: [{ place, message: `${secret} again` }],
  evidence: [
    { kind: 'command', text: `curl -u ${secret}` },
    { kind: 'value', name: 'TOKEN', value: secret },
    { kind: 'secret', detector: 'github-token', confidence: 'confirmed', masked: 'gh…Jx', length: 40 },
  ],
  help: `Revoke ${secret}.`,
  fixes: [
    { title: 'Keep it', safety: 'safe', edits: [{ span: { start: 0, end: 4 }, text: secret }] },
    { title: 'Take it away', safety: 'safe', edits: [{ span: { start: 0, end: 4 }, text: '' }] },
  ],
  fingerprint: 'a',
  suppressed: { kind: 'external', reason: `known: ${secret}` },
};

const report = (): Report => {
  const [, , , joined] = reports;
  if (joined?.image === undefined) throw new Error('the fixture changed');
  const layers = joined.image.layers.map((layer) => ({ ...layer, createdBy: `RUN TOKEN=${secret} make` }));
  const skipped = [{ what: 'rule any', reason: 'rule-failed', detail: `It threw: ${secret}` } as const];
  return { ...joined, findings: [finding], skipped, image: { ...joined.image, layers } };
};

test('every text is masked, and a fix that would write the secret is left out', () => {
  const scrubbed = scrub(report(), hide);
  expect(JSON.stringify(scrubbed)).not.toContain(secret);
  expect(scrubbed.findings[0]?.fixes.map(({ title }) => title)).toEqual(['Take it away']);
  expect(scrubbed.findings[0]?.evidence[1]).toEqual({ kind: 'value', name: 'TOKEN', value: '•'.repeat(40) });
  expect(scrubbed.image?.layers[0]?.createdBy).toBe(`RUN TOKEN=${'•'.repeat(40)} make`);
});

test('what holds none stays as it is', () => {
  for (const one of reports) expect(scrub(one, (text) => text)).toEqual(one);
});

test('a value is known by its name', () => {
  const named: Finding = { ...finding, evidence: [{ kind: 'value', name: 'DB_PASSWORD', value: 'k9vUr2Lm7QxZt4Bd' }] };
  const scrubbed = scrub({ ...report(), findings: [named] }, redact);
  expect(JSON.stringify(scrubbed.findings)).not.toContain('k9vUr2Lm7QxZt4Bd');
});
