/** What a person is told, and that they are told it once. */
import { describe, expect, test } from 'vitest';
import type { Finding, Report } from '../../../src/finding.ts';
import { reports } from '../../golden/fixture.ts';
import { written } from './report.ts';

const [first] = reports;
if (first === undefined) throw new Error('the fixture changed');
const [latest] = first.findings;
if (latest === undefined) throw new Error('the fixture changed');

const of = (...findings: readonly Finding[]): readonly Report[] => [{ ...first, findings }];
const times = (text: string, needle: string) => text.split(needle).length - 1;

describe('one place', () => {
  const { help: _, ...bare } = latest;
  const pinned: Finding = {
    ...bare,
    rule: 'unpinned-base',
    severity: 'error',
    message: '`node` is not pinned.',
    fixes: [],
  };

  test('is quoted once for all that was found at it, the worst first', async () => {
    const text = await written('text', {}, of(latest, pinned));
    expect(text.split('\n').slice(0, 7)).toEqual([
      'error    `node` is not pinned.  unpinned-base',
      '       ╭─ Dockerfile:2:6',
      '     2 │ FROM node:latest AS build',
      '       │      ^^^^^^^^^^^',
      'warning  `node:latest` resolves to whatever was pushed last.  latest-tag',
      'help     Pin a release tag or a digest.',
      'fix      Pin `node:22` (--fix --unsafe).',
    ]);
  });

  test('is quoted again where a finding has more to show', async () => {
    const related = [{ place: { ...latest.place, kind: 'config', key: 'User' } as const, message: 'there' }];
    expect(times(await written('text', {}, of(latest, { ...pinned, related })), 'FROM node:latest AS build')).toBe(2);
  });
});

describe('advice', () => {
  test('is given once in a file, and again in the next', async () => {
    const other = { ...latest, place: { kind: 'dockerfile', file: 'Dockerfile', span: { start: 0, end: 1 } } } as const;
    expect(times(await written('text', {}, of(latest, other)), 'Pin a release tag')).toBe(1);
    expect(times(await written('text', {}, [...of(latest), ...of(other)]), 'Pin a release tag')).toBe(2);
  });

  test('that only says what the fix says is left out', async () => {
    const text = await written('text', {}, of({ ...latest, help: 'Pin `node:22`' }));
    expect(text).not.toMatch(/^help/m);
    expect(text).toMatch(/^fix {6}Pin `node:22` \(--fix --unsafe\)\.$/m);
  });
});

describe('a fix', () => {
  const inserting = (text: string): Finding => ({
    ...latest,
    fixes: [{ title: 'Change it', safety: 'safe', edits: [{ span: { start: 29, end: 33 }, text }] }],
  });

  test('of one line shows the line as it will be', async () => {
    expect(await written('text', {}, of(inserting('FROM --platform=linux/amd64')))).toContain(
      '     2 + FROM --platform=linux/amd64 node:latest AS build\n',
    );
  });

  test('of several lines only says what it does', async () => {
    expect(await written('text', {}, of(inserting('ARG A\nFROM')))).not.toContain(' + ');
  });

  test('shows no secret', async () => {
    const start = 'x'.length;
    const edits = [{ span: { start, end: start }, text: 's3cr3t-v4lue-of-mine' }];
    const text = await written('text', {}, of({ ...latest, fixes: [{ title: 'Change it', safety: 'safe', edits }] }));
    expect(text).not.toContain('s3cr3t');
  });
});

describe('the verdict', () => {
  const clean = { ...first, findings: [] };

  test.each([
    ['Clean: nothing was found in 1 Dockerfile.', [clean]],
    ['Clean: nothing was found in no files.', []],
    [
      'Not clean: nothing was found in 1 Dockerfile, but not all of it was checked.',
      [{ ...clean, skipped: reports[4]?.skipped ?? [] }],
    ],
    ['Found 1 warning in 2 Dockerfiles.', [...of(latest), clean]],
  ] as const)('%s', async (sentence, given) => {
    expect((await written('text', {}, given)).split('\n')).toContain(sentence);
  });
});
