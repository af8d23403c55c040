import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { judgeFor } from '../../lsp/judge.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

test('a plugin and a program that a folder names are run only where it is trusted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-judge-'));
  folders.push(folder);
  writeFileSync(join(folder, 'plimsoll.yaml'), 'plugins: [./rules.mjs]\n');
  writeFileSync(join(folder, 'rules.mjs'), 'globalThis.wasRun = true;\nexport const rule = {};\n');
  const uri = pathToFileURL(join(folder, 'Dockerfile')).href;
  const { problems } = await judgeFor(uri, { today: '2026-01-01', trusted: false });
  expect(problems.map(({ message }) => message)).toEqual([
    'The plugin `./rules.mjs` is code, and is not run in a folder that is not trusted.',
  ]);
  expect(globalThis).not.toHaveProperty('wasRun');
  writeFileSync(join(folder, 'plimsoll.yaml'), 'shellcheck: ./checker\n');
  expect(await judgeFor(uri, { today: '2026-01-01', trusted: false })).toHaveProperty('shellcheck', false);
  expect(await judgeFor(uri, { today: '2026-01-01' })).toHaveProperty('shellcheck', './checker');
});

/** The rules that speak in the editor about a text, beside a configuration. */
async function spoken(text: string, config?: string): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-judge-'));
  folders.push(folder);
  if (config !== undefined) writeFileSync(join(folder, 'plimsoll.yaml'), config);
  const { judge, problems } = await judgeFor(pathToFileURL(join(folder, 'Dockerfile')).href, { today: '2026-01-01' });
  expect(problems).toEqual([]);
  return judge({ text, file: 'Dockerfile' }).report.findings.map(({ rule }) => rule);
}

test('rules about dates know the day in the editor', async () => {
  expect(await spoken('FROM debian:9.13\n')).toContain('end-of-life-base');
});

test('configured build arguments hold in the editor', async () => {
  const text = 'ARG TAG\nFROM debian:$TAG\n';
  expect(await spoken(text)).not.toContain('latest-tag');
  expect(await spoken(text, 'buildArgs: { TAG: latest }\n')).toContain('latest-tag');
});

test('configured targets ship in the editor', async () => {
  const text = 'FROM debian:12.9 AS tool\nUSER root\nFROM scratch\nCOPY a /\n';
  expect(await spoken(text)).not.toContain('root-user');
  expect(await spoken(text, 'targets: [tool]\n')).toContain('root-user');
});

test('a build file beside the document gives its arguments in the editor', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-judge-'));
  folders.push(folder);
  writeFileSync(join(folder, 'compose.yaml'), 'services:\n  web:\n    build: { context: ., args: { TAG: latest } }\n');
  const { judge } = await judgeFor(pathToFileURL(join(folder, 'Dockerfile')).href, { today: '2026-01-01' });
  const { findings } = judge({ text: 'ARG TAG=12.9\nFROM debian:$TAG\n', file: 'Dockerfile' }).report;
  expect(findings.map(({ rule }) => rule)).toContain('latest-tag');
});
