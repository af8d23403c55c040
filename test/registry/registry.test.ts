/**
 * Images of a real registry, Debian's `docker-registry`, which asks who is there: the same is found in them as in the file,
 * what goes wrong on the way is a sentence and exit code 2, and credentials go to the registry alone.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ImageSketch } from '../../src/rule.ts';
import { sketchArchive } from '../../src/testing/sketch.ts';
import { folder, run } from '../cli/run.ts';
import { json } from '../src/report/conforms.ts';
import { type Fault, type Front, proxy } from './proxy.ts';
import { type Ask, type Pushed, push, pushIndex } from './push.ts';
import { account, authorization, basicRegistry, identity, type Registry, tokenRegistry } from './server.ts';

const sketch: ImageSketch = {
  reference: 'acme/app:1.4',
  layers: [
    { 'etc/os-release': 'ID=debian\nVERSION_ID="9"\n', 'bin/tool': { size: 300_000, mode: 0o4755 } },
    { 'app/.env': 'A=1\n', 'app/data': { size: 40_000 } },
    { 'app/.wh..env': '' },
  ],
  config: { User: 'root', ExposedPorts: { '22/tcp': {} } },
  history: ['ADD file:1 in /', 'COPY . /app # buildkit', 'RUN /bin/sh -c rm /app/.env # buildkit'],
};
const next: ImageSketch = { ...sketch, layers: [...(sketch.layers ?? []).slice(0, 2), { 'app/more': 'more' }] };

const home = folder({ 'image.tar': sketchArchive(sketch) });
const file = join(home, 'image.tar');
const before = process.env['DOCKER_CONFIG'];
/** The registries' own proxies: `elsewhere` is another host that has the same blobs. */
let basic: Registry;
let tokens: Registry;
let front: Front;
let elsewhere: Front;
let pushed: Pushed;
const arm: ImageSketch = { ...sketch, top: { architecture: 'arm64' }, config: { User: '10001' } };

const logIn = (pair: string): undefined => {
  const auths = Object.fromEntries(
    [front.host, tokens.host].map((host) => [host, { auth: Buffer.from(pair).toString('base64') }]),
  );
  writeFileSync(join(home, 'config.json'), JSON.stringify({ auths }));
};

/** Authorized as the account, by whichever way the registry asks for. */
const as =
  (host: string, header: string): Ask =>
  (path, init = {}) =>
    fetch(`http://${host}${path}`, { ...init, headers: { ...init.headers, authorization: header } });

beforeAll(async () => {
  [basic, tokens] = await Promise.all([basicRegistry(), tokenRegistry()]);
  [front, elsewhere] = await Promise.all([proxy(basic.host), proxy(basic.host)]);
  pushed = await push(sketch, '1.4', as(basic.host, authorization(account)));
  await push(next, '1.5', as(basic.host, authorization(account)));
  const arm64 = await push(arm, 'arm', as(basic.host, authorization(account)));
  await pushIndex({ amd64: pushed, arm64 }, 'both', as(basic.host, authorization(account)));
  await push(sketch, '1.4', as(tokens.host, `Bearer ${await tokenToPush()}`));
  process.env['DOCKER_CONFIG'] = home;
}, 60_000);

async function tokenToPush(): Promise<string> {
  const challenge = (await fetch(`http://${tokens.host}/v2/`)).headers.get('www-authenticate') ?? '';
  const realm = /realm="([^"]+)"/.exec(challenge)?.[1] ?? '';
  const scope = 'repository:acme/app:pull,push';
  const answer = await fetch(`${realm}?service=acme&scope=${scope}`, {
    headers: { authorization: authorization(account) },
  });
  const { token } = JSON.parse(await answer.text());
  return String(token);
}

afterAll(async () => {
  if (before === undefined) delete process.env['DOCKER_CONFIG'];
  else process.env['DOCKER_CONFIG'] = before;
  await Promise.all([basic, tokens, front, elsewhere].map((one) => one?.stop()));
});

beforeEach(() => {
  for (const one of [front, elsewhere]) {
    one.asked.length = 0;
    one.fault = undefined;
  }
  logIn(account);
});

const image = (...argv: readonly string[]) => run(['image', ...argv, '--no-cache', '--no-config', '--format', 'json']);

/** Findings without what the form of the image says: its name, and what only a registry's images can have. */
async function found(reference: string): Promise<readonly unknown[]> {
  const { stdout } = await image(reference);
  const [report] = json(stdout).reports;
  expect(report?.skipped).toEqual([]);
  return (report?.findings ?? [])
    .filter(({ rule }) => !['missing-provenance', 'missing-sbom-attestation'].includes(rule))
    .map(({ rule, severity, message, place, evidence }) => ({ rule, severity, message, place, evidence }));
}

