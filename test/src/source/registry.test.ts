import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openImage } from '../../../src/source/open.ts';
import { credentialsFor } from '../../../src/source/registry/credentials.ts';
import { parseName } from '../../../src/source/registry/name.ts';
import { sketchConfig, sketchTar } from '../../../src/testing/sketch.ts';
import { folder } from '../../cli/run.ts';

const sketch = { layers: [{ 'etc/hostname': 'one\n' }, { 'app/data': { size: 300_000 } }], config: { User: '1000' } };
const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

const blobs = new Map<string, Buffer>();
const put = (bytes: Buffer) => {
  blobs.set(digestOf(bytes), bytes);
  return { digest: digestOf(bytes), size: bytes.length };
};
const layers = sketch.layers.map((layer) => ({
  mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
  ...put(gzipSync(sketchTar(layer), { level: 0 })),
}));
const config = {
  mediaType: 'application/vnd.oci.image.config.v1+json',
  ...put(Buffer.from(JSON.stringify(sketchConfig(sketch)))),
};
const manifest = Buffer.from(
  JSON.stringify({ schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json', config, layers }),
);

/** How the registry misbehaves for the test at hand: answers `true` when it has answered. */
type Behaviour = (request: IncomingMessage, response: ServerResponse) => boolean;
let behave: Behaviour = () => false;
let asked: { readonly host: string; readonly url: string; readonly authorization: string | undefined }[] = [];
const servers: Server[] = [];

async function listen(): Promise<string> {
  const server = createServer((request, response) => {
    asked.push({
      host: request.headers.host ?? '',
      url: request.url ?? '',
      authorization: request.headers.authorization,
    });
    if (behave(request, response)) return;
    serve(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `127.0.0.1:${typeof address === 'object' ? address?.port : address}`;
}

function serve({ url = '', headers }: IncomingMessage, response: ServerResponse): void {
  const [, kind, name = ''] = /^\/v2\/acme\/app\/(manifests|blobs)\/(.+)$/.exec(url) ?? [];
  const bytes =
    kind === 'manifests' && (name === '1.4' || name === digestOf(manifest))
      ? manifest
      : kind === 'blobs'
        ? blobs.get(name)
        : undefined;
  if (!bytes) {
    response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
    return;
  }
  const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
  const type = kind === 'manifests' ? 'application/vnd.oci.image.manifest.v1+json' : 'application/octet-stream';
  response.writeHead(from > 0 ? 206 : 200, { 'content-type': type, 'content-length': bytes.length - from });
  response.end(bytes.subarray(from));
}

let host = '';
let other = '';
beforeAll(async () => {
  host = await listen();
  other = await listen();
});
beforeEach(() => {
  behave = () => false;
  asked = [];
});
afterAll(() => Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve)))));

const open = (tag = ':1.4') => openImage(`${host}/acme/app${tag}`, { cache: false });

test('an image of a registry is read as it would be from disk', async () => {
  const opened = await open();
  expect(opened.ok && opened.value.skipped).toEqual([]);
  expect(opened.ok && opened.value.source).toBe('registry');
  expect(opened.ok && opened.value.digest).toBe(digestOf(manifest));
  expect(opened.ok && opened.value.layers.map(({ entries }) => entries.map(({ path }) => path))).toEqual([
    ['etc/hostname'],
    ['app/data'],
  ]);
});

test('by digest, and another content than asked for is refused', async () => {
  expect((await open(`@${digestOf(manifest)}`)).ok).toBe(true);
  behave = ({ url }, response) => {
    if (!url?.includes('/manifests/')) return false;
    response.writeHead(200, { 'content-type': 'application/vnd.oci.image.manifest.v1+json' }).end('{}');
    return true;
  };
  const opened = await open(`@${digestOf(manifest)}`);
  expect(opened.ok || opened.problem.reason).toBe('digest-mismatch');
});

test('a layer of another digest is left out, and the others are read', async () => {
  behave = ({ url }, response) => {
    if (!url?.endsWith(layers[0]?.digest ?? '')) return false;
    response.writeHead(200).end(gzipSync(sketchTar({ 'etc/hostname': 'two\n' }), { level: 0 }));
    return true;
  };
  const opened = await open();
  expect(opened.ok && opened.value.skipped.map(({ reason }) => reason)).toEqual(['digest-mismatch']);
  expect(opened.ok && opened.value.layers[1]?.entries).toHaveLength(1);
});

test.each([
  [404, 'missing', /has no `manifests\/1\.4` of `acme\/app`/],
  [401, 'unauthorized', /log in with `docker login/],
  [403, 'unauthorized', /log in with `docker login/],
  [418, 'network', /answered 418 for `acme\/app`/],
])('a registry that answers %d is told in a sentence', async (status, reason, sentence) => {
  behave = (_request, response) => {
    response.writeHead(status).end();
    return true;
  };
  const opened = await open();
  expect(opened.ok || opened.problem.reason).toBe(reason);
  expect(opened.ok || opened.problem.message).toMatch(sentence);
});

test('429 and 503 are waited out, as long as the registry says', async () => {
  let refusals = 2;
  behave = (_request, response) => {
    if (refusals-- <= 0) return false;
    response.writeHead(refusals === 1 ? 429 : 503, { 'retry-after': '0' }).end();
    return true;
  };
  expect((await open()).ok).toBe(true);
  expect(asked.filter(({ url }) => url.includes('/manifests/'))).toHaveLength(3);
});

test('a body that is cut is taken up where it ended', async () => {
  const big = layers[1];
  let cuts = 0;
  behave = ({ url, headers }, response) => {
    if (!url?.endsWith(big?.digest ?? '') || headers.range) return false;
    cuts += 1;
    const bytes = blobs.get(big?.digest ?? '') ?? Buffer.alloc(0);
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, 100_000), () => setTimeout(() => response.destroy(), 20));
    return true;
  };
  const opened = await open();
  expect(cuts).toBe(1);
  expect(opened.ok && opened.value.skipped).toEqual([]);
});

