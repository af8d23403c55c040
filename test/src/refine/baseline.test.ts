import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Finding } from '../../../src/finding.ts';
import { compareToBaseline, type Known, readBaseline, writeBaseline } from '../../../src/refine/baseline.ts';
import { budgetUse, failing } from '../../../src/refine/budget.ts';
import { marked } from './marked.ts';

const nothing: Known = new Map();

/** The baseline of some files, each with the findings marked in it. */
function baselineOf(files: Readonly<Record<string, string>>): Known {
  const run = compareToBaseline(nothing, () => false);
  for (const [file, text] of Object.entries(files)) mark(run, text, file);
  return run.current();
}

function mark(run: ReturnType<typeof compareToBaseline>, text: string, file: string): readonly Finding[] {
  const { dockerfile, findings } = marked(text, file);
  return run.mark(findings, dockerfile.file);
}

const states = (findings: readonly Finding[]) => findings.map((finding) => `${finding.rule} ${finding.baseline}`);

const app = 'FROM [latest-tag|node:latest|]\nRUN [sudo|sudo|] x\n';

test('what is known is unchanged, what is not is new', () => {
  const run = compareToBaseline(baselineOf({ 'app/Dockerfile': app }), () => false);
  const text = 'FROM [latest-tag|node:latest|]\nENV A=1\nRUN [sudo|sudo|] x\nRUN [sudo|sudo|] y\n';
  expect(states(mark(run, text, 'app/Dockerfile'))).toEqual(['latest-tag unchanged', 'sudo unchanged', 'sudo new']);
  expect(run.fixed()).toEqual([]);
});

test('a second finding just like a known one is new', () => {
  const run = compareToBaseline(baselineOf({ Dockerfile: 'FROM a:1\nRUN [sudo|sudo|] x' }), () => false);
  const text = 'FROM a:1\nRUN [sudo|sudo|] x\nRUN [sudo|sudo|] x';
  expect(states(mark(run, text, 'Dockerfile'))).toEqual(['sudo unchanged', 'sudo new']);
});

test('what is mended is reported and leaves the baseline; files that were not looked at stay', () => {
  const run = compareToBaseline(baselineOf({ 'app/Dockerfile': app, 'web/Dockerfile': app }), () => false);
  mark(run, 'FROM node:22\nRUN [sudo|sudo|] x\nRUN [sudo|sudo|] y\n', 'app/Dockerfile');
  expect(run.fixed().map(({ subject, rule }) => `${subject} ${rule}`)).toEqual(['app/Dockerfile latest-tag']);
  const pruned = run.pruned();
  expect([...(pruned.get('app/Dockerfile')?.keys() ?? [])]).toEqual(['sudo']);
  expect(pruned.get('app/Dockerfile')?.get('sudo')).toHaveLength(1);
  expect(pruned.get('web/Dockerfile')?.size).toBe(2);
  expect(run.current().get('app/Dockerfile')?.get('sudo')).toHaveLength(2);
});

test('a file without findings leaves the baseline, and suppressed findings never enter it', () => {
  const run = compareToBaseline(baselineOf({ Dockerfile: app }), () => false);
  const { dockerfile, findings } = marked(app, 'Dockerfile');
  run.mark(
    findings.map((finding) => ({ ...finding, suppressed: { kind: 'inSource' } as const })),
    dockerfile.file,
  );
  expect(run.current().size).toBe(0);
  expect(run.fixed()).toEqual([]);
});

test('a renamed file is joined to its old self, even when it changed a little on the way', () => {
  const known = baselineOf({ 'app/Dockerfile': app, 'web/Dockerfile': 'FROM [untagged-base|debian|]\n' });
  const run = compareToBaseline(known, (subject) => subject === 'app/Dockerfile');
  const text = 'FROM [latest-tag|node:latest|]\nRUN [sudo|sudo|] z\n';
  expect(states(mark(run, text, 'services/app/Dockerfile'))).toEqual(['latest-tag unchanged', 'sudo new']);
  expect([...run.pruned().keys()].sort()).toEqual(['services/app/Dockerfile', 'web/Dockerfile']);
});

