/** The single-file executable says what the package says. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { folder } from './run.ts';

const root = join(import.meta.dirname, '../..');
const made = join(folder({}), 'plimsoll');
const executable = execFileSync(process.execPath, ['bin/dev/package-executable.ts', made], {
  cwd: root,
  encoding: 'utf8',
}).trim();

function both(args: readonly string[], cwd = root) {
  const env = { ...process.env, PLIMSOLL_CACHE_DIR: folder({}) };
  const run = (program: string, ...first: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(program, [...first, ...args], {
      cwd,
      env,
      encoding: 'utf8',
      maxBuffer: 64 << 20,
    });
    return { status, stdout, stderr };
  };
  return { ours: run(executable), packaged: run(process.execPath, join(root, 'dist/plimsoll.cjs')) };
}

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Of long outputs, the first line that differs. */
function alike(ours: Ran, packaged: Ran): void {
  const [here, there] = [ours.stdout.split('\n'), packaged.stdout.split('\n')];
  const at = here.findIndex((line, index) => line !== there[index]);
  expect({ ...ours, stdout: here[at] }).toEqual({ ...packaged, stdout: there[at] });
  expect(here.length).toBe(there.length);
}

const today = ['--today', '2026-01-15'];

test.each([
  ['lint', 'fixtures/dockerfiles', '--no-config', '--shellcheck', 'off', '--format', 'json', ...today],
  ['lint', 'fixtures/dockerfiles', '--no-config', '--shellcheck', 'off', ...today],
  ['lint', 'fixtures/dockerfiles', '--no-config', '--shellcheck', 'off', '--format', 'sarif', ...today],
  ...readdirSync(join(root, 'fixtures/images')).map((name) => [
    ...['image', `fixtures/images/${name}/image.tar`, '--no-config', '--format', 'json', ...today],
  ]),
  ['rules', '--json'],
  ['explain', 'DL3007'],
  ['explain', 'secret-in-file'],
  ['completion', 'bash'],
  ['lint', '--help'],
  ['lint', 'nowhere'],
])('%s %s', (...args) => {
  const { ours, packaged } = both(args);
  alike(ours, packaged);
});

test('its threads work: many Dockerfiles, and configuration beside them', () => {
  const dockerfile = 'FROM debian:latest\nRUN apt-get update\n';
  const files = Object.fromEntries(Array.from({ length: 401 }, (_, index) => [`app-${index}/Dockerfile`, dockerfile]));
  const configured = folder({ ...files, 'plimsoll.yaml': 'rules:\n  latest-tag: error\n', '.env': 'NO_COLOR=\n' });
  const { ours, packaged } = both(['lint', '--shellcheck', 'off', '--format', 'ndjson', ...today], configured);
  alike(ours, packaged);
  expect(ours.stdout.match(/latest-tag/g)?.length).toBeGreaterThan(400);
});

test('its language server answers', async () => {
  const child = spawn(executable, ['lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  const answer: unknown = await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
  });
  expect(answer).toMatchObject({ serverInfo: { name: 'plimsoll' } });
  await connection.sendRequest('shutdown');
  connection.end();
  child.kill();
});
