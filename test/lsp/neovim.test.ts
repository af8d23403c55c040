/** Neovim, as Debian has it: it does not ask for diagnostics, so they are pushed. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nvimPath } from '../../bin/dev/installed.ts';

interface Seen {
  readonly before: readonly Told[];
  readonly after: readonly Told[];
  readonly actions: readonly string[];
  readonly applied?: string;
  readonly text: readonly string[];
}

interface Told {
  readonly code: string;
  readonly line: number;
  readonly column: number;
  readonly last: number;
  readonly source: string;
  readonly severity: number;
}

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-neovim-'));
let seen: Seen;

beforeAll(() => {
  const nvim = nvimPath();
  if (nvim === undefined)
    throw new Error('This test needs Neovim: `npm run setup` installs it, or name one in PLIMSOLL_NVIM.');
  writeFileSync(
    join(folder, 'Dockerfile'),
    'FROM debian:latest\nMAINTAINER app@example.com\n# é \u{1f600}\nRUN cd /srv && sudo make\nUSER app\n',
  );
  const out = join(folder, 'seen.json');
  const script = resolve('test/lsp/neovim/drive.lua');
  execFileSync(nvim, ['--headless', '-u', 'NONE', '-i', 'NONE', '-n', '-c', `luafile ${script}`], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
    env: { ...process.env, OUT: out, NODE: process.execPath, SERVER: resolve('dist/plimsoll.cjs') },
  });
  seen = JSON.parse(readFileSync(out, 'utf8'));
}, 90_000);

afterAll(() => rmSync(folder, { recursive: true }));

test('Neovim shows the diagnostics at their places', () => {
  expect(seen.before).toContainEqual({
    code: 'latest-tag',
    line: 0,
    column: 5,
    last: 18,
    source: 'plimsoll',
    severity: 2,
  });
  expect(seen.before).toContainEqual(expect.objectContaining({ code: 'maintainer', line: 1, column: 0 }));
});

test('the preferred quick fix changes the text, and its diagnostic goes', () => {
  expect(seen.actions).toContain('Silence maintainer for this instruction');
  expect(seen.text[1]).toBe('LABEL org.opencontainers.image.authors="app@example.com"');
  expect(seen.text[2]).toBe('# é \u{1f600}');
  expect(seen.after.map(({ code }) => code)).not.toContain('maintainer');
  expect(seen.after.map(({ code }) => code)).toContain('latest-tag');
});
