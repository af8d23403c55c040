/**
 * The language server over its protocol, beside others: Docker's (`docker-langserver`, on the path or in
 * `PLIMSOLL_BENCH_DOCKER_LANGSERVER`) and tally's, asked in turn by one client, on one file.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { pathOf } from './command.ts';
import { median, type Row } from './measure.ts';

const uri = 'untitled:Dockerfile';

interface Server {
  readonly name: string;
  readonly command: readonly string[];
}

interface Running {
  readonly process: ChildProcess;
  readonly connection: MessageConnection;
  readonly initializeMs: number;
  /** Resolves at the next diagnostics that are pushed. */
  diagnosed(): Promise<void>;
}

/** A file as people write them, of about so many lines. */
export function file(lines: number): string {
  const block = (index: number) => `FROM debian:12.9-slim AS stage${index}
ARG VERSION${index}=1.${index}
ENV APP_HOME=/srv/app${index} \\
    LANG=C.UTF-8
# The packages that the build needs.
RUN apt-get update \\
  && apt-get install -y --no-install-recommends build-essential ca-certificates curl \\
  && rm -rf /var/lib/apt/lists/*
WORKDIR $APP_HOME
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN curl -fsSL https://example.com/tool-\${VERSION${index}}.tar.gz -o tool.tar.gz \\
  && tar -xzf tool.tar.gz \\
  && rm tool.tar.gz
RUN if [ "$LANG" = "C" ]; then \\
      echo "plain"; \\
    else \\
      make -j"$(nproc)" all; \\
    fi
${index > 0 ? `COPY --from=stage${index - 1} /srv/app${index - 1}/out ./before` : 'COPY assets ./before'}
EXPOSE 80${index % 100}
USER app
CMD ["./start", "--port", "8080"]

`;
  let text = '';
  for (let index = 0; text.split('\n').length <= lines; index++) text += block(index);
  return text.split('\n').slice(0, lines).join('\n');
}

const small = file(300);
/** The line that is typed into, in the middle: a comment would be too easy. */
const lineOf = (text: string) => {
  const lines = text.split('\n');
  return lines.findIndex((line, index) => index >= lines.length / 2 && line.startsWith('WORKDIR'));
};

async function run({ command }: Server): Promise<Running> {
  const [program = '', ...args] = command;
  const { NODE_EXTRA_CA_CERTS: _slow, ...env } = process.env;
  const start = performance.now();
  const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  let wake = () => {};
  connection.onNotification('textDocument/publishDiagnostics', () => wake());
  connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => null));
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  const capabilities = { textDocument: { publishDiagnostics: {}, completion: {} }, workspace: {} };
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities });
  const initializeMs = performance.now() - start;
  await connection.sendNotification('initialized', {});
  const diagnosed = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  return { process: child, connection, initializeMs, diagnosed };
}

async function stop({ connection, process: child }: Running): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit').catch(() => undefined);
  await gone;
  connection.dispose();
}

async function open(server: Running, text: string, version: number): Promise<void> {
  const told = server.diagnosed();
  await server.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'dockerfile', version, text },
  });
  await told;
}

interface Change {
  readonly text: string;
  readonly version: number;
}

/** A letter that is typed and, with the next version, taken back. */
function typed({ text, version }: Change): object {
  const line = lineOf(text);
  const start = { line, character: 8 };
  const end = { line, character: version % 2 === 0 ? 8 : 9 };
  return {
    textDocument: { uri, version },
    contentChanges: [{ range: { start, end }, text: version % 2 === 0 ? 'x' : '' }],
  };
}

/** For servers that take whole texts. */
function whole({ text, version }: Change): object {
  const lines = text.split('\n');
  const line = lineOf(text);
  const there = lines[line] ?? '';
  lines[line] = version % 2 === 0 ? `${there.slice(0, 8)}x${there.slice(8)}` : there;
  return { textDocument: { uri, version }, contentChanges: [{ text: lines.join('\n') }] };
}

async function change(server: Running, what: Change, how: typeof typed): Promise<number> {
  const told = server.diagnosed();
  const start = performance.now();
  await server.connection.sendNotification('textDocument/didChange', how(what));
  await told;
  return performance.now() - start;
}

async function complete(server: Running, text: string): Promise<number> {
  const start = performance.now();
  await server.connection.sendRequest('textDocument/completion', {
    textDocument: { uri },
    position: { line: lineOf(text) + 1, character: 5 },
  });
  return performance.now() - start;
}

