/** Several images in one call: every one is accounted for, whatever became of the others. */
import { expect, test } from 'vitest';
import { sketchArchive } from '../../src/testing/sketch.ts';
import { json } from '../src/report/conforms.ts';
import { folder, run } from './run.ts';

const base = { 'bin/tool': { size: 3000, mode: 0o755 } };
const whole = sketchArchive({ layers: [base, { 'app/a': 'a' }], config: { User: 'root' } });
const wrong = Buffer.from(sketchArchive({ layers: [base, { 'app/c': 'c' }], config: { User: 'root' } }));
wrong.write('b', wrong.indexOf('app/c') + 512);
const cwd = folder({
  'one.tar': whole,
  'wrong.tar': wrong,
  'two.tar': sketchArchive({ layers: [base], config: { User: '0' } }),
  'text.tar': 'no image',
});

const image = (...argv: readonly string[]) =>
  run(
    [
      'image',
      ...argv,
      '--preset',
      'buildkit',
      '--rule',
      'image-runs-as-root=warning',
      '--no-cache',
      '--format',
      'json',
    ],
    { cwd },
  );

test('the images that can be read are judged, the others are told, and the run ends 2', async () => {
  const { code, stdout, stderr } = await image('one.tar', 'text.tar', 'absent.tar', 'wrong.tar', 'two.tar');
  expect([code, stderr]).toEqual([2, '']);
  const reports = json(stdout).reports.map(({ subject, findings, skipped }) => [
    subject.name,
    findings.map(({ rule }) => rule),
    skipped.map(({ reason }) => reason),
  ]);
  expect(reports).toEqual([
    ['one.tar', ['image-runs-as-root'], []],
    ['text.tar', [], ['not-an-image']],
    ['absent.tar', [], ['missing']],
    ['wrong.tar', ['image-runs-as-root'], ['digest-mismatch']],
    ['two.tar', ['image-runs-as-root'], []],
  ]);
});

test('with all of them read the exit code is that of what was found', async () => {
  expect((await image('one.tar', 'two.tar')).code).toBe(1);
  expect((await image('one.tar', 'two.tar', '--fail-on', 'error')).code).toBe(0);
});
