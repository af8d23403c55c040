/** Every format writes the run in miniature as it is kept in this folder. `UPDATE_GOLDEN=1` writes the files anew. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatNames } from '../../src/report/formats.ts';
import { written } from '../src/report/report.ts';

const folder = join(import.meta.dirname, 'written');

function expectGolden(name: string, text: string): void {
  const path = join(folder, name);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, text);
  }
  expect(text).toBe(readFileSync(path, 'utf8'));
}

const extensions: Readonly<Record<string, string>> = {
  text: 'txt',
  short: 'short.txt',
  sarif: 'sarif.json',
  github: 'github.txt',
  gitlab: 'gitlab.json',
  junit: 'junit.xml',
  checkstyle: 'checkstyle.xml',
  sonarqube: 'sonarqube.json',
  rdjson: 'rdjson.json',
  markdown: 'md',
  'hadolint-json': 'hadolint.json',
};

describe('every format', () => {
  test.each(formatNames)('%s is as it was read by hand', async (name) => {
    expectGolden(`report.${extensions[name] ?? name}`, await written(name));
  });

  test.each(formatNames)('%s shows no secret', async (name) => {
    expect(await written(name, { verbosity: 'verbose' })).not.toContain('s3cr3t-v4lue-of-mine');
  });

  test.each(formatNames)('%s can do without any text, rule or finding', async (name) => {
    expect(await written(name, { text: () => undefined, rule: () => undefined })).not.toBe('');
    expect(await written(name, {}, [])).toBeTypeOf('string');
  });
});

describe('text', () => {
  test.each([
    ['text-quiet.txt', { verbosity: 'quiet' }],
    ['text-verbose.txt', { verbosity: 'verbose' }],
    ['text-narrow.txt', { width: 60 }],
    ['text-color.txt', { color: true }],
  ] as const)('%s', async (name, changed) => {
    expectGolden(name, await written('text', changed));
  });

  test('no control character, no bidi character reaches the terminal', async () => {
    expect(await written('text', { verbosity: 'verbose' })).toMatch(/^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]*$/);
  });
});
