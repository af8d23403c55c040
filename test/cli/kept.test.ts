/** What is kept of an image's judgement: said again to the letter where nothing has changed, never where anything has. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { layerCache } from '../../src/source/cache.ts';
import { sketchArchive } from '../../src/testing/sketch.ts';
import { alnum, base62Crc, random } from '../src/secrets/samples.ts';
import { folder, run } from './run.ts';

const body = random(7)(alnum, 30);
const token = `ghp_${body}${base62Crc(body)}`;
/** Stands in a layer and nowhere else, as many bytes as what takes its place. */
const marked = 'the notes that are in the layer';

const sketch = {
  layers: [
    { 'etc/passwd': 'root:x:0:0::/root:/bin/sh\n', 'etc/os-release': 'ID=debian\nVERSION_ID="12"\n' },
    { 'srv/app/.env': `GITHUB=${token}\n`, 'srv/app/notes.log': `${marked}\n`, 'srv/app/a.js': { mode: 0o666 } },
    { 'srv/app/.wh..env': '' },
  ],
  config: { Env: [`GITHUB=${token}`, 'PATH=/usr/bin'], Cmd: ['/srv/app/a.js'] },
  top: { architecture: 'amd64', os: 'linux', created: '2024-01-01T00:00:00Z' },
  history: [
    'ADD rootfs.tar / # buildkit',
    { by: `ENV GITHUB=${token}`, empty: true },
    'COPY . /srv/app/ # buildkit',
    'RUN /bin/sh -c rm /srv/app/.env # buildkit',
  ],
};
const dockerfile = `FROM debian:12.9\nENV GITHUB=${token}\nCOPY . /srv/app/\nRUN rm /srv/app/.env\n`;

let cache = '';
let cwd = '';
beforeEach(() => {
  cache = folder({});
  vi.stubEnv('PLIMSOLL_CACHE_DIR', cache);
  cwd = folder({
    'image.tar': sketchArchive(sketch),
    'base.tar': sketchArchive({ layers: sketch.layers.slice(0, 1) }),
    Dockerfile: dockerfile,
    '.dockerignore': 'node_modules\n',
    'a.js': '',
  });
});

const image = ['image', 'image.tar'];
const built = [...image, '--dockerfile', 'Dockerfile'];

function judge(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return run(argv, { cwd, env });
}

function kept(): readonly string[] {
  const judgements = join(cache, 'layers/judgements');
  return existsSync(judgements) ? readdirSync(judgements).map((name) => join(judgements, name)) : [];
}

/** The same archive, other bytes in a layer: whoever reads it is told by its digest. */
function spoilLayers(): void {
  const archive = readFileSync(join(cwd, 'image.tar'));
  const at = archive.indexOf(marked);
  archive.fill('x', at, at + marked.length);
  writeFileSync(join(cwd, 'image.tar'), archive);
}

describe('an image that did not change is told again to the letter, and none of its layers is read', () => {
  for (const format of ['text', 'json', 'ndjson', 'sarif', 'markdown', 'github', 'gitlab', 'junit', 'html'])
    test.each([image, built].map((argv) => [argv.join(' '), argv]))(`${format}: %s`, async (_, argv) => {
      const asked = [...argv, '--format', format];
      const plain = await judge([...asked, '--no-cache']);
      expect(kept()).toEqual([]);
      expect(await judge(asked)).toEqual(plain);
      expect(kept()).toHaveLength(1);
      spoilLayers();
      expect(await judge(asked)).toEqual(plain);
      expect((await judge([...argv, '--no-cache'])).code).toBe(2);
      expect(plain.stdout.length).toBeGreaterThan(200);
    });

  test('the facts of its layers need not be there', async () => {
    const first = await judge(image);
    const facts = readdirSync(join(cache, 'layers')).filter((name) => name !== 'judgements');
    expect(facts).toHaveLength(1);
    for (const name of readdirSync(join(cache, 'layers', facts[0] ?? '')))
      writeFileSync(join(cache, 'layers', facts[0] ?? '', name), '');
    spoilLayers();
    expect(await judge(image)).toEqual(first);
    // Pictures of every file need them.
    expect((await judge([...image, '--tree', '/srv'])).code).toBe(2);
    expect((await judge([...image, '--layers'])).code).toBe(first.code);
  });
});

