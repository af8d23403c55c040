/** The configuration file in the editor: what it may say, what a key is for, and what is wrong with it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CompletionItem, Hover } from 'vscode-languageserver';
import { cursorAt } from '../../lsp/config/cursor.ts';
import { type Client, start } from './client.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-config-'));
let client: Client;
let count = 0;

beforeAll(async () => {
  client = await start();
});

afterAll(async () => {
  await client.stop();
  rmSync(folder, { recursive: true });
});

/** Opens a text, and asks at its `|`. */
async function asked(marked: string, name = 'plimsoll.yaml') {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const before = text.slice(0, offset).split('\n');
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  const uri = pathToFileURL(join(folder, String(count++), name)).href;
  client.open(uri, text, 'yaml');
  const params = { textDocument: { uri }, position };
  const items: CompletionItem[] = await client.connection.sendRequest('textDocument/completion', params);
  const told: Hover | null = await client.connection.sendRequest('textDocument/hover', params);
  return { items, told, text };
}

describe('completion', () => {
  test.each([
    ['the keys at the top', '|', ['extends', 'rules', 'overrides', 'failOn', 'shellcheck']],
    ['keys that are begun', 'extends: recommended\nru|', ['rules']],
    ['rules, by id and by code', 'rules:\n  |', ['latest-tag', 'root-user', 'DL3007']],
    ['levels of a rule', 'rules:\n  latest-tag: |', ['off', 'info', 'warning', 'error']],
    ['levels in a list', 'rules:\n  latest-tag: [|', ['off', 'warning']],
    ['options of a rule', 'rules:\n  latest-tag: [warning, { |', ['allow']],
    ['rules of an override', 'overrides:\n  - files: a\n    rules:\n      |', ['latest-tag']],
    ['keys beside a dash', 'overrides:\n  - |', ['files', 'images', 'rules']],
    ['keys of a list below the first', 'ignore:\n- rule: latest-tag\n  |', ['path', 'reason', 'until']],
    ['rules that are ignored', 'ignore:\n  - rule: |', ['latest-tag', 'root-user']],
    ['a word of a few', 'failOn: |', ['error', 'warning']],
    ['yes and no', 'suppressions:\n  inSource: |', ['true', 'false']],
    ['presets', 'extends: |', ['recommended']],
    ['presets in a list', 'extends:\n  - |', ['recommended']],
  ])('%s', async (_what, marked, wanted) => {
    const { items } = await asked(marked);
    expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(wanted));
  });

  test('keys that are there already are not offered', async () => {
    const { items } = await asked('rules:\n  latest-tag: off\n  |\n  root-user: off\nfailOn: error\n');
    const labels = items.map(({ label }) => label);
    expect(labels).toContain('sudo');
    expect(labels).not.toContain('latest-tag');
    expect(labels).not.toContain('root-user');
  });

  test('JSON is written with its quotes', async () => {
    const { items } = await asked('{ "rules": { "latest-tag": "off", "ro|" } }', 'plimsoll.json');
    const item = items.find(({ label }) => label === 'root-user');
    expect(item?.textEdit).toMatchObject({ newText: '"root-user": ', range: { start: { line: 0, character: 34 } } });
    expect(items.map(({ label }) => label)).not.toContain('latest-tag');
    const levels = await asked('{ "rules": { "latest-tag": | } }', 'plimsoll.json');
    expect(levels.items.map(({ textEdit }) => textEdit?.newText)).toContain('"warning"');
  });
});

test.each([
  ['rules:\n  latest-t|ag: off\n', 'Base images must not use the `latest` tag.'],
  ['rules:\n  latest-tag: [off, { al|low: [] }]\n', 'Image names that may float.'],
  ['fail|On: error\n', 'The lowest severity'],
])('a hover on %j tells what it is for', async (marked, wanted) => {
  const { told } = await asked(marked);
  expect(told).toMatchObject({ contents: { value: expect.stringContaining(wanted) } });
});

test('what is wrong is told as it is written, where it stands', async () => {
  const uri = pathToFileURL(join(folder, 'plimsoll.yaml')).href;
  const pushed = client.pushed(uri);
  client.open(uri, 'rules:\n  latest-tags: off\n', 'yaml');
  expect(await pushed).toEqual([
    expect.objectContaining({
      range: { start: { line: 1, character: 2 }, end: { line: 1, character: 13 } },
      severity: 1,
      message: expect.stringContaining('latest-tag'),
    }),
  ]);
  const mended = client.pushed(uri);
  await client.connection.sendNotification('textDocument/didChange', {
    textDocument: { uri, version: 2 },
    contentChanges: [{ range: { start: { line: 1, character: 12 }, end: { line: 1, character: 13 } }, text: '' }],
  });
  expect(await mended).toEqual([]);
});

test('other files of the same language are left alone', async () => {
  const pushed: unknown[] = [];
  const other = await start({}, (connection) =>
    connection.onNotification('textDocument/publishDiagnostics', ({ uri }: { uri: string }) => {
      pushed.push(uri);
    }),
  );
  other.open('file:///app/compose.yaml', 'services: {}\n', 'yaml');
  const textDocument = { uri: 'file:///app/compose.yaml' };
  expect(await other.connection.sendRequest('textDocument/documentSymbol', { textDocument })).toEqual([]);
  expect(
    await other.connection.sendRequest('textDocument/completion', {
      textDocument,
      position: { line: 0, character: 0 },
    }),
  ).toEqual([]);
  await other.stop();
  expect(pushed).toEqual([]);
});

test('a cursor is found in what cannot be read', () => {
  expect(cursorAt('a:\n - b: [x, {c: "d', 19)).toMatchObject({ path: ['a', 0, 'b', 1, 'c'], typed: '"d' });
  expect(cursorAt('a:\n  b:\n   c', 12)).toMatchObject({ path: ['a', 'b'], writes: 'key', typed: 'c' });
  for (let offset = 0; offset <= 8; offset++) expect(() => cursorAt(']{:"\n- [', offset)).not.toThrow();
});
