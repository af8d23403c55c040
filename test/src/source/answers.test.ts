import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { parse } from '../../../src/dockerfile/parse.ts';
import { Registries } from '../../../src/source/registry/answers.ts';
import { checksumOf } from '../../../src/source/registry/checksum.ts';
import { gatherRegistry } from '../../../src/source/registry/gather.ts';
import { wantedImages } from '../../../src/source/registry/wanted.ts';
import { folder } from '../../cli/run.ts';

const digestOf = (bytes: string) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const config = JSON.stringify({ os: 'linux', architecture: 'arm64', variant: 'v8', created: '2026-05-01T00:00:00Z' });
const manifest = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: digestOf(config), size: config.length },
  layers: [],
});
const index = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.index.v1+json',
  manifests: [
    { digest: digestOf(manifest), size: 1, platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
    { digest: digestOf('attestation'), size: 1, platform: { os: 'unknown', architecture: 'unknown' } },
  ],
});

/** Answers `true` when it has answered for the test at hand. */
let behave: (request: IncomingMessage, response: ServerResponse) => boolean = () => false;
let asked: string[] = [];
let busy = 0;
let busiest = 0;
let server: Server;
let host = '';

function serve(request: IncomingMessage, response: ServerResponse): void {
  const { url = '', method } = request;
  asked.push(`${method} ${url}`);
  if (behave(request, response)) return;
  const [, name = ''] = /^\/v2\/acme\/app\/(.+)$/.exec(url) ?? [];
  const answers: Readonly<Record<string, string>> = {
    'manifests/1.4': index,
    [`manifests/${digestOf(index)}`]: index,
    [`manifests/${digestOf(manifest)}`]: manifest,
    [`blobs/${digestOf(config)}`]: config,
    'tags/list?n=1000': '{"name":"acme/app","tags":["1.3"]}',
    'tags/list?last=1.3': '{"name":"acme/app","tags":["1.4"]}',
  };
  const body = answers[name];
  if (body === undefined) {
    response.writeHead(404).end();
    return;
  }
  const link = name === 'tags/list?n=1000' ? { link: '</v2/acme/app/tags/list?last=1.3>; rel="next"' } : {};
  response.writeHead(200, { 'docker-content-digest': digestOf(body), 'content-length': body.length, ...link });
  response.end(method === 'HEAD' ? undefined : body);
}

