/** `--layers` and `--tree`. */
import { expect, test } from 'vitest';
import { sketchArchive } from '../../src/testing/sketch.ts';
import { folder, run } from './run.ts';

const archive = sketchArchive({
  layers: [{ 'usr/bin/tool': { size: 2_000_000 } }, { 'app/data': { size: 1_000_000 } }, { 'app/.wh.data': '' }],
  history: ['ADD file:1 in /', 'COPY . /app # buildkit', 'RUN /bin/sh -c rm /app/data # buildkit'],
});
const cwd = folder({ 'app.tar': archive, 'broken.tar': 'no image' });
// One rule that does not speak of layers, so that the table says nothing of rules that come later.
const one = ['--preset', 'buildkit', '--rule', 'image-runs-as-root=warning', '--no-cache'];
const image = (...argv: readonly string[]) => run(['image', ...argv, ...one], { cwd });

test('the table stands instead of the findings, and the exit code is theirs all the same', async () => {
  const { code, stdout } = await image('app.tar', '--layers');
  expect(stdout.split('\n').map((line) => line.replace(/\s+/g, ' ').trim())).toEqual([
    'app.tar linux/amd64, 3.0 MB in 3 layers',
    '',
    'layer size wasted found made by',
    '0 2.0 MB ████████████████ - - ADD file:1 in /',
    '2.0 MB /usr/bin/tool',
    '1 1.0 MB ▒▒▒▒▒▒▒▒ 1.0 MB - COPY . /app',
    '1.0 MB /app/data 1.0 MB wasted',
    '2 0 B - - RUN rm /app/data',
    '',
    '66.7 % of the bytes are in the final filesystem; 1.0 MB wasted.',
    '',
  ]);
  expect(code).toBe(1);
});

test('the tree is of the folder that was named', async () => {
  const { stdout } = await image('app.tar', '--tree', '/usr');
  expect(stdout).toBe(
    '   2.0 MB ████████████████  /usr\n   2.0 MB ████████████████  └─ bin/\n   2.0 MB ████████████████     └─ tool\n',
  );
});

test('a folder that is not there is a sentence', async () => {
  const { code, stderr } = await image('app.tar', '--tree', '/srv');
  expect([code, stderr]).toEqual([2, 'plimsoll: There is no `/srv` in app.tar to draw a --tree of.\n']);
});

test('what could not be read is said beside the pictures', async () => {
  const { code, stdout } = await image('broken.tar', 'app.tar', '--layers');
  expect(code).toBe(2);
  expect(stdout).toContain('app.tar  linux/amd64');
  expect(stdout).toContain('Not checked: broken.tar');
});

test('a picture and a document do not share an output', async () => {
  const { code, stdout, stderr } = await image('app.tar', '--layers', '--format', 'json');
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toBe(
    'plimsoll: --layers draws on standard output, where json would be written too; give it a file: --format json=FILE.\n',
  );
});
