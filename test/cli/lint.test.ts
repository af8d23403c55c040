import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder, run } from './run.ts';

const bad = 'FROM debian:latest\nUSER app\n';
const good = 'FROM debian:12.9\nUSER app\n';

test('a clean file ends 0, a finding 1', async () => {
  const cwd = folder({ Dockerfile: bad, 'good/Dockerfile': good });
  expect((await run(['lint', 'good', '--rule', 'unpinned-base=off'], { cwd })).code).toBe(0);
  const { code, stdout } = await run(['lint', 'Dockerfile'], { cwd });
  expect(code).toBe(1);
  expect(stdout).toContain('Dockerfile:1:6');
  expect(stdout).toContain('     ^^^^^^^^^^^^^');
});

test('--fail-on decides which findings fail', async () => {
  const cwd = folder({ Dockerfile: bad });
  expect((await run(['lint', '--fail-on', 'error'], { cwd })).code).toBe(0);
  expect((await run(['lint', '--fail-on', 'warning'], { cwd })).code).toBe(1);
  expect((await run(['lint', '--fail-on', 'never'], { cwd })).code).toBe(0);
  expect((await run(['lint', '--rule', 'latest-tag=error', '--fail-on', 'error'], { cwd })).code).toBe(1);
});

test('standard input goes by the name it is given', async () => {
  const { code, stdout } = await run(['lint', '-', '--stdin-filename', 'build/Dockerfile'], { stdin: bad });
  expect(code).toBe(1);
  expect(stdout).toContain('build/Dockerfile:1:6');
});

test('a folder is searched, and what is found is sorted', async () => {
  const cwd = folder({ 'b/Dockerfile': bad, 'a/app.Dockerfile': bad, 'c/Containerfile': bad, 'c/Dockerfile.md': bad });
  const { stdout } = await run(['lint', '--format', 'json'], { cwd });
  const { reports } = JSON.parse(stdout);
  expect(reports.map((report: { subject: { name: string } }) => report.subject.name)).toEqual([
    'a/app.Dockerfile',
    'b/Dockerfile',
    'c/Containerfile',
  ]);
});

test('what cannot be read is said, the rest is judged, and the run ends 2', async () => {
  const cwd = folder({ Dockerfile: bad });
  mkdirSync(join(cwd, 'empty'));
  const { code, stdout } = await run(['lint', 'Dockerfile', 'absent', 'empty'], { cwd });
  expect(code).toBe(2);
  expect(stdout).toContain('latest-tag');
  expect(stdout).toContain('`absent` does not exist; check the path.');
  expect(stdout).toContain('There is no Dockerfile in `empty`');
});

test('the same run twice writes the same bytes', async () => {
  const cwd = folder({ Dockerfile: bad, 'a/Dockerfile': bad });
  const first = await run(['lint', '--format', 'json'], { cwd });
  expect(await run(['lint', '--format', 'json'], { cwd })).toEqual(first);
});

test('several formats go to their files at once', async () => {
  const cwd = folder({ Dockerfile: bad });
  const { stdout, code } = await run(
    ['lint', '--format', 'text', '--format', 'sarif=out.sarif', '--format', 'json=out.json'],
    { cwd },
  );
  expect(code).toBe(1);
  expect(stdout).toContain('latest-tag');
  expect(JSON.parse(readFileSync(join(cwd, 'out.sarif'), 'utf8')).version).toBe('2.1.0');
  expect(JSON.parse(readFileSync(join(cwd, 'out.json'), 'utf8')).schema).toBe(1);
});

test('a file that cannot be written is said in a sentence', async () => {
  const cwd = folder({ Dockerfile: bad });
  const { code, stderr } = await run(['lint', '--format', 'json=no/such/folder.json'], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain('no/such/folder.json` cannot be written');
});

test('colours are for terminals, and NO_COLOR, FORCE_COLOR and --color decide', async () => {
  const cwd = folder({ Dockerfile: bad });
  const coloured = async (argv: readonly string[], world: object) =>
    (await run(['lint', ...argv], { cwd, ...world })).stdout.includes('\x1b[');
  expect(await coloured([], {})).toBe(false);
  expect(await coloured([], { tty: true })).toBe(true);
  expect(await coloured([], { tty: true, env: { NO_COLOR: '1' } })).toBe(false);
  expect(await coloured([], { env: { FORCE_COLOR: '1' } })).toBe(true);
  expect(await coloured(['--no-color'], { tty: true })).toBe(false);
  expect(await coloured(['--color'], {})).toBe(true);
});

test.each([
  ['empty', ''],
  ['only a comment', '# nothing\n'],
  ['binary', '\u0000\u0001\u0002FROM\u0000'],
  ['no FROM', 'RUN true\n'],
  ['one long line', `FROM debian:12.9\nRUN echo ${'x'.repeat(1_000_000)}\n`],
])('%s does not end the run', async (_name, text) => {
  const cwd = folder({ Dockerfile: text });
  const { code, stderr } = await run(['lint', '--shellcheck', 'off', '--format', 'json'], { cwd });
  expect(stderr).toBe('');
  expect([0, 1]).toContain(code);
});

test('of a word that is a whole file only its beginning is quoted', async () => {
  const cwd = folder({ Dockerfile: 'a'.repeat(100_000) });
  const { code, stdout } = await run(['lint', 'Dockerfile', '--format', 'short'], { cwd });
  expect(code).toBe(1);
  expect(stdout).toContain(`\`${'a'.repeat(200)}…\` is no instruction.`);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThan(400);
});