test('a file that is still there gives its findings to nobody, nor does one to two', () => {
  const known = baselineOf({ 'app/Dockerfile': app });
  const copied = compareToBaseline(known, () => false);
  expect(states(mark(copied, app, 'copy/Dockerfile'))).toEqual(['latest-tag new', 'sudo new']);
  const moved = compareToBaseline(known, () => true);
  expect(states(mark(moved, app, 'a/Dockerfile'))).toEqual(['latest-tag unchanged', 'sudo unchanged']);
  expect(states(mark(moved, app, 'b/Dockerfile'))).toEqual(['latest-tag new', 'sudo new']);
});

test('a file that shares less than half is another file', () => {
  const known = baselineOf({ 'app/Dockerfile': `${app}CMD [duplicate-cmd|["a"]|]\nUSER [missing-user|root|]\n` });
  const run = compareToBaseline(known, () => true);
  expect(states(mark(run, 'FROM [latest-tag|node:latest|]\n', 'new/Dockerfile'))).toEqual(['latest-tag new']);
});

test('the same subject looked at again, as an editor does, counts once', () => {
  const run = compareToBaseline(baselineOf({ Dockerfile: app }), () => false);
  mark(run, app, 'Dockerfile');
  expect(states(mark(run, 'FROM node:22\n', 'Dockerfile'))).toEqual([]);
  expect(run.fixed()).toHaveLength(2);
});

const stages = [
  'FROM [untagged-base|node|] AS build\nRUN [sudo|sudo|] make\n',
  'FROM [latest-tag|debian:latest|]\nRUN apt-get install \\\n  [unpinned-apt-package|curl|]\n',
  'FROM [latest-tag|debian:latest|]\nCMD [duplicate-cmd|["a"]|]\nCMD ["b"]\n',
];

test('moved lines and re-ordered stages still match, under a new name too', () => {
  const known = baselineOf({ 'app/Dockerfile': stages.join('') });
  const line = fc.constantFrom('# A comment.\n', '\n', 'ARG VERSION=1\n');
  fc.assert(
    fc.property(
      fc.shuffledSubarray(stages, { minLength: stages.length }),
      fc.array(line, { maxLength: 4 }),
      fc.constantFrom('app/Dockerfile', 'moved/Dockerfile'),
      (order, between, name) => {
        const run = compareToBaseline(known, (subject) => subject !== name);
        const found = mark(run, order.join(between.join('')), name);
        expect(found.every((finding) => finding.baseline === 'unchanged')).toBe(true);
        expect(run.fixed()).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
});

test('a baseline is written sorted and read back as it was', () => {
  const known = baselineOf({ 'web/Dockerfile': app, 'app/Dockerfile': app });
  const text = writeBaseline(known);
  expect(text.indexOf('app/Dockerfile')).toBeLessThan(text.indexOf('web/Dockerfile'));
  const back = readBaseline(text, 'known.json');
  expect(back.ok && writeBaseline(back.value)).toBe(text);
});

test.each([
  ['FROM node', '`known.json` is not JSON and so no baseline; write it anew with `--write-baseline`.'],
  ['[]', '`known.json` is no baseline; write it anew with `--write-baseline`.'],
  [
    '{"schema":2,"subjects":{}}',
    '`known.json` is a baseline of schema `2`, and this version reads 1; write it anew with `--write-baseline`.',
  ],
  [
    '{"schema":1,"subjects":{"Dockerfile":[]}}',
    '`known.json` holds no rules for `Dockerfile`; write it anew with `--write-baseline`.',
  ],
])('%s is no baseline', (text, message) => {
  const result = readBaseline(text, 'known.json');
  expect(result.ok ? undefined : result.problem.message).toBe(message);
});

test('budgets: within it a rule fails nothing, over it every finding of the rule counts', () => {
  const { findings } = marked('FROM [latest-tag|a:latest|] AS [sudo|b|]\nRUN [sudo|sudo|] x');
  const rules = (max: Readonly<Record<string, number>>) =>
    failing(findings, 'warning', new Map(Object.entries(max))).map((finding) => finding.rule);
  expect(rules({})).toEqual(['latest-tag', 'sudo', 'sudo']);
  expect(rules({ sudo: 2 })).toEqual(['latest-tag']);
  expect(rules({ sudo: 1 })).toEqual(['latest-tag', 'sudo', 'sudo']);
  expect(budgetUse(findings, new Map([['sudo', 5]]))).toEqual([{ rule: 'sudo', max: 5, found: 2 }]);
  expect(failing(findings, 'error')).toEqual([]);
  expect(failing(findings, 'never')).toEqual([]);
});