describe('the same is found as in the file', () => {
  test('where name and password are asked for', async () => {
    const inFile = await found(file);
    expect(inFile.length).toBeGreaterThan(3);
    expect(await found(`${front.host}/acme/app:1.4`)).toEqual(inFile);
    expect(await found(`${front.host}/acme/app@${pushed.manifest}`)).toEqual(inFile);
  });

  test('where tokens are', async () => {
    expect(await found(`${tokens.host}/acme/app:1.4`)).toEqual(await found(file));
  });

  test('and blobs that another host keeps are fetched from there, without the credentials', async () => {
    front.fault = redirectBlobs;
    elsewhere.fault = withAccount;
    expect(await found(`${front.host}/acme/app:1.4`)).toEqual(await found(file));
    expect(elsewhere.asked.map(({ authorization: sent }) => sent)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

test('of an index the platform that is asked for', async () => {
  const platforms = async (...flags: readonly string[]) =>
    json((await image(`${front.host}/acme/app:both`, ...flags)).stdout).reports.map(
      ({ image: read }) => read?.platform,
    );
  expect(await platforms()).toEqual(['linux/amd64']);
  expect(await platforms('--platform', 'linux/arm64')).toEqual(['linux/arm64']);
});

test('a body that is cut once is taken up by range, and 429 is waited out', async () => {
  const ranges: (string | undefined)[] = [];
  let refusals = 2;
  front.fault = (request, response, whole) => {
    if (isBlob(request.url, pushed.layers[0]) && request.headers.authorization) ranges.push(request.headers.range);
    if (refusals-- > 0) return always(429, { 'retry-after': '0' })(request, response, whole);
    return request.headers.range === undefined && cutBodies(request, response, whole);
  };
  expect(await found(`${front.host}/acme/app:1.4`)).toEqual(await found(file));
  expect(ranges).toEqual([undefined, 'bytes=10-']);
});

describe('who is there is told by', () => {
  const configure = (config: object) => writeFileSync(join(home, 'config.json'), JSON.stringify(config));

  test('a credential helper', async () => {
    const [user = '', password = ''] = account.split(':');
    const answer = JSON.stringify({ ServerURL: front.host, Username: user, Secret: password });
    // It answers for this host alone.
    const script = `#!/bin/sh\n[ "$1" = get ] && [ "$(cat)" = "${front.host}" ] && echo '${answer}'\n`;
    writeFileSync(join(home, 'docker-credential-acme'), script, { mode: 0o755 });
    configure({ credHelpers: { [front.host]: 'acme' } });
    const path = process.env['PATH'] ?? '';
    process.env['PATH'] = `${home}:${path}`;
    try {
      expect(await found(`${front.host}/acme/app:1.4`)).toEqual(await found(file));
    } finally {
      process.env['PATH'] = path;
    }
  });

  test('an identity token', async () => {
    configure({ auths: { [tokens.host]: { identitytoken: identity } } });
    expect(await found(`${tokens.host}/acme/app:1.4`)).toEqual(await found(file));
    configure({ auths: { [tokens.host]: { identitytoken: 'another' } } });
    expect((await image(`${tokens.host}/acme/app:1.4`)).code).toBe(2);
  });
});

test('a layer that two images share is fetched once', async () => {
  const { stdout } = await image(`${front.host}/acme/app:1.4`, `${front.host}/acme/app:1.5`);
  expect(json(stdout).reports.map(({ image: read }) => read?.layers.length)).toEqual([3, 3]);
  const fetched = front.asked.map(({ url }) => url.split('/').at(-1));
  expect(pushed.layers.map((digest) => fetched.filter((name) => name === digest).length)).toEqual([1, 1, 1]);
});

describe('what lint asks with --online', () => {
  const lint = (text: string) => {
    const cwd = folder({ Dockerfile: text });
    const env = { PLIMSOLL_CACHE_DIR: join(cwd, 'cache') };
    return run(['lint', 'Dockerfile', '--online', '--no-config', '--diff', '--shellcheck', 'off'], { cwd, env });
  };

  test('is answered to whoever is logged in, by name and password and by token', async () => {
    for (const host of [front.host, tokens.host]) {
      const { stdout, stderr } = await lint(`FROM ${host}/acme/app:1.4\nUSER 1000\n`);
      expect(stderr).toBe('');
      expect(stdout).toContain(`+FROM ${host}/acme/app:1.4@${pushed.manifest}`);
    }
    // A manifest that is not needed is not fetched: registries count those.
    expect(front.asked.filter(({ url }) => url.includes('/manifests/')).length).toBeLessThanOrEqual(2);
    expect(front.asked.filter(({ url }) => url.includes('/blobs/'))).toEqual([]);
  });

  test('is not said to be missing where nobody is logged in', async () => {
    writeFileSync(join(home, 'config.json'), '{}');
    const { code, stdout, stderr } = await lint(`FROM ${front.host}/acme/app:1.9\nUSER 1000\n`);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(/^plimsoll: not checked online: .* lets nobody read `acme\/app` without .*\n$/);
  });
});

const isBlob = (url: string | undefined, digest?: string) =>
  url?.includes('/blobs/') === true && (digest === undefined || url.endsWith(digest));

const redirectBlobs: Fault = ({ url }, response) => {
  if (!isBlob(url)) return false;
  response.writeHead(307, { location: `http://${elsewhere.host}${url}` }).end();
  return true;
};

/** Serves what it is asked as the account would be, as storage behind signed addresses does. */
const withAccount: Fault = ({ url }, response) => {
  as(
    basic.host,
    authorization(account),
  )(url ?? '').then(async (answer) => response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer())));
  return true;
};

/** What happens on the way, and the sentence that tells it. */
const faults: readonly (readonly [string, () => Fault | undefined, RegExp])[] = [
  [
    'nobody is logged in',
    () => logIn('nobody:'),
    /lets nobody read `acme\/app` without the right credentials; log in with `docker login/,
  ],
  ['the password is wrong', () => logIn('app:wrong'), /lets nobody read `acme\/app` without the right credentials/],
  ['429 without end', () => always(429, { 'retry-after': '0' }), /asks for fewer requests \(429\)/],
  ['503 without end', () => always(503, { 'retry-after': '0' }), /answered 503 for `acme\/app`/],
  [
    '500 for a layer',
    () => (request, response, whole) =>
      isBlob(request.url, pushed.layers[0]) && always(500, { 'retry-after': '0' })(request, response, whole),
    /answered 500 for `acme\/app`/,
  ],
  [
    'a layer that is not there',
    () => (request, response, whole) => isBlob(request.url, pushed.layers[1]) && always(404)(request, response, whole),
    /has no `blobs\/sha256:/,
  ],
  [
    'a layer of other bytes',
    () => changed((url) => isBlob(url, pushed.layers[1])),
    /digest is `sha256:\w+`, not `sha256:\w+`|cannot be decompressed|not a gzip/,
  ],
  ['a config of other bytes', () => changed((url) => isBlob(url, pushed.config)), /digest/],
  ['a body that is cut, again and again', () => cutBodies, /ended it after \d+ of \d+ bytes/],
  [
    'a redirect to a host that asks who is there',
    () => {
      elsewhere.fault = always(401, { 'www-authenticate': `Basic realm="x"` });
      return redirectBlobs;
    },
    /sends to `127\.0\.0\.1:\d+` for `acme\/app`, which answered 401/,
  ],
  [
    'a redirect to a host that would have tokens fetched',
    () => {
      elsewhere.fault = always(401, {
        'www-authenticate': `Bearer realm="http://${elsewhere.host}/token",service="x"`,
      });
      return redirectBlobs;
    },
    /which answered 401/,
  ],
  [
    'a redirect in a circle',
    () => (request, response) => {
      response.writeHead(307, { location: request.url ?? '' }).end();
      return true;
    },
    /redirects in a circle/,
  ],
];

describe('what goes wrong is a sentence, ends 2, and no other host hears the password', () => {
  test.each(faults)('%s', async (_name, arrange, sentence) => {
    front.fault = arrange();
    const { code, stdout, stderr } = await run(['image', `${front.host}/acme/app:1.4`, '--no-cache', '--no-config']);
    expect([code, stderr]).toEqual([2, '']);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(sentence);
    expect(elsewhere.asked.filter((one) => one.authorization !== undefined || one.url.includes('token'))).toEqual([]);
  });

  test('another manifest than the digest asks for', async () => {
    front.fault = changed((url) => url?.includes('/manifests/') === true);
    const { code, stdout } = await run([
      'image',
      `${front.host}/acme/app@${pushed.manifest}`,
      '--no-cache',
      '--no-config',
    ]);
    expect(code).toBe(2);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/it is `sha256:\w+`, and `sha256:\w+` was asked for/);
  });
});

function always(status: number, headers: Readonly<Record<string, string>> = {}): Fault {
  return (_request, response) => {
    response.writeHead(status, headers).end();
    return true;
  };
}

/** The last byte of what the registry says is another. */
function changed(wanted: (url: string | undefined) => boolean): Fault {
  return ({ url, headers }, response, whole) => {
    if (!wanted(url) || headers.authorization === undefined) return false;
    whole().then((bytes) => {
      bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
      response.writeHead(200, { 'content-type': 'application/vnd.docker.distribution.manifest.v2+json' }).end(bytes);
    });
    return true;
  };
}

const cutBodies: Fault = ({ url, headers }, response, whole) => {
  if (!isBlob(url, pushed.layers[0]) || headers.authorization === undefined) return false;
  whole().then((bytes) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, 10), () => setTimeout(() => response.destroy(), 5));
  });
  return true;
};
