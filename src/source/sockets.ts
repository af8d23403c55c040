/** Where the daemons of this machine listen. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fieldsOf, parseJson, textOf } from '../image/json.ts';

export type Daemon = 'docker' | 'podman';

/** Sockets to try, in order; `refused` is an endpoint the user set that is no socket. */
export interface Sockets {
  readonly paths: readonly string[];
  readonly refused: string | undefined;
}

/** The endpoint the user's environment names, else the usual places. */
export async function socketsOf(daemon: Daemon, env: NodeJS.ProcessEnv, home = homedir()): Promise<Sockets> {
  const named = daemon === 'docker' ? (env['DOCKER_HOST'] ?? (await contextHost(env, home))) : env['CONTAINER_HOST'];
  if (named) {
    const path = /^unix:\/\/(.+)$/.exec(named)?.[1];
    return path === undefined ? { paths: [], refused: named } : { paths: [path], refused: undefined };
  }
  const runtime = env['XDG_RUNTIME_DIR'];
  const paths =
    daemon === 'docker'
      ? [
          '/var/run/docker.sock',
          join(home, '.docker/run/docker.sock'),
          ...(runtime ? [join(runtime, 'docker.sock')] : []),
        ]
      : [...(runtime ? [join(runtime, 'podman/podman.sock')] : []), '/run/podman/podman.sock'];
  return { paths, refused: undefined };
}

/** The endpoint of the context that `docker context use` chose, where it is not the default one. */
async function contextHost(env: NodeJS.ProcessEnv, home: string): Promise<string | undefined> {
  const folder = env['DOCKER_CONFIG'] ?? join(home, '.docker');
  const config = fieldsOf(await jsonFile(join(folder, 'config.json')));
  const name = env['DOCKER_CONTEXT'] ?? textOf(config?.['currentContext']);
  if (!name || name === 'default') return undefined;
  const id = createHash('sha256').update(name).digest('hex');
  const meta = fieldsOf(await jsonFile(join(folder, 'contexts/meta', id, 'meta.json')));
  return textOf(fieldsOf(fieldsOf(meta?.['Endpoints'])?.['docker'])?.['Host']);
}

async function jsonFile(file: string): Promise<unknown> {
  const bytes = await readFile(file).catch(() => undefined);
  return bytes && parseJson(bytes);
}