beforeAll(async () => {
  server = createServer((request, response) => {
    busiest = Math.max(busiest, ++busy);
    response.on('close', () => busy--);
    serve(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  host = `127.0.0.1:${typeof address === 'object' ? address?.port : address}`;
});
beforeEach(() => {
  behave = () => false;
  asked = [];
  busiest = 0;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const nowhere = () => new Registries({ cache: false });
const everything = (reference: string) => ({ reference, platforms: true, created: true, tags: true });

test('a digest is asked for without the manifest, and once', async () => {
  const registries = nowhere();
  const [first, second] = await Promise.all([1, 2].map(() => registries.digest(`${host}/acme/app:1.4`)));
  expect(first).toEqual({ ok: true, value: digestOf(index) });
  expect(second).toEqual(first);
  expect(asked).toEqual(['HEAD /v2/acme/app/manifests/1.4']);
});

test('a registry that tells no digest is asked for the manifest', async () => {
  behave = ({ url, method }, response) => {
    if (!url?.endsWith('/manifests/1.4')) return false;
    response.writeHead(200).end(method === 'HEAD' ? undefined : index);
    return true;
  };
  expect(await nowhere().digest(`${host}/acme/app:1.4`)).toEqual({ ok: true, value: digestOf(index) });
});

test('tags are read page by page', async () => {
  expect(await nowhere().tags(`${host}/acme/app:1.4`)).toEqual({ ok: true, value: ['1.3', '1.4'] });
});

test('platforms are those of the index, attestations left out; the date is in the config', async () => {
  const registries = nowhere();
  expect(await registries.platforms(`${host}/acme/app:1.4`)).toEqual({ ok: true, value: ['linux/arm64/v8'] });
  expect(await registries.created(`${host}/acme/app:1.4`)).toEqual({ ok: true, value: '2026-05-01T00:00:00Z' });
});

test('another content than its digest says is refused', async () => {
  behave = ({ url }, response) => {
    if (!url?.includes('/manifests/sha256')) return false;
    response.writeHead(200).end('{}');
    return true;
  };
  const answer = await nowhere().platforms(`${host}/acme/app:1.4`);
  expect(answer.ok || answer.problem.reason).toBe('digest-mismatch');
});

test('a tag is kept for an hour, contents for good', async () => {
  const cache = folder({});
  let now = Date.parse('2026-08-15T12:00:00Z');
  const ask = () => new Registries({ cache, now: () => now }).platforms(`${host}/acme/app:1.4`);
  await ask();
  expect(asked).toHaveLength(2);
  now += 59 * 60_000;
  expect(await ask()).toEqual({ ok: true, value: ['linux/arm64/v8'] });
  expect(asked).toHaveLength(2);
  now += 2 * 60_000;
  await ask();
  expect(asked.slice(2)).toEqual(['HEAD /v2/acme/app/manifests/1.4']);
});

test('a few questions at a time', async () => {
  behave = ({ method }, response) => {
    if (method !== 'HEAD') return false;
    setTimeout(() => response.writeHead(200, { 'docker-content-digest': digestOf(index) }).end(), 5);
    return true;
  };
  const registries = nowhere();
  await Promise.all(Array.from({ length: 20 }, (_, at) => registries.digest(`${host}/acme/app:1.${at}`)));
  expect(asked).toHaveLength(20);
  expect(busiest).toBe(4);
});

test('a registry that is not there is asked by one image, and said once', async () => {
  const images = ['1.1', '1.2', '1.3', '1.4', '1.5', '1.6'].map((tag) => everything(`127.0.0.1:1/acme/app:${tag}`));
  const { facts, unanswered } = await gatherRegistry(nowhere(), images, { urls: [] });
  expect(facts.images.size).toBe(0);
  expect(unanswered).toEqual([expect.stringMatching(/^127\.0\.0\.1:1 cannot be reached: /)]);
});

test('waiting ends when its time is over, however much patience a registry asks for', async () => {
  behave = (_request, response) => {
    response.writeHead(429, { 'retry-after': '25' }).end();
    return true;
  };
  const over = new AbortController();
  const registries = new Registries({ cache: false, signal: over.signal });
  const answer = registries.digest(`${host}/acme/app:1.4`);
  setTimeout(() => over.abort(), 20);
  expect(await answer).toEqual({
    ok: false,
    problem: { reason: 'network', message: `${host} did not answer in time.`, registry: host },
  });
});

test('a tag is missing only where the repository can be seen', async () => {
  const wanted = [everything(`${host}/acme/app:1.5`), everything(`${host}/acme/hidden:1`)];
  const { facts, unanswered } = await gatherRegistry(nowhere(), wanted, { urls: [] });
  expect([...facts.images]).toEqual([[`${host}/acme/app:1.5`, { exists: false, tags: ['1.3', '1.4'] }]]);
  expect(unanswered).toEqual([]);
});

test('all that is asked of an image comes as one fact', async () => {
  const { facts } = await gatherRegistry(nowhere(), [everything(`${host}/acme/app:1.4`)], { urls: [] });
  expect(facts.images.get(`${host}/acme/app:1.4`)).toEqual({
    exists: true,
    digest: digestOf(index),
    platforms: ['linux/arm64/v8'],
    created: '2026-05-01T00:00:00Z',
    tags: ['1.3', '1.4'],
  });
});

test('checksums of addresses, as far as the limit goes', async () => {
  const files: Readonly<Record<string, string>> = { '/app.conf': 'port = 80\n', '/big.tar': 'x'.repeat(2000) };
  behave = ({ url = '' }, response) => {
    if (url === '/moved') response.writeHead(302, { location: '/app.conf' }).end();
    else response.writeHead(files[url] === undefined ? 404 : 200).end(files[url]);
    return true;
  };
  const of = (path: string) => checksumOf(`http://${host}${path}`, { most: 1000 });
  expect(await of('/app.conf')).toEqual({ ok: true, value: digestOf('port = 80\n') });
  expect(await of('/moved')).toEqual({ ok: true, value: digestOf('port = 80\n') });
  expect((await of('/big.tar')).ok).toBe(false);
  expect(await of('/none')).toMatchObject({ problem: { message: `\`http://${host}/none\` answered 404.` } });
  expect(await checksumOf('http://example.com/app.conf')).toMatchObject({
    problem: { message: expect.stringContaining('without encryption') },
  });
});

test('tags are wanted where a release has ended, and on no other ground', () => {
  const wanted = (text: string) =>
    wantedImages([parse(text, { file: 'Dockerfile', facts: { today: '2026-08-15' } })], new Set(['end-of-life-base']));
  expect(wanted('FROM node:14-alpine\n')).toEqual([
    { reference: 'node:14-alpine', platforms: false, created: false, tags: true },
  ]);
  expect(wanted('FROM node:22-alpine\n')).toMatchObject([{ tags: false }]);
});
