/** Credentials for registries, from where Docker and Podman keep them. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fieldsOf, textOf } from '../../image/json.ts';

export type Credentials =
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  /** An OAuth2 refresh token. */
  | { readonly kind: 'identity'; readonly token: string }
  /** A token that is sent as it is. */
  | { readonly kind: 'bearer'; readonly token: string };

type Environment = Readonly<Record<string, string | undefined>>;

/** For one registry and repository; `undefined` where none are kept: then it is asked anonymously. */
export async function credentialsFor(
  registry: string,
  repository: string,
  env: Environment = process.env,
): Promise<Credentials | undefined> {
  for (const config of await configs(env)) {
    const found = await inConfig(config, registry, repository);
    if (found) return found;
  }
  return undefined;
}

async function configs(env: Environment): Promise<unknown[]> {
  const files = [
    join(env['DOCKER_CONFIG'] ?? join(homedir(), '.docker'), 'config.json'),
    env['REGISTRY_AUTH_FILE'],
    env['XDG_RUNTIME_DIR'] && join(env['XDG_RUNTIME_DIR'], 'containers', 'auth.json'),
    join(env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'containers', 'auth.json'),
  ].flatMap((file) => (file === undefined || file === '' ? [] : [file]));
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => undefined)));
  return [env['DOCKER_AUTH_CONFIG'], ...texts].flatMap((text) => (text === undefined ? [] : parsed(text)));
}

function parsed(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return [value];
  } catch {
    return [];
  }
}

async function inConfig(config: unknown, registry: string, repository: string): Promise<Credentials | undefined> {
  const fields = fieldsOf(config) ?? {};
  const keys = keysOf(registry, repository);
  const helpers = fieldsOf(fields['credHelpers']) ?? {};
  for (const key of keys) {
    const helper = textOf(helpers[key]);
    if (helper) return fromHelper(helper, key);
  }
  const store = textOf(fields['credsStore']);
  const stored = store ? await fromHelper(store, keys.at(-1) ?? registry) : undefined;
  if (stored) return stored;
  const auths = fieldsOf(fields['auths']) ?? {};
  const entry = keys.map((key) => fieldsOf(auths[key])).find((one) => one !== undefined);
  return entry && fromEntry(entry);
}

/** Podman keys by repository too: the longest that fits is meant. Docker Hub has a name of its own. */
function keysOf(registry: string, repository: string): readonly string[] {
  const parts = repository.split('/');
  const paths = parts.map((_, index) => `${registry}/${parts.slice(0, parts.length - index).join('/')}`);
  const hub = registry === 'docker.io' ? ['https://index.docker.io/v1/', 'index.docker.io'] : [];
  return [...paths, registry, `https://${registry}`, ...hub];
}

function fromEntry(entry: Readonly<Record<string, unknown>>): Credentials | undefined {
  const bearer = textOf(entry['registrytoken']);
  if (bearer) return { kind: 'bearer', token: bearer };
  const identity = textOf(entry['identitytoken']);
  if (identity) return { kind: 'identity', token: identity };
  const auth = textOf(entry['auth']);
  const pair = auth
    ? Buffer.from(auth, 'base64').toString('utf8')
    : `${textOf(entry['username']) ?? ''}:${textOf(entry['password']) ?? ''}`;
  const colon = pair.indexOf(':');
  return colon > 0 ? { kind: 'basic', user: pair.slice(0, colon), password: pair.slice(colon + 1) } : undefined;
}

/** `docker-credential-NAME get`, the registry on its standard input; one that fails knows none. */
function fromHelper(name: string, registry: string): Promise<Credentials | undefined> {
  if (!/^[\w.-]+$/.test(name)) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const child = spawn(`docker-credential-${name}`, ['get'], { stdio: ['pipe', 'pipe', 'ignore'], timeout: 20_000 });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', () => resolve(undefined));
    child.stdin.on('error', () => undefined);
    child.on('close', (code) => resolve(code === 0 ? answered(Buffer.concat(chunks).toString('utf8')) : undefined));
    child.stdin.end(registry);
  });
}

function answered(text: string): Credentials | undefined {
  const fields = fieldsOf(parsed(text)[0]) ?? {};
  const user = textOf(fields['Username']);
  const secret = textOf(fields['Secret']);
  if (user === undefined || !secret) return undefined;
  return user === '<token>' ? { kind: 'identity', token: secret } : { kind: 'basic', user, password: secret };
}
