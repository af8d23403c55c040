import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openImage, planImage } from '../../../src/source/open.ts';
import { parseReference } from '../../../src/source/reference.ts';
import { socketsOf } from '../../../src/source/sockets.ts';
import { sketchArchive } from '../../../src/testing/sketch.ts';

let folder = '';
let server: Server | undefined;
const asked: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-daemon-'));
  vi.stubEnv('DOCKER_HOST', `unix://${join(folder, 'd.sock')}`);
  vi.stubEnv('CONTAINER_HOST', `unix://${join(folder, 'p.sock')}`);
  asked.length = 0;
});
afterEach(async () => {
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  server = undefined;
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

async function listen(socket: string, answer: RequestListener): Promise<void> {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('Api-Version', '1.44');
    answer(request, response);
  });
  await new Promise<void>((resolve) => server?.listen(join(folder, socket), resolve));
}

const archive = sketchArchive({ layers: [{ 'etc/os-release': 'ID=alpine\n' }], config: { User: 'app' } });

const daemon: RequestListener = ({ url }, response) => {
  if (url === '/_ping') response.end('OK');
  else if (url === '/v1.44/images/acme/app%3A1.0/json')
    response.end('{"Id":"sha256:1","RepoTags":["acme/app:1.0","acme/app:stable"]}');
  else if (url === '/v1.44/images/acme/app%3A1.0/get') response.end(archive);
  else if (url === '/v1.44/images/broken/json') response.end('{"Id":"sha256:2"}');
  else response.writeHead(url?.includes('broken') ? 500 : 404).end('{"message":"empty export - not implemented"}');
};

for (const [socket, scheme, source] of [
  ['d.sock', 'docker', 'docker-daemon'],
  ['p.sock', 'podman', 'podman'],
] as const) {
  test(`an image of ${scheme} is read from its socket, in its version of the API`, async () => {
    await listen(socket, daemon);
    const opened = await openImage(`${scheme}:acme/app:1.0`, { cache: false });
    if (!opened.ok) throw new Error(opened.problem.message);
    expect(opened.value).toMatchObject({
      source,
      tags: ['acme/app:1.0', 'acme/app:stable'],
      config: { user: 'app' },
      skipped: [],
    });
    expect(opened.value.layers[0]?.extracts.osRelease).toMatchObject([{ id: 'alpine' }]);
    expect(asked).toEqual(['/_ping', '/v1.44/images/acme/app%3A1.0/json', '/v1.44/images/acme/app%3A1.0/get']);
  });
}

test('an image that was read whole is not exported again', async () => {
  await listen('d.sock', daemon);
  const cache = join(folder, 'cache');
  const first = await openImage('docker:acme/app:1.0', { cache });
  asked.length = 0;
  expect(await openImage('docker:acme/app:1.0', { cache })).toEqual(first);
  expect(asked).toEqual(['/_ping', '/v1.44/images/acme/app%3A1.0/json']);
  // Other options make other facts, and those are not there yet.
  await openImage('docker:acme/app:1.0', { cache, secrets: {} });
  expect(asked.at(-1)).toMatch(/\/get$/);
});

test('what is remembered of an image names it as its export did, and is exported again where facts are gone', async () => {
  await listen('d.sock', daemon);
  const cache = join(folder, 'cache');
  const exported = await planImage('docker:acme/app:1.0', { cache });
  if (!exported.ok) throw new Error(exported.problem.message);
  const first = await exported.value.read();
  const remembered = await planImage('docker:acme/app:1.0', { cache });
  expect(remembered).toMatchObject({ ok: true, value: { content: exported.value.content } });
  expect(exported.value.content).toMatch(/^[0-9a-f]{64}$/);
  asked.length = 0;
  const layers = (await readdir(join(cache, 'layers'))).filter((name) => name !== 'documents');
  expect(layers).toHaveLength(1);
  for (const name of layers) await rm(join(cache, 'layers', name), { recursive: true });
  expect(asked).toEqual([]);
  expect(remembered.ok && (await remembered.value.read())).toEqual(first);
  expect(asked).toEqual(['/v1.44/images/acme/app%3A1.0/get']);
});

test('an image whose config shows a secret is exported each time, and its config is kept nowhere', async () => {
  const config = { Env: ['DB_PASSWORD=q8Zr0PfLw3VbXcT2mN5d'] };
  const open = sketchArchive({ layers: [{ 'etc/os-release': 'ID=alpine\n' }], config });
  await listen('d.sock', (request, response) => {
    if (request.url?.endsWith('/get')) response.end(open);
    else daemon(request, response);
  });
  const cache = join(folder, 'cache');
  const first = await openImage('docker:acme/app:1.0', { cache });
  expect(await openImage('docker:acme/app:1.0', { cache })).toEqual(first);
  expect(asked.filter((url) => url.endsWith('/get'))).toHaveLength(2);
  expect(await readdir(join(cache, 'layers'))).not.toContain('documents');
});

