/** Every request of the server, on a file of every kind: each is answered, with its kind of answer, and nothing is logged as failed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, start } from './client.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-kinds-'));
const onDisk = (name: string, bytes: string | Uint8Array) => {
  writeFileSync(join(folder, name), bytes);
  return pathToFileURL(join(folder, name)).href;
};

const plain = `ARG V=12.9
FROM debian:$V AS build
ENV NAME=app
RUN apt-get update && apt-get install -y curl
COPY --from=build /a \${NAME}
MAINTAINER app@example.com
USER app
`;
const line = 'RUN apt-get install -y curl "x y" $HOME && cd /srv && make -j8 all | tee log # é\n';
const large = `FROM debian:12.9\n${line.repeat(Math.ceil(1_000_000 / line.length))}USER app\n`;
const latin1 = Buffer.from('FROM debian:12.9\n# caf\xe9\nLABEL name="caf\xe9"\nUSER app\n', 'latin1');

const kinds: Readonly<Record<string, { readonly uri: string; readonly text: string }>> = {
  plain: { uri: onDisk('Dockerfile', plain), text: plain },
  empty: { uri: onDisk('Dockerfile.empty', ''), text: '' },
  broken: {
    uri: onDisk('Dockerfile.broken', ''),
    text: 'FROM\nFORM debian\nRUN --mount=type= <<EOF\n["a",\n${\nCOPY --from=\nENV\n"\\',
  },
  CRLF: { uri: onDisk('Dockerfile.crlf', ''), text: plain.replaceAll('\n', '\r\n') },
  'with a byte order mark': { uri: onDisk('Dockerfile.bom', ''), text: `\ufeff${plain}` },
  'of 1 MB': { uri: onDisk('Dockerfile.large', ''), text: large },
  Windows: {
    uri: 'file:///c%3A/app/Dockerfile',
    text: '# escape=`\r\nFROM mcr.microsoft.com/windows/servercore:ltsc2022 AS build\r\nSHELL ["powershell"]\r\nRUN dir `\r\n  C:\\\r\nWORKDIR C:\\app\r\n',
  },
  'not UTF-8 on disk': { uri: onDisk('Dockerfile.latin1', latin1), text: latin1.toString('utf8') },
  untitled: { uri: 'untitled:Untitled-1', text: plain },
  'of a commit': { uri: 'git:/app/Dockerfile?%7B%22ref%22%3A%22HEAD%22%7D', text: plain },
};

const range = { start: { line: 0, character: 0 }, end: { line: 3, character: 2 } };
const position = { line: 1, character: 13 };
const options = { tabSize: 2, insertSpaces: true };

interface Asked {
  /** Beside the document. */
  readonly params?: object;
  /** Where the document is named otherwise. */
  readonly of?: (uri: string) => object;
  readonly answer: unknown;
}

/** Method → what is asked, and what every answer of its kind has. */
const requests: Readonly<Record<string, Asked>> = {
  'textDocument/diagnostic': { answer: expect.objectContaining({ kind: 'full', items: expect.any(Array) }) },
  'textDocument/codeAction': { params: { range, context: { diagnostics: [] } }, answer: expect.any(Array) },
  'codeAction/resolve': {
    of: (uri) => ({ title: 'Apply every safe fix of Plimsoll', data: { uri } }),
    answer: expect.objectContaining({ edit: expect.anything() }),
  },
  'textDocument/hover': {
    params: { position },
    answer: expect.toSatisfy((told) => told === null || 'contents' in told),
  },
  'textDocument/completion': { params: { position }, answer: expect.any(Array) },
  'textDocument/signatureHelp': {
    params: { position },
    answer: expect.toSatisfy((told) => told === null || Array.isArray(told.signatures)),
  },
  'textDocument/definition': { params: { position }, answer: expect.any(Array) },
  'textDocument/references': {
    params: { position, context: { includeDeclaration: true } },
    answer: expect.any(Array),
  },
  'textDocument/documentHighlight': { params: { position }, answer: expect.any(Array) },
  'textDocument/documentSymbol': { answer: expect.any(Array) },
  'workspace/symbol': { of: () => ({ query: 'build' }), answer: [] },
  'textDocument/foldingRange': { answer: expect.any(Array) },
  'textDocument/selectionRange': { params: { positions: [position] }, answer: [expect.anything()] },
  'textDocument/documentLink': { answer: expect.any(Array) },
  'textDocument/inlayHint': { params: { range }, answer: expect.any(Array) },
  'textDocument/codeLens': { answer: expect.any(Array) },
  'textDocument/formatting': { params: { options }, answer: expect.any(Array) },
  'textDocument/rangeFormatting': { params: { options, range }, answer: expect.any(Array) },
  'textDocument/onTypeFormatting': { params: { options, position, ch: '\n' }, answer: expect.any(Array) },
  'textDocument/semanticTokens/full': { answer: expect.objectContaining({ data: expect.any(Array) }) },
  'textDocument/semanticTokens/full/delta': {
    params: { previousResultId: '0' },
    answer: expect.objectContaining({ resultId: expect.any(String) }),
  },
  'textDocument/semanticTokens/range': {
    params: { range },
    answer: expect.objectContaining({ data: expect.any(Array) }),
  },
  'textDocument/prepareRename': {
    params: { position },
    answer: expect.toSatisfy((told) => told === null || 'start' in told || 'range' in told),
  },
  'textDocument/rename': {
    params: { position, newName: 'compile' },
    answer: expect.toSatisfy((told) => told === null || 'changes' in told),
  },
};

let client: Client;
const logged: string[] = [];

beforeAll(async () => {
  client = await start({
    textDocument: { diagnostic: {}, codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } } },
  });
  client.connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
    logged.push(message);
  });
  for (const { uri, text } of Object.values(kinds)) client.open(uri, text);
});

afterAll(async () => {
  await client.stop();
  rmSync(folder, { recursive: true });
});

describe.each(Object.entries(kinds))('a file %s', (_kind, { uri }) => {
  test.each(Object.entries(requests))('%s is answered', async (method, { params, of, answer }) => {
    const asked = of?.(uri) ?? { textDocument: { uri }, ...params };
    const given = await client.connection.sendRequest(method, asked);
    expect(given).toEqual(answer);
    expect(logged).toEqual([]);
  });
});

test('the list of requests is the list of what the server offers', () => {
  const { capabilities } = client.server;
  const offered = Object.keys(capabilities).filter((name) => name.endsWith('Provider'));
  const asked = new Set(Object.keys(requests).map((method) => method.split('/')[1]?.toLowerCase().slice(0, 12)));
  const named = (provider: string) =>
    provider
      .replace(/Provider$/, '')
      .replace(/^workspace(?=Symbol)/, '')
      .replace(/^document(?:(Range|OnType)Formatting|Formatting)$/, (_all, kind = '') => `${kind}Formatting`)
      .toLowerCase()
      .slice(0, 12);
  expect(offered.map(named).filter((name) => !asked.has(name))).toEqual([]);
});

test('what is asked about a document that is not open is answered with nothing', async () => {
  const textDocument = { uri: 'untitled:Closed' };
  expect(await client.connection.sendRequest('textDocument/hover', { textDocument, position })).toBeNull();
  expect(await client.connection.sendRequest('textDocument/documentSymbol', { textDocument })).toEqual([]);
});