test('a token is fetched with the credentials, and neither goes to another host', async () => {
  const home = folder({
    'config.json': JSON.stringify({ auths: { [host]: { auth: Buffer.from('app:pass word').toString('base64') } } }),
  });
  const before = process.env['DOCKER_CONFIG'];
  process.env['DOCKER_CONFIG'] = home;
  try {
    behave = ({ url = '', headers }, response) => {
      if (headers.host === other) return false;
      if (url.startsWith('/token')) {
        const right = headers.authorization === `Basic ${Buffer.from('app:pass word').toString('base64')}`;
        response
          .writeHead(right ? 200 : 401, { 'content-type': 'application/json' })
          .end(JSON.stringify({ token: 'the-token' }));
        return true;
      }
      if (headers.authorization !== 'Bearer the-token') {
        response
          .writeHead(401, {
            'www-authenticate': `Bearer realm="http://${host}/token",service="acme",scope="repository:acme/app:pull"`,
          })
          .end();
        return true;
      }
      if (!url.includes('/blobs/')) return false;
      response.writeHead(307, { location: `http://${other}${url}` }).end();
      return true;
    };
    const opened = await open();
    expect(opened.ok && opened.value.skipped).toEqual([]);
    const elsewhere = asked.filter((one) => one.host === other);
    expect(elsewhere).toHaveLength(3);
    expect(elsewhere.map(({ authorization }) => authorization)).toEqual([undefined, undefined, undefined]);
    expect(asked.find(({ url }) => url.startsWith('/token'))?.url).toBe(
      '/token?service=acme&scope=repository%3Aacme%2Fapp%3Apull',
    );
  } finally {
    if (before === undefined) delete process.env['DOCKER_CONFIG'];
    else process.env['DOCKER_CONFIG'] = before;
  }
});

test('a realm inside of our network is refused', async () => {
  behave = (_request, response) => {
    response.writeHead(401, { 'www-authenticate': 'Bearer realm="http://169.254.169.254/token",service="x"' }).end();
    return true;
  };
  const opened = await open();
  expect(opened.ok || opened.problem.message).toContain('sends credentials to `169.254.169.254`, which is refused');
});

test.each([
  ['node', { registry: 'docker.io', repository: 'library/node', tag: 'latest', digest: undefined }],
  ['acme/app:1.4', { registry: 'docker.io', repository: 'acme/app', tag: '1.4', digest: undefined }],
  ['ghcr.io/acme/app', { registry: 'ghcr.io', repository: 'acme/app', tag: 'latest', digest: undefined }],
  ['localhost:5000/a/b/c:x', { registry: 'localhost:5000', repository: 'a/b/c', tag: 'x', digest: undefined }],
  [
    `ghcr.io/acme/app:1@sha256:${'a'.repeat(64)}`,
    { registry: 'ghcr.io', repository: 'acme/app', tag: '1', digest: `sha256:${'a'.repeat(64)}` },
  ],
])('%s is taken apart', (text, wanted) => {
  expect(parseName(text)).toMatchObject(wanted);
});

test('a name that is none is said to be none', async () => {
  const opened = await openImage('registry:GHCR.io/Acme/App', { cache: false });
  expect(opened.ok || opened.problem.message).toContain('is no name of an image');
});

test('credentials are found where Docker, Podman and pipelines keep them, the nearest first', async () => {
  const auth = (pair: string) => ({ auth: Buffer.from(pair).toString('base64') });
  const home = folder({
    'config.json': JSON.stringify({
      auths: {
        'ghcr.io/acme': auth('near:1'),
        'ghcr.io': auth('far:2'),
        'https://index.docker.io/v1/': auth('hub:3'),
        'quay.io': { identitytoken: 'refresh' },
      },
    }),
  });
  const env = { DOCKER_CONFIG: home, XDG_CONFIG_HOME: home };
  expect(await credentialsFor('ghcr.io', 'acme/app', env)).toEqual({ kind: 'basic', user: 'near', password: '1' });
  expect(await credentialsFor('ghcr.io', 'other/app', env)).toEqual({ kind: 'basic', user: 'far', password: '2' });
  expect(await credentialsFor('docker.io', 'library/node', env)).toEqual({ kind: 'basic', user: 'hub', password: '3' });
  expect(await credentialsFor('quay.io', 'a/b', env)).toEqual({ kind: 'identity', token: 'refresh' });
  expect(await credentialsFor('example.com', 'a/b', env)).toBeUndefined();
  const pipeline = { ...env, DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { 'example.com': auth('ci:4') } }) };
  expect(await credentialsFor('example.com', 'a/b', pipeline)).toEqual({ kind: 'basic', user: 'ci', password: '4' });
});
