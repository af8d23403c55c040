/** Diagnostics of files that are not open. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WorkspaceDiagnosticReport } from 'vscode-languageserver';
import { type Client, start } from './client.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-workspace-'));
const uriOf = (name: string) => pathToFileURL(join(folder, name)).href;
let client: Client;

beforeAll(async () => {
  mkdirSync(join(folder, 'api'));
  writeFileSync(join(folder, 'Dockerfile'), 'FROM debian:latest\nUSER app\n');
  writeFileSync(join(folder, 'api/app.Dockerfile'), 'FROM debian:12.9\nMAINTAINER app@example.com\nUSER app\n');
  writeFileSync(join(folder, 'README.md'), 'FROM debian:latest\n');
  client = await start({ textDocument: { diagnostic: {} } }, undefined, pathToFileURL(folder).href);
});

afterAll(async () => {
  await client.stop();
  rmSync(folder, { recursive: true });
});

function ask(previousResultIds: readonly { uri: string; value: string }[]): Promise<WorkspaceDiagnosticReport> {
  return client.connection.sendRequest('workspace/diagnostic', { previousResultIds });
}

function codes({ items }: WorkspaceDiagnosticReport): Record<string, unknown> {
  return Object.fromEntries(
    items.map((item) => [
      item.uri,
      item.kind === 'full' && item.items.map(({ code }) => code).filter((code) => /latest|maintainer/.test(`${code}`)),
    ]),
  );
}

test('every Dockerfile of the folders is reported, and again when something changed on disk', async () => {
  const first = await ask([]);
  expect(codes(first)).toEqual({
    [uriOf('Dockerfile')]: ['latest-tag'],
    [uriOf('api/app.Dockerfile')]: ['maintainer'],
  });
  const again = ask(first.items.map(({ uri, resultId = '' }) => ({ uri, value: resultId })));
  writeFileSync(join(folder, 'Dockerfile'), 'FROM debian:12.9\nUSER app\n');
  const changes = [{ uri: uriOf('Dockerfile'), type: 2 }];
  await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
  expect(codes(await again)).toEqual({ [uriOf('Dockerfile')]: [], [uriOf('api/app.Dockerfile')]: false });
});
