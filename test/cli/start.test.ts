/** The bundle that the package installs, started as a user starts it. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tooOld } from '../../src/cli/node-version.ts';
import { folder, run } from './run.ts';

const bundle = join(import.meta.dirname, '../../dist/plimsoll.cjs');
const dockerfile = 'FROM debian:latest\nRUN apt-get update && apt-get install -y curl\nCMD npm start\n';

function start(cache: string, args: readonly string[], cwd = folder({ Dockerfile: dockerfile })) {
  const { NODE_DISABLE_COMPILE_CACHE: _, NODE_OPTIONS: __, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, ...args], {
    cwd,
    env: { ...env, PLIMSOLL_CACHE_DIR: cache },
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  return { status, stdout, stderr };
}

function kept(cache: string): readonly string[] {
  return readdirSync(join(cache, 'code'))
    .filter((name) => name.startsWith('program-'))
    .map((name) => join(cache, 'code', name));
}

test('a start leaves its bytecode, and the next says the same by it', () => {
  const cache = folder({});
  const first = start(cache, ['lint', '--shellcheck', 'off']);
  expect(first).toMatchObject({ status: 1, stderr: '' });
  expect(first.stdout).toContain('latest-tag');
  const [file = '', ...others] = kept(cache);
  expect(others).toEqual([]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const written = statSync(file).mtimeMs;
  expect(start(cache, ['lint', '--shellcheck', 'off'])).toEqual(first);
  expect(statSync(file).mtimeMs).toBe(written);
});

test('a start by its bytecode reads nothing of the program but its first file and the whole', () => {
  const cache = folder({});
  const tell = join(
    folder({ 'tell.cjs': "process.once('exit', () => console.error(Object.keys(require.cache).join()));" }),
    'tell.cjs',
  );
  const loaded = (): string => {
    const env = { ...process.env, PLIMSOLL_CACHE_DIR: cache, NODE_OPTIONS: `--require=${tell}` };
    const args = [bundle, 'lint', '--shellcheck', 'off'];
    return spawnSync(process.execPath, args, { cwd: folder({ Dockerfile: dockerfile }), env, encoding: 'utf8' }).stderr;
  };
  expect(loaded()).toContain('first-start.cjs');
  expect(loaded().trim()).toBe([tell, bundle].join());
});

test('what a Dockerfile asks for the first time is kept with what those before it asked', () => {
  const cache = folder({});
  const lint = ['lint', '--shellcheck', 'off'];
  const plain = folder({ Dockerfile: 'FROM debian:12.9\n' });
  start(cache, lint, plain);
  const [file = ''] = kept(cache);
  const { size } = statSync(file);
  const first = start(cache, lint);
  const more = statSync(file);
  expect(more.size).toBeGreaterThan(size);
  expect(start(cache, lint)).toEqual(first);
  start(cache, lint, plain);
  expect(kept(cache)).toEqual([file]);
  expect(statSync(file)).toMatchObject({ size: more.size, mtimeMs: more.mtimeMs });
});

test('what many files ask is not kept with what one asked', () => {
  const cache = folder({});
  const fixtures = join(import.meta.dirname, '../../fixtures/dockerfiles');
  expect(start(cache, ['lint', '--shellcheck', 'off'])).toMatchObject({ status: 1, stderr: '' });
  const [file = ''] = kept(cache);
  const { size, mtimeMs } = statSync(file);
  expect(start(cache, ['lint', fixtures, '--shellcheck', 'off']).stdout).toContain('Dockerfiles.');
  expect(statSync(file)).toMatchObject({ size, mtimeMs });
});

test('a start that did something else, or could not, leaves nothing for lint to start by', () => {
  const cache = folder({});
  expect(start(cache, ['lint', 'nowhere'])).toMatchObject({ status: 2 });
  expect(existsSync(join(cache, 'code')) ? kept(cache) : []).toEqual([]);
  expect(start(cache, ['--version'])).toMatchObject({ status: 0 });
  const [other = ''] = kept(cache);
  const written = readFileSync(other);
  expect(start(cache, ['lint', '--shellcheck', 'off'])).toMatchObject({ status: 1 });
  expect(kept(cache)).toHaveLength(2);
  expect(readFileSync(other).equals(written)).toBe(true);
});

test('bytecode that is broken, or that others could have written, is not run', () => {
  const cache = folder({});
  const first = start(cache, ['lint', '--shellcheck', 'off']);
  const [file = ''] = kept(cache);
  const whole = readFileSync(file);
  writeFileSync(file, whole.subarray(0, whole.length / 2));
  expect(start(cache, ['lint', '--shellcheck', 'off'])).toEqual(first);
  expect(statSync(file).size).toBeGreaterThan(whole.length / 2);
  const third = Math.trunc(whole.length / 3);
  const changed = Buffer.from(whole);
  changed.fill(7, third, third + 4096);
  writeFileSync(file, changed);
  expect(start(cache, ['lint', '--shellcheck', 'off'])).toEqual(first);
  expect(readFileSync(file).includes(changed.subarray(third, third + 4096))).toBe(false);
  rmSync(file);
  mkdirSync(file);
  expect(start(cache, ['lint', '--shellcheck', 'off'])).toEqual(first);
  rmSync(file, { recursive: true });
  writeFileSync(file, 'nothing');
  chmodSync(file, 0o666);
  expect(start(cache, ['lint', '--shellcheck', 'off'])).toEqual(first);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a cache folder that cannot be written to is no matter', () => {
  const cache = join(folder({ file: '' }), 'file');
  expect(start(cache, ['lint', '--shellcheck', 'off'])).toMatchObject({ status: 1, stderr: '' });
});

const image = join(import.meta.dirname, '../../fixtures/images/secret-deleted-by-a-later-layer/image.tar');

test('a start for an image leaves the bytecode of each part that it needs, and the next says the same by it', () => {
  const cache = folder({});
  const first = start(cache, ['image', image, '--no-cache']);
  expect(first).toMatchObject({ status: 1, stderr: '' });
  const files = kept(cache);
  expect(files.length).toBeGreaterThan(2);
  const written = files.map((file) => statSync(file).mtimeMs);
  expect(start(cache, ['image', image, '--no-cache'])).toEqual(first);
  expect(kept(cache)).toEqual(files);
  expect(files.map((file) => statSync(file).mtimeMs)).toEqual(written);
});

test('a rule of the project is loaded for an image too, and nothing is said of how', () => {
  const rule =
    "export default { id: 'own', on: 'image', severity: 'error', category: 'security', summary: 'S.', why: 'W.', *check() { yield { place: { kind: 'image' }, message: 'Seen.' }; } };";
  const project = folder({ 'plimsoll.yaml': 'plugins:\n  - ./own.mjs\n', 'own.mjs': rule });
  const told = start(folder({}), ['image', image, '--format', 'json'], project);
  expect(told).toMatchObject({ status: 1, stderr: '' });
  expect(told.stdout).toContain('"message": "Seen."');
  expect(start(folder({}), ['image', 'nowhere'], project).stderr).not.toContain('Warning');
});

test('parts of the bundle that are loaded when needed share what is there', () => {
  const cache = folder({});
  expect(start(cache, ['lint', '--format', 'sarif']).stdout).toContain('"ruleId": "latest-tag"');
  expect(start(cache, ['explain', 'DL3007']).stdout).toContain('latest-tag');
  expect(start(cache, ['image', image])).toMatchObject({ status: 1, stderr: '' });
  const configured = folder({ Dockerfile: dockerfile, 'plimsoll.yaml': 'rules:\n  latest-tag: off\n' });
  expect(start(cache, ['lint', '--format', 'short'], configured).stdout).not.toContain('latest-tag');
});

test('rules that are made when they are asked are and find what they do in the sources', async () => {
  const cache = folder({});
  const root = join(import.meta.dirname, '../..');
  for (const args of [
    ['rules', '--json'],
    [
      'lint',
      'fixtures/dockerfiles',
      '--preset',
      'strict',
      '--shellcheck',
      'off',
      '--format',
      'json',
      '--today',
      '2026-01-15',
    ],
  ]) {
    const here = await run(args, { cwd: root });
    const { status, stdout } = start(cache, args, root);
    expect([status, JSON.parse(stdout)]).toEqual([here.code, JSON.parse(here.stdout)]);
  }
});

test('many files are judged by several threads of the bundle', () => {
  const files = Object.fromEntries(Array.from({ length: 401 }, (_, index) => [`app-${index}/Dockerfile`, dockerfile]));
  const { status, stdout } = start(folder({}), ['lint', '--shellcheck', 'off', '--format', 'short'], folder(files));
  expect(status).toBe(1);
  expect(stdout.match(/latest-tag/g)).toHaveLength(401);
});

test('a Node that is too old is told so, but for the language server', () => {
  expect(tooOld('lint', '20.18.0')).toBe('plimsoll needs Node 22.19 or newer; this is 20.18.0.\n');
  expect(tooOld('lint', '22.18.0')).toContain('22.19');
  expect(tooOld('lint', '22.19.0')).toBeUndefined();
  expect(tooOld('lsp', '20.18.0')).toBeUndefined();
  expect(tooOld('lsp', '18.20.0')).toContain('18.20.0');
});
