/** Several folders in one window: each with its configuration, and a rule of one that fails harms nobody. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Diagnostic, WorkspaceDiagnosticReport, WorkspaceSymbol } from 'vscode-languageserver';
import { type Client, start } from './client.ts';

const root = mkdtempSync(join(tmpdir(), 'plimsoll-folders-'));
const text = 'ARG TAG=latest\nFROM debian:latest AS build\nMAINTAINER app@example.com\nUSER app\n';
const failing = `export const rule = {
  id: 'acme-fails', on: 'dockerfile', severity: 'error', category: 'style', summary: 'It fails.', why: 'It fails.',
  *check() { throw new Error('broken'); },
};
`;
const uriOf = (name: string) => pathToFileURL(join(root, name)).href;
let client: Client;

beforeAll(async () => {
  for (const name of ['quiet', 'loud', 'late']) {
    mkdirSync(join(root, name));
    writeFileSync(join(root, name, 'Dockerfile'), text.replace('build', name));
  }
  writeFileSync(join(root, 'quiet', 'plimsoll.yaml'), 'rules: { latest-tag: off }\n');
  writeFileSync(join(root, 'loud', 'plimsoll.yaml'), 'plugins: [./rules.mjs]\nrules: { latest-tag: error }\n');
  writeFileSync(join(root, 'loud', 'rules.mjs'), failing);
  const capabilities = { textDocument: { diagnostic: {} }, workspace: { workspaceFolders: true } };
  client = await start(capabilities, undefined, [uriOf('quiet'), uriOf('loud')]);
});

afterAll(async () => {
  await client.stop();
  rmSync(root, { recursive: true });
});

async function severities(name: string): Promise<Readonly<Record<string, unknown>>> {
  const uri = uriOf(`${name}/Dockerfile`);
  client.open(uri, text);
  const answer: { readonly items: readonly Diagnostic[] } = await client.connection.sendRequest(
    'textDocument/diagnostic',
    {
      textDocument: { uri },
    },
  );
  return Object.fromEntries(answer.items.map(({ code, severity }) => [code, severity]));
}

test('each folder is judged by its own configuration, and a rule that fails fails alone', async () => {
  const [quiet, loud] = [await severities('quiet'), await severities('loud')];
  expect(quiet).not.toHaveProperty('latest-tag');
  expect(quiet).toHaveProperty('maintainer');
  expect(loud).toMatchObject({ 'latest-tag': 1, maintainer: 2 });
  expect(loud).not.toHaveProperty('acme-fails');
});

test('stages and arguments of all folders are found by name, also of one that comes later', async () => {
  const find = async (query: string): Promise<readonly string[]> => {
    const found: readonly WorkspaceSymbol[] = await client.connection.sendRequest('workspace/symbol', { query });
    return found.map(({ name, containerName }) => `${name} in ${containerName}`);
  };
  expect(await find('tg')).toEqual(['TAG in Dockerfile', 'TAG in Dockerfile']);
  expect(await find('late')).toEqual([]);
  const event = { added: [{ uri: uriOf('late'), name: 'late' }], removed: [{ uri: uriOf('quiet'), name: 'quiet' }] };
  await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event });
  expect(await find('late')).toEqual(['late in Dockerfile']);
  const report: WorkspaceDiagnosticReport = await client.connection.sendRequest('workspace/diagnostic', {
    previousResultIds: [],
  });
  expect(report.items.map(({ uri }) => uri).sort()).toEqual([uriOf('late/Dockerfile'), uriOf('loud/Dockerfile')]);
});
