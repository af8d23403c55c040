/** What rules need of the world is gathered beside the typing, and then the file is judged anew. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CodeAction, Registration } from 'vscode-languageserver';
import { type Client, start } from './client.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-gathered-'));
const uriOf = (name: string) => pathToFileURL(join(folder, name)).href;
const dockerfile = 'FROM debian:12.9\nCOPY dist /app\nRUN rm $HOME/*.log\nUSER app\n';
const uri = uriOf('Dockerfile');

/** Says of a variable of every script that it is not quoted, as the program does. */
const program = `#!${process.execPath}
const { readFileSync } = require('node:fs');
const comments = process.argv.slice(process.argv.indexOf('--') + 1).flatMap((file) =>
  readFileSync(file, 'utf8').split('\\n').flatMap((text, index) => {
    const column = text.indexOf('$HOME') + 1;
    const [line, endColumn] = [index + 1, column + 5];
    const comment = { file, line, endLine: line, column, endColumn, level: 'info', code: 2086, message: 'Double quote.' };
    return column > 0 ? [{ ...comment, fix: null }] : [];
  }),
);
process.stdout.write(JSON.stringify({ comments }));
process.exitCode = 1;
`;

let client: Client;

beforeAll(async () => {
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist', 'app.js'), '');
  writeFileSync(join(folder, '.dockerignore'), 'dist\n');
  writeFileSync(join(folder, 'Dockerfile'), dockerfile);
  writeFileSync(join(folder, 'checker'), program);
  chmodSync(join(folder, 'checker'), 0o755);
  client = await start({}, undefined, pathToFileURL(folder).href);
});

afterAll(async () => {
  await client.stop();
  rmSync(folder, { recursive: true });
});

async function set(shellcheck: string): Promise<void> {
  await client.connection.sendNotification('workspace/didChangeConfiguration', {
    settings: { plimsoll: { shellcheck } },
  });
}

/** Diagnostics as they are pushed, until there are some that fit. */
async function until(fits: (codes: readonly unknown[]) => boolean, act: () => void | Promise<void>) {
  let next = client.pushed(uri);
  await act();
  for (;;) {
    const pushed = await next;
    if (fits(pushed.map(({ code }) => code))) return pushed;
    next = client.pushed(uri);
  }
}

const save = () => client.connection.sendNotification('textDocument/didSave', { textDocument: { uri } });

test('rules about the build context speak once its folder is known, and fall silent when it changes', async () => {
  await set('off');
  const first = client.pushed(uri);
  client.open(uri, dockerfile);
  expect((await first).map(({ code }) => code)).not.toContain('ignored-copy-source');
  const found = await until((codes) => codes.includes('ignored-copy-source'), save);
  expect(found.find(({ code }) => code === 'ignored-copy-source')?.range.start).toEqual({ line: 1, character: 5 });
  writeFileSync(join(folder, '.dockerignore'), 'log\n');
  const changes = [{ uri: uriOf('.dockerignore'), type: 2 }];
  await until(
    (codes) => !codes.includes('ignored-copy-source'),
    () => client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes }),
  );
});

test('what is wrong with the ignore file stands in it', async () => {
  writeFileSync(join(folder, '.dockerignore'), '[a-\n');
  const beside = client.pushed(uriOf('.dockerignore'));
  await save();
  expect((await beside).map(({ code, range }) => [code, range.start.line])).toEqual([['dockerignore-syntax', 0]]);
  writeFileSync(join(folder, '.dockerignore'), 'log\n');
  const mended = client.pushed(uriOf('.dockerignore'));
  await save();
  expect(await mended).toEqual([]);
});

test('what ShellCheck says is merged when it is there, stays while other lines change, and goes when it is off', async () => {
  await set(join(folder, 'checker'));
  const found = await until((codes) => codes.includes('shellcheck'), save);
  expect(found.find(({ code }) => code === 'shellcheck')?.range).toEqual({
    start: { line: 2, character: 7 },
    end: { line: 2, character: 12 },
  });
  const typed = client.pushed(uri);
  await client.connection.sendNotification('textDocument/didChange', {
    textDocument: { uri, version: 2 },
    contentChanges: [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '# a\n' }],
  });
  expect((await typed).find(({ code }) => code === 'shellcheck')?.range.start).toEqual({ line: 3, character: 7 });
  await until(
    (codes) => !codes.includes('shellcheck'),
    async () => {
      await set('off');
      await save();
    },
  );
});

test('a script that is too large for ShellCheck is said not to be checked, as long as it is', async () => {
  await set(join(folder, 'checker'));
  const large = `echo${' $A'.repeat(4000)};`;
  const edit = (version: number, length: number, text: string) =>
    client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range: { start: { line: 3, character: 4 }, end: { line: 3, character: 4 + length } }, text }],
    });
  const found = await until(
    (codes) => codes.includes('not-checked'),
    async () => {
      await edit(3, 0, large);
      await save();
    },
  );
  expect(found.filter(({ code }) => code === 'not-checked')).toMatchObject([
    {
      message: expect.stringMatching(/^Not checked: rule shellcheck .* This script has more than 4000 words/),
      range: { start: { line: 3, character: 0 }, end: { line: 3, character: 3 } },
    },
  ]);
  await until(
    (codes) => !codes.includes('not-checked'),
    () => edit(4, large.length, ''),
  );
  await set('off');
});

