import { execFileSync } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder, run } from './run.ts';

const dockerfile = `FROM debian:latest
RUN apt-get update && \\
    sudo make && \\
    make test && \\
    make install
RUN sudo make clean
`;

function git(cwd: string, ...args: readonly string[]): string {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'init.defaultBranch=main'];
  return execFileSync('git', [...who, ...args], { cwd, encoding: 'utf8' });
}

/** A repository with one commit of these files. */
function repository(files: Readonly<Record<string, string>>): string {
  const cwd = folder(files);
  git(cwd, 'init', '-q');
  git(cwd, 'add', '-A');
  git(cwd, 'commit', '-qm', 'one');
  return cwd;
}

async function found(cwd: string, ...more: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await run(['lint', '--since', 'HEAD', '--format', 'short', ...more], { cwd });
  return stdout
    .split('\n')
    .flatMap((line) => /^(\S+?:\d+):\d+: .*\[(latest-tag|sudo)\]$/.exec(line)?.slice(1).join(' ') ?? []);
}

test('nothing that is as it was is reported', async () => {
  expect(await found(repository({ Dockerfile: dockerfile }))).toEqual([]);
});

test('a changed line stands for its whole instruction, and for no other', async () => {
  const cwd = repository({ Dockerfile: dockerfile, 'other/Dockerfile': dockerfile });
  writeFileSync(join(cwd, 'Dockerfile'), dockerfile.replace('make install', 'make all'));
  expect(await found(cwd)).toEqual(['Dockerfile:3 sudo']);
});

test('a removed line changes the instruction it stood in', async () => {
  const cwd = repository({ Dockerfile: dockerfile });
  writeFileSync(join(cwd, 'Dockerfile'), dockerfile.replace('    make test && \\\n', ''));
  expect(await found(cwd)).toEqual(['Dockerfile:3 sudo']);
});

test('new lines, files that git does not know yet, and files under a new name are new', async () => {
  const cwd = repository({ Dockerfile: dockerfile, 'old/Dockerfile': dockerfile });
  writeFileSync(join(cwd, 'Dockerfile'), `${dockerfile}RUN sudo make more\n`);
  writeFileSync(join(cwd, 'new.Dockerfile'), 'FROM debian:latest\n');
  renameSync(join(cwd, 'old'), join(cwd, 'moved'));
  expect(await found(cwd)).toEqual([
    'Dockerfile:7 sudo',
    'moved/Dockerfile:1 latest-tag',
    'moved/Dockerfile:3 sudo',
    'moved/Dockerfile:6 sudo',
    'new.Dockerfile:1 latest-tag',
  ]);
});

test('what the other branch did meanwhile is no change of this one', async () => {
  const cwd = repository({ Dockerfile: dockerfile });
  git(cwd, 'checkout', '-qb', 'feature');
  writeFileSync(join(cwd, 'Dockerfile'), dockerfile.replace('make clean', 'make tidy'));
  git(cwd, 'commit', '-qam', 'two');
  git(cwd, 'checkout', '-q', '-');
  writeFileSync(join(cwd, 'Dockerfile'), dockerfile.replace('debian:latest', 'debian:12.9'));
  git(cwd, 'commit', '-qam', 'three');
  const main = git(cwd, 'branch', '--show-current').trim();
  git(cwd, 'checkout', '-q', 'feature');
  const { stdout } = await run(['lint', '--since', main, '--format', 'short'], { cwd });
  expect(stdout).toContain('Dockerfile:6:5: error');
  expect(stdout).not.toContain('latest-tag');
});

test('what cannot be compared is said in one sentence', async () => {
  const cwd = repository({ Dockerfile: dockerfile });
  const said = async (args: readonly string[], where = cwd) => {
    const { code, stderr } = await run(['lint', ...args], { cwd: where });
    return `${code} ${stderr.trim()}`;
  };
  expect(await said(['--since', 'origin/main'])).toBe(
    '2 plimsoll: git knows no revision `origin/main`; check the name, or fetch more of the history.',
  );
  expect(await said(['--since', '--output=x'])).toMatch(/^2 plimsoll: /);
  expect(await said(['--since', 'HEAD'], folder({ Dockerfile: dockerfile }))).toBe(
    '2 plimsoll: `--since` needs git and a repository, and this folder is in none.',
  );
  expect(await said(['--since', 'HEAD', '--fix'])).toBe(
    '2 plimsoll: --since judges a change, and --fix and --diff mend whole files; use one of them.',
  );
});

test('a run in a folder of the repository compares that folder', async () => {
  const cwd = repository({ 'app/Dockerfile': dockerfile, 'web/Dockerfile': dockerfile });
  writeFileSync(join(cwd, 'app/Dockerfile'), dockerfile.replace('make clean', 'make tidy'));
  writeFileSync(join(cwd, 'app/new.Dockerfile'), 'FROM debian:latest\n');
  expect(await found(join(cwd, 'app'))).toEqual(['Dockerfile:6 sudo', 'new.Dockerfile:1 latest-tag']);
  expect(await found(join(cwd, 'web'))).toEqual([]);
});

test('a Dockerfile that stands in a build file is judged by the lines that are changed there', async () => {
  const text = `services:
  web:
    build:
      dockerfile_inline: |
        FROM debian:latest
        RUN sudo make
        RUN sudo make more
  job:
    build:
      dockerfile_inline: |
        FROM debian:latest
`;
  const cwd = repository({ 'compose.yaml': text });
  const from = ['--from', 'compose.yaml'];
  expect(await found(cwd, ...from)).toEqual([]);
  writeFileSync(join(cwd, 'compose.yaml'), text.replace('sudo make\n', 'sudo make all\n'));
  expect(await found(cwd, ...from)).toEqual(['compose.yaml:6 sudo']);
  writeFileSync(join(cwd, 'compose.yaml'), `${text}        RUN sudo make\n`);
  expect(await found(cwd, ...from)).toEqual(['compose.yaml:12 sudo']);
});
