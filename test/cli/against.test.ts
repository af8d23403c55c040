/** `image --against`: what differs from the image before, and that only what is new counts. */
import { expect, test } from 'vitest';
import { sketchArchive } from '../../src/testing/sketch.ts';
import { json } from '../src/report/conforms.ts';
import { folder, run } from './run.ts';

const base = { 'bin/server': { size: 2_000_000, mode: 0o755 }, 'etc/passwd': 'root:x:0:0::/root:/bin/sh\n' };
const token = `ghp_${'Zq8vB3nL5xT9wY2k'.repeat(2)}R7mP`;
const common = { reference: 'acme/app:1', history: ['ADD file:1 in /', 'COPY . /app # buildkit'] };
const cwd = folder({
  Dockerfile: 'FROM debian:latest\nCOPY . /app\n',
  'old.tar': sketchArchive({
    ...common,
    layers: [base, { 'app/server.js': 'start()\n', 'app/old.js': 'x' }],
    config: { User: 'root', Volumes: { '/etc': {} } },
  }),
  'new.tar': sketchArchive({
    ...common,
    layers: [base, { 'app/server.js': 'start(1)\n', 'app/lib/a.js': 'a', 'app/lib/b.js': { size: 1_500_000 } }],
    config: { User: 'root', Env: [`API_TOKEN=${token}`], ExposedPorts: { '22/tcp': {} } },
  }),
  'cut.tar': sketchArchive({ layers: [base] }).subarray(0, 1500),
});
const rules = ['image-runs-as-root', 'image-exposes-ssh', 'sensitive-volume'].flatMap((id) => [
  '--rule',
  `${id}=warning`,
]);
const image = (...argv: readonly string[]) =>
  run(['image', ...argv, '--preset', 'buildkit', ...rules, '--no-cache'], { cwd });

test('the text says what differs, what is gone and what is new', async () => {
  const { code, stdout } = await image('new.tar', '--against', 'old.tar');
  expect(
    stdout,
  ).toBe(`── new.tar ──────────────────────────────────────────────────────────────────────────── 1 warning ──
   linux/amd64, 3.5 MB in 2 layers, read as docker-archive

   new.tar is 1.5 MB larger than old.tar; 2 files added, 1 file removed and 1 file changed. 1
   finding is new, 1 finding is gone and 1 finding is in both.

                   before      after
   size            2.0 MB     3.5 MB   +1.5 MB
   of it shown     2.0 MB     3.5 MB   +1.5 MB
   of it wasted       0 B        0 B
   layers               2          2   1 in both, 2.0 MB
   files                4          5   2 added, 1 removed, 1 changed

   Layers
   ~   1         9 B → 1.5 MB  COPY . /app

   Configuration
   + Env.API_TOKEN        ${'*'.repeat(40)}
   + ExposedPorts.22/tcp
   − Volumes./etc

   Files
   +    1.5 MB  /app/lib/  2 files, layer 1, most in b.js
   ~       9 B  /app/server.js  +1 B, layer 1
   −       1 B  /app/old.js

   Gone
   warning  The volume \`/etc\` covers what belongs to the system. sensitive-volume

   New

warning  The image exposes \`22/tcp\`, the port of SSH.  image-exposes-ssh
       ╭─ ExposedPorts.22/tcp in the image config
help     Leave the server out, and enter with \`docker exec\`.

Found 1 warning, all new, in 1 image.
Not counted: 1 not new.
Why: \`plimsoll explain RULE\`. To silence: \`# plimsoll ignore=RULE reason\` above the instruction.
`);
  expect(code).toBe(1);
});

test('what the image before has too fails nothing, and an image held against itself differs in nothing', async () => {
  const { code, stdout } = await image('old.tar', '--against', 'old.tar');
  expect(code).toBe(0);
  expect(stdout).toContain('old.tar is what old.tar is: the same layers, files, configuration and packages.');
  expect(stdout).toContain('Clean: nothing new was found in 1 image.');
  expect((await image('new.tar', '--against', 'old.tar', '--fail-on', 'error')).code).toBe(0);
});

test('the JSON conforms to its schema, tells every file, and shows no secret', async () => {
  const { stdout } = await image('new.tar', '--against', 'old.tar', '--format', 'json');
  const [report] = json(stdout).reports;
  expect(report?.comparison?.files.map(({ change, path }) => `${change} ${path}`)).toEqual([
    'added app/lib',
    'added app/lib/a.js',
    'added app/lib/b.js',
    'removed app/old.js',
    'content app/server.js',
  ]);
  expect(report?.findings.map(({ rule, baseline }) => [rule, baseline])).toEqual([
    ['image-exposes-ssh', 'new'],
    ['image-runs-as-root', 'unchanged'],
  ]);
  expect(report?.comparison?.gone.map(({ rule }) => rule)).toEqual(['sensitive-volume']);
  expect(stdout).not.toContain(token);
});

test('the markdown opens with the numbers and folds the rest away, without the secret', async () => {
  const { stdout } = await image('new.tar', '--against', 'old.tar', '--format', 'markdown');
  expect(stdout).toContain('## Plimsoll: new: 1 warning');
  expect(stdout).toContain('| size | 2.0 MB | 3.5 MB | **+1.5 MB** |');
  expect(stdout).toContain('<details><summary>Files: 2 added, 1 removed, 1 changed</summary>');
  expect(stdout).toContain('| ➕ | 1.5 MB | `/app/lib/` | 2 files |');
  expect(stdout).not.toContain(token);
});

test('the page says it in a sentence above the picture, and folds the lists', async () => {
  const { stdout } = await image('new.tar', '--against', 'old.tar', '--format', 'html');
  expect(stdout).toContain('<code>new.tar</code> is 1.5 MB larger than <code>old.tar</code>');
  expect(stdout.indexOf('class="changes"')).toBeLessThan(stdout.indexOf('class="picture"'));
  expect(stdout).toContain('<summary>Files: 2 added, 1 removed, 1 changed</summary>');
  expect(stdout).not.toContain(token);
});

test('a Dockerfile lends its lines, and is not judged itself', async () => {
  const latest = ['--rule', 'latest-tag=error'];
  expect((await image('new.tar', '--dockerfile', 'Dockerfile', ...latest)).stdout).toContain('latest-tag');
  const { stdout } = await image('new.tar', '--against', 'old.tar', '--dockerfile', 'Dockerfile', ...latest);
  expect(stdout).not.toContain('latest-tag');
  expect(stdout).toContain('/app/lib/  2 files, Dockerfile:2');
});

test('an image before that cannot be read is a sentence and 2; the other is judged all the same', async () => {
  const { code, stdout } = await image('new.tar', '--against', 'absent.tar');
  expect(code).toBe(2);
  expect(stdout).toMatch(/Not checked: --against absent\.tar .*There is no file or folder/s);
  expect(stdout).toContain('image-runs-as-root');
  const cut = await image('new.tar', '--against', 'cut.tar');
  expect(cut.code).toBe(2);
  expect(cut.stdout).toContain('cut.tar');
});
