import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sketchArchive } from '../../src/testing/sketch.ts';
import { folder, run } from './run.ts';

const fixture = 'fixtures/images/secret-deleted-by-a-later-layer';
const archive = readFileSync(join(fixture, 'image.tar'));

interface Related {
  readonly place: {
    readonly kind: string;
    readonly file?: string;
    readonly span?: { start: number };
    readonly layer?: number;
  };
  readonly message: string;
}

test('a secret in a deleted file is told with the layer that added it, the instruction that removed it, and both lines', async () => {
  const argv = ['image', `${fixture}/image.tar`, '--dockerfile', `${fixture}/Dockerfile`, '--no-cache'];
  const { code, stdout } = await run([...argv, '--format', 'json']);
  expect(code).toBe(1);
  const [report] = JSON.parse(stdout).reports;
  const found = report.findings.find(({ rule }: { rule: string }) => rule === 'secret-in-deleted-file');
  expect(found.place).toMatchObject({ kind: 'layer', layer: 3, path: 'app/.env', line: 3 });
  const lines = found.related
    .filter(({ place }: Related) => place.kind === 'dockerfile')
    .map(({ place, message }: Related & { place: { start?: { line: number } } }) => [place.start?.line, message]);
  expect(lines).toEqual([
    [5, 'This COPY brought the file.'],
    [9, '`/app/.env` is removed here, but stays in the layer of the COPY that brought it.'],
  ]);
  const { stdout: text } = await run(argv);
  expect(text).toContain('5 │ COPY .env /app/.env');
  expect(text).toContain('9 │ RUN rm /app/.env');
});

test('an archive on standard input is read as the file is', async () => {
  const argv = ['--format', 'json', '--no-cache'];
  const file = await run(['image', `${fixture}/image.tar`, ...argv]);
  const piped = await run(['image', '-', ...argv], { stdin: archive });
  const rulesOf = (out: string) =>
    JSON.parse(out).reports[0].findings.map(({ rule, message }: { rule: string; message: string }) => [rule, message]);
  expect(rulesOf(piped.stdout)).toEqual(rulesOf(file.stdout));
  expect(piped.code).toBe(1);
});

test('the raw secret is in no format', async () => {
  const token = /ghp_[A-Za-z0-9]{36}/.exec(archive.toString('latin1'))?.[0] ?? '';
  expect(token).toMatch(/^ghp_/);
  for (const format of [
    'text',
    'json',
    'ndjson',
    'sarif',
    'github',
    'gitlab',
    'junit',
    'checkstyle',
    'sonarqube',
    'rdjson',
    'markdown',
    'html',
  ]) {
    const { stdout } = await run([
      'image',
      `${fixture}/image.tar`,
      '--dockerfile',
      `${fixture}/Dockerfile`,
      '--no-cache',
      '--format',
      format,
    ]);
    expect(stdout.length, format).toBeGreaterThan(100);
    expect(stdout.includes(token), format).toBe(false);
  }
});

test('a report that the configuration asks for has the picture of the files that the flag gives', async () => {
  const named = folder({ 'image.tar': sketchArchive({ layers: [{ 'opt/app/heavy.bin': { size: 70_000 } }] }) });
  const configured = folder({
    'plimsoll.yaml': 'format: html\n',
    'image.tar': sketchArchive({ layers: [{ 'opt/app/heavy.bin': { size: 70_000 } }] }),
  });
  const byFlag = await run(['image', 'image.tar', '--format', 'html', '--no-cache'], { cwd: named });
  const byFile = await run(['image', 'image.tar', '--no-cache'], { cwd: configured });
  expect(byFlag.stdout).toContain('heavy.bin');
  expect(byFile.stdout).toBe(byFlag.stdout);
});

const sketch = sketchArchive({ layers: [{ 'etc/passwd': 'root:x:0:0::/root:/bin/sh\n' }], config: { User: '0' } });
const wrongDigest = Buffer.from(sketch);
wrongDigest.write('rooT', wrongDigest.indexOf('root:x:0:0'));

const cwd = folder({
  'image.tar': sketch,
  'truncated.tar': sketch.subarray(0, 1500),
  'wrong-digest.tar': wrongDigest,
  'empty.tar': new Uint8Array(10240),
  'nothing.tar': '',
  'text.tar': 'this is no archive\n',
  'json.tar': '{}',
});
mkdirSync(join(cwd, 'folder'));

/** What was asked, and the sentence that says what could not be done. */
const failures: readonly (readonly [readonly string[], RegExp])[] = [
  [['absent.tar'], /There is no file or folder `\S*absent\.tar`\./],
  [['truncated.tar'], /truncated\.tar`.*(ends|cut|truncated)/i],
  [['empty.tar'], /empty\.tar`/],
  [['nothing.tar'], /nothing\.tar`.*(empty|no tar archive)/],
  [['text.tar'], /text\.tar`.*(no tar archive|archive)/],
  [['json.tar'], /json\.tar`/],
  [['folder'], /folder`.*(no image|holds no|neither)/],
  [['image.tar', '--dockerfile', 'folder'], /`folder` cannot be read: it is a folder\./],
  [['image.tar', '--dockerfile', 'absent'], /`absent` cannot be read: there is no such file\./],
  [['image.tar', '--platform', 'linux/'], /`linux\/` is no platform: write it as `linux\/arm64`\./],
  [['image.tar', '--platform', 'linux/arm64'], /linux\/arm64/],
  [['image.tar', '--base', 'absent.tar'], /There is no file or folder `\S*absent\.tar`\./],
];

describe('what cannot be read is said in a sentence, and the run ends 2', () => {
  test.each(failures)('%j', async (argv, sentence) => {
    const { code, stdout, stderr } = await run(['image', ...argv, '--no-cache'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toBe('');
    expect(stdout.replaceAll(/\s*\n\s+/g, ' ')).toMatch(sentence);
    expect(stdout).not.toMatch(/\bat .+:\d+:\d+\)/);
  });
});

test('a layer of another digest is left out, and everything else is still reported', async () => {
  const { code, stdout } = await run(['image', 'wrong-digest.tar', '--no-cache'], { cwd });
  expect(code).toBe(2);
  expect(stdout).toMatch(/digest|diffID/);
  expect(stdout).toContain('image-runs-as-root');
});

test('a Dockerfile that cannot be read keeps the findings of the image', async () => {
  const { code, stdout } = await run(['image', 'image.tar', '--dockerfile', 'absent', '--no-cache'], { cwd });
  expect(code).toBe(2);
  expect(stdout).toContain('image-runs-as-root');
});
