/** What a client can do, and what it says, changes what the server does. */
import { afterEach, expect, test } from 'vitest';
import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import { type Client, start } from './client.ts';

const uri = 'untitled:Dockerfile';
const text = 'FROM debian:latest\nUSER app\n';
let client: Client;

afterEach(() => client.stop());

async function diagnostics(): Promise<readonly Diagnostic[]> {
  const answer: { readonly items: Diagnostic[] } = await client.connection.sendRequest('textDocument/diagnostic', {
    textDocument: { uri },
  });
  return answer.items;
}

test('plimsoll.enable turns the checks off and on, as the client sends it', async () => {
  client = await start({ textDocument: { diagnostic: {} } });
  client.open(uri, text);
  expect((await diagnostics()).map(({ code }) => code)).toContain('latest-tag');
  const settings = (enable: boolean) => ({ settings: { plimsoll: { enable } } });
  await client.connection.sendNotification('workspace/didChangeConfiguration', settings(false));
  expect(await diagnostics()).toEqual([]);
  await client.connection.sendNotification('workspace/didChangeConfiguration', settings(true));
  expect((await diagnostics()).map(({ code }) => code)).toContain('latest-tag');
});

test('a client that answers for settings is asked, for the document', async () => {
  client = await start({ textDocument: { diagnostic: {} }, workspace: { configuration: true } });
  const asked: unknown[] = [];
  client.connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => {
    asked.push(...items);
    return [{ enable: false }];
  });
  client.open(uri, text);
  expect(await diagnostics()).toEqual([]);
  expect(asked).toEqual([{ scopeUri: uri, section: 'plimsoll' }]);
});

let registered: Promise<object[]>;
test('files on disk are watched where the client lets servers ask for it', async () => {
  client = await start({ workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } }, (connection) => {
    registered = new Promise((resolve) =>
      connection.onRequest('client/registerCapability', ({ registrations }: { registrations: object[] }) => {
        resolve(registrations);
        return null;
      }),
    );
  });
  expect(JSON.stringify(await registered)).toContain('plimsoll.{yaml,yml,json}');
});

test('a finding links to the page of its rule, and an action opens it', async () => {
  client = await start({ textDocument: { diagnostic: {} }, window: { showDocument: { support: true } } });
  const shown: unknown[] = [];
  client.connection.onRequest('window/showDocument', (params: unknown) => {
    shown.push(params);
    return { success: true };
  });
  client.open(uri, text);
  const found = (await diagnostics()).find(({ code }) => code === 'latest-tag');
  const page = found?.codeDescription?.href;
  expect(page).toMatch(/^https:\/\/.*\/docs\/rules\/latest-tag\.md$/);
  const actions: CodeAction[] = await client.connection.sendRequest('textDocument/codeAction', {
    textDocument: { uri },
    range: found?.range,
    context: { diagnostics: [found] },
  });
  const open = actions.find(({ title }) => title === 'Open the page of latest-tag');
  await client.connection.sendRequest('workspace/executeCommand', open?.command);
  expect(shown).toEqual([{ uri: page, external: true }]);
});
