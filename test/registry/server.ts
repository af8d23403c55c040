/** Debian's `docker-registry` for a test: on a free port of this machine, with accounts or with tokens of our own. */
import { execFileSync, spawn } from 'node:child_process';
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registryPaths } from '../../bin/dev/installed.ts';

/** What `docker login` may keep in a password's stead. */
export const identity = 'a-refresh-token';
export const account = 'app:a test of registries';
/** bcrypt of the password above, the one kind that this server reads. */
const passwords = `app:$2y$04$plimsollplimsollplimsu1vcQnGw5VG99eQFYaVZF2/8sFaNks8e\n`;

export interface Registry {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  readonly stop: () => Promise<void>;
}

export function authorization(pair: string): string {
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

/** A registry that asks for the account's name and password. */
export async function basicRegistry(): Promise<Registry> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-registry-'));
  const file = join(folder, 'htpasswd');
  writeFileSync(file, passwords);
  return start(folder, `auth: {htpasswd: {realm: acme, path: ${file}}}`);
}

/** A registry that takes tokens, and the server of ours that gives them to the account. */
export async function tokenRegistry(): Promise<Registry> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-registry-'));
  const tokens = await tokenServer(folder);
  const auth = `{realm: "http://${tokens.host}/token", service: acme, issuer: tester, rootcertbundle: ${join(folder, 'cert.pem')}}`;
  const registry = await start(folder, `auth: {token: ${auth}}`);
  return { host: registry.host, stop: async () => Promise.all([registry.stop(), tokens.stop()]).then(() => undefined) };
}

async function start(folder: string, auth: string): Promise<Registry> {
  const paths = registryPaths();
  if (!paths)
    throw new Error(
      'This test needs docker-registry and openssl: `npm run setup` installs them, or apt-get install docker-registry openssl.',
    );
  const port = await freePort();
  const storage = join(folder, 'storage');
  mkdirSync(storage);
  const config = join(folder, 'config.yml');
  writeFileSync(
    config,
    `version: 0.1\nlog: {level: error, accesslog: {disabled: true}}\nstorage: {filesystem: {rootdirectory: ${storage}}}\nhttp: {addr: "127.0.0.1:${port}"}\n${auth}\n`,
  );
  const child = spawn(paths.server, ['serve', config], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const host = `127.0.0.1:${port}`;
  await answering(host);
  return {
    host,
    stop: async () => {
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answering(host: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const response = await fetch(`http://${host}/v2/`).catch(() => undefined);
    if (response?.status === 401) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The registry at ${host} did not come up.`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  const host = await listen(server);
  await close(server);
  return Number(host.split(':')[1]);
}

export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `127.0.0.1:${typeof address === 'object' ? address?.port : address}`;
}

export async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** Gives whoever knows the account a token for what they ask. */
async function tokenServer(folder: string): Promise<Registry> {
  const openssl = registryPaths()?.openssl ?? 'openssl';
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  execFileSync(openssl, ['req', '-x509', ...curve, '-subj', '/CN=tester', '-days', '2', '-keyout', key, '-out', cert], {
    stdio: 'ignore',
  });
  const server = createServer(async (request, response) => {
    const asked = await questionOf(request);
    const known = request.headers.authorization === authorization(account) || asked.get('refresh_token') === identity;
    if (!known) {
      response.writeHead(401).end();
      return;
    }
    const [type, name, actions = ''] = (asked.get('scope') ?? '').split(':');
    const now = Math.floor(Date.now() / 1000);
    const token = signed(readFileSync(key, 'utf8'), {
      ...{ iss: 'tester', sub: 'app', aud: asked.get('service'), jti: '1' },
      ...{ exp: now + 300, nbf: now - 60, iat: now },
      access: [{ type, name, actions: actions.split(',') }],
    });
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ token }));
  });
  return { host: await listen(server), stop: () => close(server) };
}

/** In the address, or in the body of a form. */
async function questionOf(request: IncomingMessage): Promise<URLSearchParams> {
  if (request.method !== 'POST') return new URL(request.url ?? '', 'http://localhost').searchParams;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

function signed(pem: string, claims: object): string {
  const key = createPrivateKey(pem);
  const der = createPublicKey(pem).export({ type: 'spki', format: 'der' });
  const kid = base32(createHash('sha256').update(der).digest().subarray(0, 30)).replaceAll(/.{4}(?!$)/g, '$&:');
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ typ: 'JWT', alg: 'ES256', kid })}.${part(claims)}`;
  return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits.replaceAll(/.{5}/g, (five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(Number.parseInt(five, 2)));
}