test('a bare name is an image of whichever daemon answers', async () => {
  await listen('p.sock', daemon);
  expect(await openImage('acme/app:1.0', { cache: false })).toMatchObject({ ok: true, value: { source: 'podman' } });
});

test('an image that is not there, and one that cannot be exported, are said', async () => {
  await listen('d.sock', daemon);
  expect(await openImage('docker:acme/none', { cache: false })).toMatchObject({
    ok: false,
    problem: { reason: 'missing', message: 'Docker has no image `acme/none`.' },
  });
  expect(await openImage('docker:broken', { cache: false })).toMatchObject({
    ok: false,
    problem: { message: expect.stringContaining('500: empty export - not implemented') },
  });
});

test('a connection that breaks off leaves a truncated archive', async () => {
  await listen('d.sock', (request, response) => {
    if (!request.url?.endsWith('/get')) {
      daemon(request, response);
      return;
    }
    response.write(archive.subarray(0, 700), () => response.destroy());
  });
  const opened = await openImage('docker:acme/app:1.0', { cache: false });
  expect(opened.ok).toBe(false);
});

test('a daemon that is not there is said plainly', async () => {
  const missing = await openImage('docker:acme/app', { cache: false });
  expect(missing).toMatchObject({
    ok: false,
    problem: { message: expect.stringMatching(/^There is no Docker at `.*d\.sock`/) },
  });
  await writeFile(join(folder, 'd.sock'), '');
  expect(await openImage('docker:acme/app', { cache: false })).toMatchObject({
    ok: false,
    problem: { message: expect.stringMatching(/^Docker does not answer at/) },
  });
  vi.stubEnv('DOCKER_HOST', 'tcp://example.com:2376');
  expect(await openImage('docker:acme/app', { cache: false })).toMatchObject({
    ok: false,
    problem: { reason: 'unsupported', message: expect.stringContaining('tcp://example.com:2376') },
  });
});

test('sockets follow the environment, the chosen context and the habits of the system', async () => {
  expect((await socketsOf('docker', {}, folder)).paths).toEqual([
    '/var/run/docker.sock',
    join(folder, '.docker/run/docker.sock'),
  ]);
  expect((await socketsOf('podman', { XDG_RUNTIME_DIR: '/run/user/7' }, folder)).paths).toEqual([
    '/run/user/7/podman/podman.sock',
    '/run/podman/podman.sock',
  ]);
  const id = createHash('sha256').update('colima').digest('hex');
  await mkdir(join(folder, '.docker/contexts/meta', id), { recursive: true });
  await writeFile(join(folder, '.docker/config.json'), '{"currentContext":"colima"}');
  await writeFile(
    join(folder, '.docker/contexts/meta', id, 'meta.json'),
    '{"Endpoints":{"docker":{"Host":"unix:///x/colima.sock"}}}',
  );
  expect((await socketsOf('docker', {}, folder)).paths).toEqual(['/x/colima.sock']);
  expect((await socketsOf('docker', { DOCKER_CONTEXT: 'default' }, folder)).paths).toHaveLength(2);
});

test('references are told apart', async () => {
  const parse = (text: string) => parseReference(text, async (path) => path === 'image.tar' || path === 'layout');
  expect(await parse('-')).toEqual({ kind: 'stdin' });
  expect(await parse('image.tar')).toEqual({ kind: 'file', path: 'image.tar' });
  expect(await parse('image.tar:acme/app:1.0')).toEqual({ kind: 'file', path: 'image.tar:acme/app:1.0' });
  expect(await parse('none.tar')).toEqual({ kind: 'file', path: 'none.tar' });
  expect(await parse('./none')).toEqual({ kind: 'file', path: './none' });
  expect(await parse('oci:layout:1.0')).toEqual({ kind: 'oci', path: 'layout:1.0' });
  expect(await parse('docker:app')).toEqual({ kind: 'daemon', daemons: ['docker'], name: 'app' });
  expect(await parse('acme/app:1.0')).toEqual({ kind: 'daemon', daemons: ['docker', 'podman'], name: 'acme/app:1.0' });
  expect(await parse('example.com/acme/app')).toEqual({ kind: 'registry', name: 'example.com/acme/app' });
  expect(await parse('localhost:5000/app')).toEqual({ kind: 'registry', name: 'localhost:5000/app' });
  expect(await parse('registry:debian:12')).toEqual({ kind: 'registry', name: 'debian:12' });
});
