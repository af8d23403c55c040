/** Images of Docker and Podman, asked of their daemons over a socket; nothing is ever changed there. */
import type { IncomingMessage } from 'node:http';
import { ReadFault } from '../image/fault.ts';
import { fieldsOf, parseJson, textOf, textsOf } from '../image/json.ts';
import { codeOf } from '../image/through.ts';
import type { OpenProblem } from './plan.ts';
import { type Daemon, socketsOf } from './sockets.ts';

const titles = { docker: 'Docker', podman: 'Podman' } as const;
/** Answers that are documents, not images. */
const mostJson = 8 << 20;

/** An image of a daemon: what is known of it, and the archive it is exported as. */
export interface DaemonImage {
  readonly daemon: Daemon;
  /** The daemon's own id of it: a digest of what it is made of. */
  readonly id: string;
  readonly tags: readonly string[];
  export(): Promise<AsyncIterable<Buffer>>;
}

export type Found =
  | { readonly ok: true; readonly value: DaemonImage }
  | { readonly ok: false; readonly problem: OpenProblem };

/** Looks for an image in the first of the daemons that answers. */
export async function findImage(
  name: string,
  daemons: readonly Daemon[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Found> {
  let problem: OpenProblem | undefined;
  for (const daemon of daemons) {
    const { paths, refused } = await socketsOf(daemon, env);
    if (refused !== undefined) {
      const message = `${titles[daemon]} is set to be at \`${refused}\`, and only sockets (\`unix://…\`) are read; save the image to a file instead.`;
      return { ok: false, problem: { reason: 'unsupported', message } };
    }
    for (const socket of paths) {
      const found = await ask({ daemon, socket }, name);
      if (found.ok || found.problem.reason === 'missing') return found;
      // Of several places where there is nothing, the usual one is named.
      if (!problem || found.problem.reason !== 'network') problem = found.problem;
    }
  }
  return { ok: false, problem: problem ?? { reason: 'network', message: 'There is no daemon to ask.' } };
}

interface Endpoint {
  readonly daemon: Daemon;
  readonly socket: string;
}

async function ask(endpoint: Endpoint, name: string): Promise<Found> {
  const { daemon, socket } = endpoint;
  try {
    const prefix = await negotiate(endpoint);
    const image = `${prefix}/images/${encodeURIComponent(name).replaceAll('%2F', '/')}`;
    const response = await get(socket, `${image}/json`);
    const about = fieldsOf(parseJson(await bodyOf(response)));
    if (response.statusCode === 404) {
      return { ok: false, problem: { reason: 'missing', message: `${titles[daemon]} has no image \`${name}\`.` } };
    }
    if (response.statusCode !== 200) throw refusal(daemon, response, about);
    const value: DaemonImage = {
      daemon,
      id: textOf(about?.['Id']) ?? '',
      tags: textsOf(about?.['RepoTags']) ?? [],
      export: async () => {
        const archive = await get(socket, `${image}/get`);
        if (archive.statusCode === 200) return archive;
        throw refusal(daemon, archive, fieldsOf(parseJson(await bodyOf(archive))));
      },
    };
    return { ok: true, value };
  } catch (error) {
    return { ok: false, problem: problemOfSocket(error, endpoint) };
  }
}

/** The daemon's own version of the API: newer daemons refuse clients that ask for an old one. */
async function negotiate({ socket }: Endpoint): Promise<string> {
  const ping = await get(socket, '/_ping');
  await bodyOf(ping);
  const version = ping.headers['api-version'];
  return typeof version === 'string' && /^\d+\.\d+$/.test(version) ? `/v${version}` : '';
}

function get(socketPath: string, path: string): Promise<IncomingMessage> {
  const { request } = process.getBuiltinModule('node:http');
  return new Promise((resolve, reject) => {
    request({ socketPath, path, agent: false, headers: { host: 'localhost' } }, resolve)
      .on('error', reject)
      .end();
  });
}

async function bodyOf(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    if (size > mostJson) throw new ReadFault('limit-exceeded', `it answers with more than ${mostJson} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function refusal(daemon: Daemon, { statusCode }: IncomingMessage, body: ReturnType<typeof fieldsOf>): ReadFault {
  const said = textOf(body?.['message']) ?? 'it gave no reason';
  return new ReadFault('network', `${titles[daemon]} answered ${statusCode}: ${said}.`);
}

function problemOfSocket(error: unknown, { daemon, socket }: Endpoint): OpenProblem {
  const title = titles[daemon];
  switch (codeOf(error)) {
    case 'ENOENT':
      return {
        reason: 'network',
        message: `There is no ${title} at \`${socket}\`: it is not installed, or not running.`,
      };
    case 'ECONNREFUSED':
      return { reason: 'network', message: `${title} does not answer at \`${socket}\`: is it running?` };
    case 'EACCES':
      return { reason: 'unauthorized', message: `This user may not open \`${socket}\`, where ${title} listens.` };
    default: {
      const reason = error instanceof ReadFault ? error.reason : 'network';
      const message = error instanceof Error ? error.message : String(error);
      return { reason, message: `${title} at \`${socket}\`: ${message}` };
    }
  }
}