describe('whatever a judgement depends on, another of it is another judgement', () => {
  const write = (name: string, text: string | Uint8Array) => () => writeFileSync(join(cwd, name), text);
  const nothing = () => {};
  test.each<[what: string, argv: readonly string[], change: () => void, env?: Readonly<Record<string, string>>]>([
    ['a rule that is off', [...image, '--ignore', 'secret-in-env'], nothing],
    ['a severity', [...image, '--rule', 'secret-in-env=info'], nothing],
    ['a preset', [...image, '--preset', 'dockle'], nothing],
    ['an option of a rule', image, () => write('plimsoll.yaml', 'rules:\n  layer-count: [error, { max: 2 }]\n')()],
    ['a detector', image, () => write('plimsoll.yaml', detector)()],
    ['the day', [...built, '--today', '2031-01-01'], nothing],
    ['the key of tokens', image, nothing, { PLIMSOLL_FINGERPRINT_KEY: 'a key that nobody could guess' }],
    ['the base', [...image, '--base', 'base.tar'], nothing],
    ['a Dockerfile', built, nothing],
    ['its text', built, () => write('Dockerfile', dockerfile.replace('12.9', 'latest'))()],
    ['a build argument', [...built, '--build-arg', 'A=1'], () => write('Dockerfile', `ARG A=1\n${dockerfile}`)()],
    ['what its context leaves out', built, () => write('.dockerignore', '.env\n*.log\n')()],
    ['a file of its context', built, () => write('id_rsa', '')()],
    ['the name of the image', ['image', 'other.tar'], () => write('other.tar', sketchArchive(sketch))()],
    ['its config', image, () => write('image.tar', sketchArchive({ ...sketch, config: { User: 'app' } }))()],
    ['its layers', image, () => write('image.tar', sketchArchive({ ...sketch, layers: [{}, {}, { a: 'b' }] }))()],
  ])('%s', async (what, argv, change, env) => {
    const before = [await judge([...image, '--format', 'json']), await judge([...built, '--format', 'json'])];
    change();
    const asked = [...argv, '--format', 'json'];
    const fresh = await judge([...asked, '--no-cache'], env);
    expect(await judge(asked, env)).toEqual(fresh);
    expect(await judge(asked, env)).toEqual(fresh);
    if (what !== 'a Dockerfile') expect(before).not.toContainEqual(fresh);
  });

  test('what a configuration makes of a judgement is decided anew', async () => {
    await judge(image);
    spoilLayers();
    const [entry] = kept();
    writeFileSync(
      join(cwd, 'plimsoll.yaml'),
      'ignore:\n  - { rule: secret-in-deleted-file, path: /srv/**, reason: known }\n',
    );
    const { stdout } = await judge([...image, '--format', 'json']);
    expect(kept()).toEqual([entry]);
    const [report] = JSON.parse(stdout).reports;
    const found = report.findings.find(({ rule }: { rule: string }) => rule === 'secret-in-deleted-file');
    expect(found.suppressed).toMatchObject({ kind: 'external', reason: 'known' });
  });

  test('a rule of a plugin may depend on anything: nothing is kept', async () => {
    writeFileSync(join(cwd, 'own.mjs'), plugin);
    writeFileSync(join(cwd, 'plimsoll.yaml'), 'plugins: [./own.mjs]\n');
    const { stdout, stderr } = await judge([...image, '--format', 'json']);
    expect(stdout, stderr).toContain('"acme-own"');
    expect(kept()).toEqual([]);
  });
});

const detector = `secrets:
  detectors:
    - { id: acme-notes, description: Acme notes, keywords: [notes], expression: 'notes that are in [a-z]{3}' }
`;
const plugin = `export default {
  id: 'acme-own', on: 'image', since: '1.0', severity: 'warning', category: 'style', summary: 'Own.', why: 'Own.',
  bad: [{ whole: '[||]' }], good: [],
  *check() { yield { place: { kind: 'image' }, message: 'Own.' }; },
};
`;

test('an image that was not read whole is not kept, and what its limits left out is told again', async () => {
  spoilLayers();
  const cut = await judge([...image, '--format', 'json']);
  expect(cut.code).toBe(2);
  expect(kept()).toEqual([]);
  const deep = `${'a/'.repeat(300)}b`;
  writeFileSync(join(cwd, 'image.tar'), sketchArchive({ layers: [{ [deep]: 'x' }] }));
  const limited = await judge([...image, '--format', 'json']);
  expect(limited.code).toBe(2);
  expect(kept()).toHaveLength(1);
  expect(await judge([...image, '--format', 'json'])).toEqual(limited);
  expect(limited.stdout).toContain('"limit-exceeded"');
});

test('an image that passes by is read to its end, and judged anew only where it is another', async () => {
  const pipe = (bytes: Uint8Array) => run(['image', '-', '--format', 'json'], { cwd, stdin: bytes });
  const archive = readFileSync(join(cwd, 'image.tar'));
  const first = await pipe(archive);
  const [entry = ''] = kept();
  // Says something that no rule says.
  const said = readFileSync(entry).subarray(4).toString().replace('ships in the image', 'SHIPS IN THE IMAGE');
  await layerCache(cache, '').judgements.put(basename(entry), Buffer.from(said));
  expect((await pipe(archive)).stdout).toBe(first.stdout.replace('ships in the image', 'SHIPS IN THE IMAGE'));
  spoilLayers();
  expect((await pipe(readFileSync(join(cwd, 'image.tar')))).code).toBe(2);
});

test('an entry that is cut or changed anywhere is none', async () => {
  const first = await judge([...image, '--format', 'json']);
  const [entry = ''] = kept();
  const whole = readFileSync(entry);
  for (const at of [0, 3, 4, 5, whole.length >> 1, whole.length - 1]) {
    writeFileSync(entry, whole.subarray(0, at));
    expect(await judge([...image, '--format', 'json'])).toEqual(first);
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] ?? 0) ^ 1;
    writeFileSync(entry, changed);
    expect(await judge([...image, '--format', 'json'])).toEqual(first);
    expect(readFileSync(entry)).toEqual(whole);
  }
});

test('no secret is in anything that is kept', async () => {
  const { stdout } = await judge([...built, '--format', 'json']);
  expect(stdout).toContain('secret-in-env');
  const files = readdirSync(cache, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  expect(files.length).toBeGreaterThan(3);
  for (const { parentPath, name } of files) {
    const bytes = readFileSync(join(parentPath, name));
    expect(bytes.includes(token), name).toBe(false);
    expect(bytes.includes(body), name).toBe(false);
  }
});
