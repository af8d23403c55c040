/** The command as a whole process: start-up beside bare Node, files per second, peers where they are installed. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alternateProcesses, type Row } from './measure.ts';

const dockerfile = `# syntax=docker/dockerfile:1
ARG NODE_VERSION=22
FROM node:\${NODE_VERSION} AS build
WORKDIR /app
COPY . .
RUN npm ci
RUN npm run build

FROM node:22-slim
ENV NODE_ENV=production
WORKDIR /app
RUN apt-get update && apt-get install -y curl ca-certificates
COPY --from=build /app/dist ./dist
COPY package.json package-lock.json ./
RUN npm ci --omit=dev
EXPOSE 3000
USER node
CMD npm start
`;

export async function* rows(): AsyncIterable<Row> {
  if (!existsSync('dist/plimsoll.cjs')) execFileSync('npm', ['run', 'build', '--silent'], { stdio: 'inherit' });
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
  // What other Dockerfiles asked on this machine would be kept with what this one asks.
  process.env['PLIMSOLL_CACHE_DIR'] = join(folder, 'cache');
  try {
    yield* measured(folder);
  } finally {
    delete process.env['PLIMSOLL_CACHE_DIR'];
    rmSync(folder, { recursive: true });
  }
}

async function* measured(folder: string): AsyncIterable<Row> {
  const one = join(folder, 'Dockerfile');
  writeFileSync(one, dockerfile);
  const empty = join(folder, 'empty.mjs');
  writeFileSync(empty, '');
  const peers = ['hadolint', 'tally'].flatMap((name) => pathOf(name) ?? []);
  const executable = existsSync('dist/plimsoll') ? ['dist/plimsoll'] : [];
  const commands = [
    [process.execPath, 'dist/plimsoll.cjs', 'lint', one, '--shellcheck', 'off'],
    [process.execPath, empty],
    ...peers.map((path) => peerCommand(path, one)),
    ...executable.map((path) => [path, 'lint', one, '--shellcheck', 'off']),
  ];
  const [ours, bare, ...others] = await alternateProcesses(commands, 21);
  if (!ours || !bare) return;
  yield {
    what: 'lint one file, start to exit',
    value: ours.ms,
    unit: 'ms',
    floor: { name: 'bare Node', value: bare.ms },
    target: { ratio: 1.6 },
  };
  const single = others[peers.length];
  for (const [index, path] of peers.entries()) {
    const peer = { name: nameOf(path), value: others[index]?.ms ?? Number.NaN };
    yield { what: 'lint one file, start to exit', value: ours.ms, unit: 'ms', floor: peer };
    if (single)
      yield {
        what: 'lint one file by the executable, start to exit',
        value: single.ms,
        unit: 'ms',
        floor: peer,
        ...(peer.name === 'hadolint' && { target: { ratio: 0.7 } }),
      };
  }
  yield {
    what: 'lint one file, peak memory',
    value: ours.peak,
    unit: 'MB',
    floor: { name: 'bare Node', value: bare.peak },
  };
  yield* throughput(folder);
}

const manyFiles = 1000;

/** A tree of Dockerfiles, those of the fixtures again and again, through the whole command; beside reading and decoding them. */
async function* throughput(folder: string): AsyncIterable<Row> {
  const texts = readdirSync('fixtures/dockerfiles').map((name) =>
    readFileSync(join('fixtures/dockerfiles', name, 'Dockerfile')),
  );
  for (let index = 0; index < manyFiles; index++) {
    mkdirSync(join(folder, `app-${index}`));
    writeFileSync(join(folder, `app-${index}`, 'Dockerfile'), texts[index % texts.length] ?? '');
  }
  const read = join(folder, 'read.mjs');
  writeFileSync(
    read,
    `import { readFileSync } from 'node:fs';\nfor (let i = 0; i < ${manyFiles}; i++) readFileSync(\`${folder}/app-\${i}/Dockerfile\`, 'utf8');\n`,
  );
  const [ours, floor] = await alternateProcesses(
    [
      [
        process.execPath,
        'dist/plimsoll.cjs',
        'lint',
        folder,
        '--no-config',
        '--shellcheck',
        'off',
        '--format',
        'ndjson',
      ],
      [process.execPath, read],
    ],
    5,
  );
  if (!ours || !floor) return;
  yield {
    what: `lint ${manyFiles} files, one process`,
    value: ours.ms,
    unit: 'ms',
    floor: { name: 'Node reading them', value: floor.ms },
    note: `${Math.round(manyFiles / (ours.ms / 1000))} files/s`,
  };
  yield { what: `lint ${manyFiles} files, peak memory`, value: ours.peak, unit: 'MB' };
}

function peerCommand(path: string, file: string): string[] {
  return nameOf(path) === 'tally' ? [path, 'lint', file] : [path, file];
}

function nameOf(path = ''): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The full path of a program, as `PLIMSOLL_BENCH_TALLY` and the like say or as this machine has it; `undefined` where it is not installed. */
export function pathOf(name: string): string | undefined {
  const said = process.env[`PLIMSOLL_BENCH_${name.toUpperCase()}`];
  if (said !== undefined) return said === '' ? undefined : said;
  return (process.env['PATH'] ?? '')
    .split(':')
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}
