import { afterAll, beforeAll, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { type CodeAction, type Diagnostic, DiagnosticTag, LSPErrorCodes } from 'vscode-languageserver';
import { type Client, start } from './client.ts';

let client: Client;
beforeAll(async () => {
  client = await start();
});
afterAll(() => client.stop());

const uri = 'untitled:Dockerfile';

test('a client that cannot ask is sent diagnostics, with place, code and severity', async () => {
  const pushed = client.pushed(uri);
  client.open(uri, 'FROM debian:latest\nUSER app\n');
  const found = (await pushed).find(({ code }) => code === 'latest-tag');
  expect(found).toMatchObject({
    range: { start: { line: 0, character: 5 }, end: { line: 0, character: 18 } },
    severity: 2,
    source: 'plimsoll',
  });
});

test('an incremental change is judged as the text it makes', async () => {
  const pushed = client.pushed(uri);
  await client.connection.sendNotification('textDocument/didChange', {
    textDocument: { uri, version: 2 },
    contentChanges: [{ range: { start: { line: 0, character: 12 }, end: { line: 0, character: 18 } }, text: '12.9' }],
  });
  expect((await pushed).map(({ code }: Diagnostic) => code)).not.toContain('latest-tag');
});

test('a quick fix applies to the text, and a silence stands above the instruction', async () => {
  const other = 'untitled:Other';
  const pushed = client.pushed(other);
  client.open(other, 'FROM debian:12.9\nMAINTAINER app@example.com\nUSER app\n');
  const found = (await pushed).find(({ code }) => code === 'maintainer');
  expect(found?.range.start).toEqual({ line: 1, character: 0 });
  expect(found?.tags).toEqual([DiagnosticTag.Deprecated]);
  const actions: CodeAction[] = await client.connection.sendRequest('textDocument/codeAction', {
    textDocument: { uri: other },
    range: found?.range,
    context: { diagnostics: [found] },
  });
  const [fix] = actions;
  expect(fix?.edit?.changes?.[other]?.[0]?.newText).toContain(
    'LABEL org.opencontainers.image.authors="app@example.com"',
  );
  const silence = actions.find(({ title }) => title === 'Silence maintainer for this instruction');
  expect(silence?.edit?.changes?.[other]).toEqual([
    {
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } },
      newText: '# plimsoll ignore=maintainer TODO: say why\n',
    },
  ]);
});

test('a client that asks gets an answer, and "unchanged" the second time', async () => {
  const pulling = await start({ textDocument: { diagnostic: {} } });
  pulling.open(uri, 'FROM debian:latest\n');
  const first: { kind: string; resultId: string; items: Diagnostic[] } = await pulling.connection.sendRequest(
    'textDocument/diagnostic',
    { textDocument: { uri } },
  );
  expect(first.items.map(({ code }) => code)).toContain('latest-tag');
  const second: { kind: string } = await pulling.connection.sendRequest('textDocument/diagnostic', {
    textDocument: { uri },
    previousResultId: first.resultId,
  });
  expect(second.kind).toBe('unchanged');
  await pulling.stop();
});

test('of versions that come at once only the last is judged, and a request that is cancelled says so', async () => {
  const told: (number | undefined)[] = [];
  const quick = await start({}, (connection) =>
    connection.onNotification('textDocument/publishDiagnostics', ({ version }: { version?: number }) => {
      told.push(version);
    }),
  );
  quick.open(uri, 'FROM debian:latest\n');
  for (let version = 2; version <= 40; version++) {
    void quick.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ text: `FROM debian:${version}\n` }],
    });
  }
  while (told.at(-1) !== 40) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(told.length).toBeLessThan(20);
  const source = new CancellationTokenSource();
  const asked = quick.connection.sendRequest(
    'textDocument/codeAction',
    {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 4 } },
      context: { diagnostics: [] },
    },
    source.token,
  );
  source.cancel();
  await expect(asked).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
  await quick.stop();
});
