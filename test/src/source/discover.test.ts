import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { discover } from '../../../src/source/discover.ts';
import { isDockerfileName } from '../../../src/source/dockerfile-name.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder with these files; a value is the file's text. */
function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-discover-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const from = 'FROM debian:12.9\n';

test.each([
  'Dockerfile',
  'dockerfile',
  'Containerfile',
  'Dockerfile.dev',
  'Dockerfile.alpine3.20',
  'Dockerfile-ci',
  'Dockerfile_build',
  'Containerfile.prod',
  'api.Dockerfile',
  'api.dockerfile',
  'api.Containerfile',
])('%s is a Dockerfile', (name) => {
  expect(isDockerfileName(name)).toBe(true);
});

test.each([
  '.dockerignore',
  'Dockerfile.dockerignore',
  'api.Dockerfile.dockerignore',
  'Dockerfile.md',
  'Dockerfile.j2',
  'Dockerfile.dev.tmpl',
  'Dockerfile.bak',
  'Dockerfile~',
  'dockerfile-lint.js',
  'dockerfile_parser.go',
  'Dockerfiles',
  'docker-compose.yml',
  '.Dockerfile.swp',
  'MyDockerfile',
])('%s is none', (name) => {
  expect(isDockerfileName(name)).toBe(false);
});

test('a folder is searched whole, and its files come sorted by code units', async () => {
  const cwd = project({
    'b/Dockerfile': from,
    'B/Dockerfile': from,
    'a/deep/er/api.Dockerfile': from,
    Dockerfile: from,
    'README.md': '',
    'node_modules/x/Dockerfile': from,
    '.devcontainer/Dockerfile': from,
  });
  expect(await discover(['.'], { cwd })).toEqual({
    files: ['.devcontainer/Dockerfile', 'B/Dockerfile', 'Dockerfile', 'a/deep/er/api.Dockerfile', 'b/Dockerfile'],
    problems: [],
  });
});

test('what git ignores is left out, at every level, and taken back in by a later rule', async () => {
  const cwd = project({
    '.gitignore': 'dist/\n*.dev\n',
    '.git/HEAD': '',
    'dist/Dockerfile': from,
    'Dockerfile.dev': from,
    'app/.gitignore': 'vendor\n!Dockerfile.dev\n',
    'app/Dockerfile.dev': from,
    'app/vendor/Dockerfile': from,
    'app/Dockerfile': from,
  });
  expect((await discover(['.'], { cwd })).files).toEqual(['app/Dockerfile', 'app/Dockerfile.dev']);
  expect((await discover(['app'], { cwd })).files).toEqual(['app/Dockerfile', 'app/Dockerfile.dev']);
});

test('.plimsollignore leaves out what git keeps, and takes in what git leaves out', async () => {
  const cwd = project({
    '.gitignore': 'generated.Dockerfile\n',
    '.plimsollignore': 'testdata/\n!generated.Dockerfile\n',
    'testdata/Dockerfile': from,
    'generated.Dockerfile': from,
    Dockerfile: from,
  });
  expect((await discover(['.'], { cwd })).files).toEqual(['Dockerfile', 'generated.Dockerfile']);
});

test('rules of folders above count within a repository, and not outside of one', async () => {
  const files = { '.gitignore': 'legacy/\n', 'app/legacy/Dockerfile': from, 'app/Dockerfile': from };
  const outside = project(files);
  expect((await discover(['app'], { cwd: outside })).files).toEqual(['app/Dockerfile', 'app/legacy/Dockerfile']);
  const inside = project({ ...files, '.git/HEAD': '' });
  expect((await discover(['app'], { cwd: inside })).files).toEqual(['app/Dockerfile']);
});

test('what is named is taken, whatever its name and whoever ignores it', async () => {
  const cwd = project({ '.gitignore': '*\n', '.git/HEAD': '', 'build.txt': from, 'dist/Dockerfile': from });
  expect(await discover(['build.txt'], { cwd, excludes: () => true })).toEqual({ files: ['build.txt'], problems: [] });
});

test('a folder that is named is searched even where git would not look', async () => {
  const cwd = project({ '.gitignore': 'dist\n', '.git/HEAD': '', 'dist/sub/Dockerfile': from });
  expect((await discover(['dist'], { cwd })).files).toEqual(['dist/sub/Dockerfile']);
});

test('globs give what they match; those that end in a star give Dockerfiles only', async () => {
  const cwd = project({
    'services/api/Dockerfile': from,
    'services/api/build.docker': from,
    'services/web/Dockerfile': from,
    'other/Dockerfile': from,
  });
  expect((await discover(['services/*/Dockerfile'], { cwd })).files).toEqual([
    'services/api/Dockerfile',
    'services/web/Dockerfile',
  ]);
  expect((await discover(['**/*.docker'], { cwd })).files).toEqual(['services/api/build.docker']);
  expect((await discover(['services/**'], { cwd })).files).toEqual([
    'services/api/Dockerfile',
    'services/web/Dockerfile',
  ]);
  expect((await discover(['./services/{api,web}/D*', '!**/web/**'], { cwd })).files).toEqual([
    'services/api/Dockerfile',
  ]);
  expect((await discover([join(cwd, 'other/*')], { cwd })).files).toEqual(['other/Dockerfile']);
});

test('one file named in many ways is one file', async () => {
  const cwd = project({ 'app/Dockerfile': from });
  const paths = [
    'app/Dockerfile',
    './app/Dockerfile',
    'app/../app/Dockerfile',
    join(cwd, 'app/Dockerfile'),
    'app',
    '.',
  ];
  expect((await discover(paths, { cwd })).files).toEqual(['app/Dockerfile']);
});

test('a file outside of the working directory keeps its whole path', async () => {
  const elsewhere = project({ Dockerfile: from });
  const cwd = project({});
  expect((await discover([elsewhere], { cwd })).files).toEqual([join(elsewhere, 'Dockerfile')]);
});

test('excludes hold for folders and globs', async () => {
  const cwd = project({ 'a/Dockerfile': from, 'b/Dockerfile': from });
  const excludes = (path: string) => path.includes('/a/');
  expect((await discover(['.'], { cwd, excludes })).files).toEqual(['b/Dockerfile']);
  expect((await discover(['*/Dockerfile'], { cwd, excludes })).files).toEqual(['b/Dockerfile']);
});

test('what is missing is a problem that names it, and the rest is found', async () => {
  const cwd = project({ 'a/Dockerfile': from, 'empty/readme.txt': '' });
  const { files, problems } = await discover(['a', 'Dockerfil', 'empty', 'x/**/Dockerfile'], { cwd });
  expect(files).toEqual(['a/Dockerfile']);
  expect(problems.map((problem) => problem.message)).toEqual([
    '`Dockerfil` does not exist; check the path.',
    'There is no Dockerfile in `empty`; name a file or another folder.',
    'There is no Dockerfile for `x/**/Dockerfile`; name a file or another folder.',
  ]);
});

test('links: to a file it is followed, to a folder it is not, to nothing it is a problem', async () => {
  const cwd = project({ 'real/base.Dockerfile': from });
  symlinkSync(join(cwd, 'real/base.Dockerfile'), join(cwd, 'Dockerfile'));
  symlinkSync(cwd, join(cwd, 'loop'));
  symlinkSync(join(cwd, 'gone'), join(cwd, 'Containerfile'));
  const { files, problems } = await discover(['.'], { cwd });
  expect(files).toEqual(['Dockerfile', 'real/base.Dockerfile']);
  expect(problems.map((problem) => problem.message)).toEqual([
    '`Containerfile` is a link to nothing; mend or remove it.',
  ]);
});
