/** A monorepo: five thousand Dockerfiles in one tree, on one core and on two; when the first line is out; what it holds in memory. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { alternateProcesses, median, type Row } from './measure.ts';

const count = 5000;

export async function* rows(): AsyncIterable<Row> {
  if (!existsSync('dist/plimsoll.cjs')) execFileSync('npm', ['run', 'build', '--silent'], { stdio: 'inherit' });
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-tree-'));
  try {
    plant(folder);
    yield* measured(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The fixtures again and again, no two files alike. */
function plant(folder: string): void {
  const texts = readdirSync('fixtures/dockerfiles').map((name) =>
    readFileSync(join('fixtures/dockerfiles', name, 'Dockerfile'), 'latin1'),
  );
  for (let index = 0; index < count; index++) {
    const home = join(folder, `team-${index % 50}`, `app-${index}`);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'Dockerfile'), `${texts[index % texts.length]}\nLABEL app="${index}"\n`, 'latin1');
  }
}

async function* measured(folder: string): AsyncIterable<Row> {
  const lint = [process.execPath, 'dist/plimsoll.cjs', 'lint', folder, '--no-config', '--shellcheck', 'off'];
  const command = [...lint, '--format', 'ndjson'];
  const [one, two] = await alternateProcesses(
    [
      ['taskset', '-c', '0', ...command],
      ['taskset', '-c', '0,1', ...command],
    ],
    5,
  );
  if (!one || !two) return;
  yield { what: `lint ${count} files, one core`, value: one.ms, unit: 'ms', note: speed(one.ms) };
  if (availableParallelism() > 1)
    yield {
      what: `lint ${count} files, two cores`,
      value: two.ms,
      unit: 'ms',
      floor: { name: 'one core', value: one.ms },
      note: speed(two.ms),
    };
  const limit = { floor: { name: 'MB', value: 1 }, target: { ratio: 300 } };
  yield { what: `lint ${count} files, one core, peak memory`, value: one.peak, unit: 'MB', ...limit };
  yield { what: `lint ${count} files, two cores, peak memory`, value: two.peak, unit: 'MB', ...limit };
  const first: number[] = [];
  const all: number[] = [];
  for (let round = 0; round < 5; round++) {
    const seen = await firstOutput(command);
    first.push(seen.first);
    all.push(seen.all);
  }
  yield {
    what: 'ndjson, the first line is out',
    value: median(first),
    unit: 'ms',
    floor: { name: 'the whole run', value: median(all) },
    target: { ratio: 0.5 },
  };
}

const speed = (ms: number) => `${Math.round(count / (ms / 1000))} files/s`;

function firstOutput([program = '', ...args]: readonly string[]): Promise<{ first: number; all: number }> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    let first = Number.NaN;
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.once('data', () => {
      first = performance.now() - start;
    });
    child.stdout.resume();
    child.on('error', reject);
    child.on('close', () => resolve({ first, all: performance.now() - start }));
  });
}