/** A client that asks, as VS Code does: it takes no other file's findings with a document's, and lets servers ask for more documents. */
async function startAsking(): Promise<{ readonly asking: Client; readonly registered: readonly Registration[] }> {
  const registered: Registration[] = [];
  const asking = await start(
    {
      textDocument: {
        diagnostic: { relatedDocumentSupport: false },
        synchronization: { dynamicRegistration: true },
        codeAction: { dynamicRegistration: true },
      },
      workspace: { diagnostics: { refreshSupport: true } },
    },
    (connection) => {
      connection.onRequest('client/registerCapability', ({ registrations }: { registrations: Registration[] }) => {
        registered.push(...registrations);
        return null;
      });
      connection.onRequest('workspace/diagnostic/refresh', () => {
        void connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
        return null;
      });
    },
    pathToFileURL(folder).href,
  );
  return { asking, registered };
}

test('a client that asks is sent what is wrong with the ignore file, asks for its fixes there, and hears when it is mended', async () => {
  const ignore = uriOf('.dockerignore');
  const text = '# é\n.git\n!README.md\n';
  writeFileSync(join(folder, '.dockerignore'), text);
  const { asking, registered } = await startAsking();
  try {
    const told = asking.pushed(ignore);
    asking.open(uri, dockerfile);
    asking.open(ignore, text, 'ignore');
    const { connection } = asking;
    const saved = () => connection.sendNotification('textDocument/didSave', { textDocument: { uri } });
    await saved();
    const [found] = await told;
    expect(registered.map(({ method, registerOptions }) => [method, registerOptions])).toContainEqual([
      'textDocument/codeAction',
      { documentSelector: [{ pattern: '**/{.dockerignore,*.dockerignore}' }], codeActionKinds: ['quickfix'] },
    ]);
    expect(found).toMatchObject({ code: 'dockerignore-syntax', range: { start: { line: 2, character: 0 } } });
    const ask = (line: number) =>
      connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
        textDocument: { uri: ignore },
        range: { start: { line, character: 3 }, end: { line, character: 3 } },
        context: { diagnostics: [] },
      });
    const [action] = await ask(2);
    expect(action).toMatchObject({
      title: 'Remove the line',
      kind: 'quickfix',
      isPreferred: true,
      diagnostics: [{ code: 'dockerignore-syntax' }],
      edit: {
        changes: {
          [ignore]: [{ range: { start: { line: 2, character: 0 }, end: { line: 3, character: 0 } }, newText: '' }],
        },
      },
    });
    expect(await ask(1)).toEqual([]);
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: ignore, version: 2 },
      contentChanges: [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: 'a\n' }],
    });
    // Places in a text that is not saved are not those that were judged.
    expect(await ask(3)).toEqual([]);
    writeFileSync(join(folder, '.dockerignore'), '.git\n');
    const mended = asking.pushed(ignore);
    await saved();
    expect(await mended).toEqual([]);
  } finally {
    await asking.stop();
    writeFileSync(join(folder, '.dockerignore'), 'log\n');
  }
});

test('what can be done is told of the newest text, whatever comes while it is worked out', async () => {
  const { asking } = await startAsking();
  const other = uriOf('other.Dockerfile');
  try {
    asking.open(other, 'FROM debian:12.9\nMAINTAINER a\nUSER app\n');
    const { connection } = asking;
    const ask = () =>
      connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
        textDocument: { uri: other },
        range: { start: { line: 1, character: 2 }, end: { line: 1, character: 2 } },
        context: { diagnostics: [], only: ['quickfix'] },
      });
    const change = (version: number, text: string) =>
      connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: other, version },
        contentChanges: [{ range: { start: { line: 1, character: 12 }, end: { line: 1, character: 12 } }, text }],
      });
    const news = () =>
      connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: [{ uri: uriOf('.dockerignore'), type: 2 }],
      });
    const answers = [];
    for (let version = 2; version < 8; version++) {
      answers.push(ask());
      void news();
      void change(version, 'b');
      answers.push(ask());
      void news();
    }
    const titles = (await Promise.all(answers)).map((actions) => actions.map(({ title }) => title));
    for (const one of titles) expect(one).toContain('Write a label');
    const [fix] = (await ask()).filter(({ title }) => title === 'Write a label');
    expect(fix?.edit?.changes?.[other]).toMatchObject([{ newText: expect.stringContaining('"abbbbbb"') }]);
  } finally {
    await asking.stop();
  }
});
