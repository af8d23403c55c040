/** What rules need of the world is gathered beside the typing, and then the file is judged anew. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