interface Figures {
  readonly initialize: number;
  /** Of the first hundred changes after the file was opened, while the engine still compiles what is hot. */
  readonly first: number;
  readonly change: number;
  readonly completion: number;
}

/** Each server in turn, round by round; medians of the rounds that follow those which warm them up. */
async function together(
  servers: readonly Server[],
  text: string,
  { rounds, before }: { readonly rounds: number; readonly before: number },
): Promise<readonly Figures[]> {
  const starts = servers.map((): number[] => []);
  for (let round = -1; round < 11; round++) {
    for (const [index, server] of servers.entries()) {
      const running = await run(server);
      if (round >= 0) starts[index]?.push(running.initializeMs);
      await stop(running);
    }
  }
  const running = await Promise.all(servers.map(run));
  const changes = servers.map((): number[] => []);
  const firsts = servers.map((): number[] => []);
  const completions = servers.map((): number[] => []);
  for (const server of running) await open(server, text, 1);
  for (let version = 2; version < rounds + before; version++) {
    for (const [index, server] of running.entries()) {
      const slow = servers[index]?.name === 'tally';
      if (slow && version % 20 > 1) continue;
      const ms = await change(server, { text, version }, slow ? whole : typed);
      const completed = slow ? 0 : await complete(server, text);
      if (version <= 101) firsts[index]?.push(ms);
      if (version < before) continue;
      changes[index]?.push(ms);
      completions[index]?.push(completed);
    }
  }
  for (const server of running) await stop(server);
  return servers.map((_, index) => ({
    initialize: median(starts[index] ?? []),
    first: median(firsts[index] ?? []),
    change: median(changes[index] ?? []),
    completion: median(completions[index] ?? []),
  }));
}

export async function* rows(): AsyncIterable<Row> {
  execFileSync('npm', ['run', 'build', '--silent'], { stdio: 'ignore' });
  const own: Server = { name: 'plimsoll', command: [process.execPath, 'dist/plimsoll.cjs', 'lsp'] };
  const docker = process.env['PLIMSOLL_BENCH_DOCKER_LANGSERVER'] ?? pathOf('docker-langserver');
  const tally = pathOf('tally');
  const peers: Server[] = [
    ...(docker ? [{ name: 'docker-langserver', command: [process.execPath, docker, '--stdio'] }] : []),
    ...(tally ? [{ name: 'tally', command: [tally, 'lsp', '--stdio'] }] : []),
  ];
  const [ours, ...theirs] = await together([own, ...peers], small, { rounds: 200, before: 300 });
  if (!ours) return;
  for (const [index, peer] of theirs.entries()) yield* beside(ours, peer, peers[index]?.name ?? '');
  if (theirs.length === 0) yield { what: 'change → diagnostics, 300 lines', value: ours.change, unit: 'ms' };
  const [large] = await together([own], file(5000), { rounds: 100, before: 300 });
  if (large)
    yield {
      what: 'change → diagnostics, 5,000 lines',
      value: large.change,
      unit: 'ms',
      floor: { name: '300 lines', value: ours.change },
      target: { ratio: 15 },
    };
  yield* memory(own);
}

function* beside(ours: Figures, peer: Figures, name: string): Iterable<Row> {
  const row = (what: string, value: number, floor: number, ratio: number): Row => ({
    what,
    value,
    unit: 'ms',
    floor: { name, value: floor },
    target: { ratio },
  });
  yield row('change → diagnostics, 300 lines', ours.change, peer.change, name === 'tally' ? 0.02 : 1);
  if (name !== 'tally') {
    const floor = { name, value: peer.first };
    yield { what: 'the same, the first hundred changes', value: ours.first, unit: 'ms', floor };
    yield row('completion', ours.completion, peer.completion, 1);
  }
  yield row('start → initialized', ours.initialize, peer.initialize, 1);
}

async function* memory(server: Server): AsyncIterable<Row> {
  const running = await run(server);
  await open(running, small, 1);
  const used: number[] = [];
  for (let version = 2; version <= 10_001; version++) {
    await change(running, { text: small, version }, typed);
    if (version % 250 === 0) used.push(residentOf(running.process.pid));
  }
  await stop(running);
  yield {
    what: 'memory, the last quarter of 10,000 edits',
    value: median(used.slice(-10)),
    unit: 'MB',
    floor: { name: 'the second', value: median(used.slice(10, 20)) },
    target: { ratio: 1.15 },
  };
}

function residentOf(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}
