/** With `plimsoll.online` on, registries are asked; here one of this machine. Without it, nobody is. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CodeAction, CompletionList, Diagnostic } from 'vscode-languageserver';
import { newestFirst } from '../../lsp/features/tags.ts';
import { type Client, start } from './client.ts';

const digest = `sha256:${'5'.repeat(64)}`;
const asked: string[] = [];
const registry = createServer(({ url = '', method = '' }, response) => {
  asked.push(`${method} ${url}`);
  if (url.startsWith('/v2/acme/app/tags/list'))
    response.end(JSON.stringify({ name: 'acme/app', tags: ['1.2', '1.10', 'latest', '2.0-rc1', '1.9'] }));
  else if (url === '/v2/acme/app/manifests/1.9') response.writeHead(200, { 'docker-content-digest': digest }).end();
  else response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
});
const cache = mkdtempSync(join(tmpdir(), 'plimsoll-online-'));
const before = process.env['PLIMSOLL_CACHE_DIR'];
let host = '';
let client: Client;

beforeAll(async () => {
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  const address = registry.address();
  host = `127.0.0.1:${typeof address === 'object' ? address?.port : address}`;
  process.env['PLIMSOLL_CACHE_DIR'] = cache;
  client = await start();
});

afterAll(async () => {
  await client.stop();
  registry.close();
  rmSync(cache, { recursive: true });
  if (before === undefined) delete process.env['PLIMSOLL_CACHE_DIR'];
  else process.env['PLIMSOLL_CACHE_DIR'] = before;
});

async function online(on: boolean): Promise<void> {
  const settings = { plimsoll: { online: on, shellcheck: 'off' } };
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings });
}

async function tagsAt(uri: string, text: string): Promise<readonly string[]> {
  client.open(uri, text);
  const lines = text.split('\n');
  const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  const params = { textDocument: { uri }, position };
  const told: CompletionList | [] = await client.connection.sendRequest('textDocument/completion', params);
  return Array.isArray(told) ? [] : told.items.map(({ label }) => label);
}

function pinOf(actions: readonly CodeAction[]): CodeAction | undefined {
  return actions.find(({ title }) => title === `Pin ${host}/acme/app:1.9 to its digest of today`);
}

test('nobody is asked until the user says so', async () => {
  expect(await tagsAt('untitled:one', `FROM ${host}/acme/app:`)).toEqual([]);
  expect(pinOf(await actionsAt('untitled:one', `FROM ${host}/acme/app:1.9`))).toBeUndefined();
  expect(asked).toEqual([]);
});

test('the tags of the base are offered, newest first, and asked for once', async () => {
  await online(true);
  expect(await tagsAt('untitled:two', `FROM ${host}/acme/app:`)).toEqual(['2.0-rc1', '1.10', '1.9', '1.2', 'latest']);
  expect(await tagsAt('untitled:three', `FROM debian:12.9\nCOPY --from=${host}/acme/app:1.1`)).toEqual(['1.10']);
  expect(asked.filter((one) => one.includes('/tags/list'))).toHaveLength(1);
});

async function actionsAt(uri: string, text: string): Promise<readonly CodeAction[]> {
  client.open(uri, text);
  return client.connection.sendRequest('textDocument/codeAction', {
    textDocument: { uri },
    range: { start: { line: 0, character: 8 }, end: { line: 0, character: 8 } },
    context: { diagnostics: [] },
  });
}

test('a base is pinned to the digest that its tag stands for', async () => {
  const text = `FROM ${host}/acme/app:1.9 AS build\n`;
  const pin = pinOf(await actionsAt('untitled:four', text));
  const at = { line: 0, character: text.indexOf(' AS') };
  const edits = [{ range: { start: at, end: at }, newText: `@${digest}` }];
  expect(pin?.edit?.changes).toEqual({ 'untitled:four': edits });
  const lazy = await start({
    textDocument: { codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } } },
  });
  const settings = { plimsoll: { online: true } };
  await lazy.connection.sendNotification('workspace/didChangeConfiguration', { settings });
  lazy.open('untitled:four', text);
  const unresolved = { title: 'Pin', data: { uri: 'untitled:four', pin: `${host}/acme/app:1.9` } };
  expect(await lazy.connection.sendRequest('codeAction/resolve', unresolved)).toMatchObject({
    edit: { changes: { 'untitled:four': edits } },
  });
  await lazy.stop();
});

test('rules that want to know of registries speak when the answer is there', async () => {
  const uri = 'untitled:five';
  let next = client.pushed(uri);
  client.open(uri, `FROM ${host}/acme/app:3.0\nUSER app\n`);
  let found: readonly Diagnostic[] = await next;
  expect(found.map(({ code }) => code)).not.toContain('missing-image');
  while (!found.some(({ code }) => code === 'missing-image')) {
    next = client.pushed(uri);
    found = await next;
  }
  expect(found.find(({ code }) => code === 'missing-image')?.range.start).toEqual({ line: 0, character: 5 });
});

test('versions are ordered by their numbers', () => {
  const tags = ['12', '12.9', '9', '12.10', 'slim', '12-slim', '3.0.0-rc.1', 'latest'];
  expect(tags.toSorted(newestFirst)).toEqual(['12', '12.10', '12.9', '12-slim', '9', '3.0.0-rc.1', 'latest', 'slim']);
});
