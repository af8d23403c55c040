/**
 * The command beside its peers on the same files, one core each, in turn; and how the cost of each grows with a file. Processor time is
 * what counts, the least of the runs: nothing here waits, and others may have the machine at the same time.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathOf } from './command.ts';
import { realFiles, texts } from './dockerfile.ts';
import { type ProcessRun, type Row, runProcess } from './measure.ts';

/** So many files that no start counts for much, spread over what is given: `PLIMSOLL_BENCH_FILES` says otherwise. */
const most = Number(process.env['PLIMSOLL_BENCH_FILES'] ?? 2000);
const rounds = Number(process.env['PLIMSOLL_BENCH_ROUNDS'] ?? 2);

/** Seconds after which a peer is taken to have no end: `PLIMSOLL_BENCH_LIMIT`. */
const limit = Number(process.env['PLIMSOLL_BENCH_LIMIT'] ?? 60);

/** Each in turn, so many times; one that did not end is not run again. */
async function inTurn(commands: readonly (readonly string[])[], seconds: number): Promise<readonly ProcessRun[]> {
  const best: ProcessRun[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const [at, command] of commands.entries()) {
      const before = best[at];
      if (before?.over) continue;
      const run = await runProcess(command, { limit: seconds * 1000 });
      if (before === undefined || run.over || run.cpu < before.cpu) best[at] = run;
    }
  }
  return best;
}

export async function* rows(): AsyncIterable<Row> {
  if (!existsSync('dist/plimsoll.cjs')) execFileSync('npm', ['run', 'build', '--silent'], { stdio: 'inherit' });
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
  try {
    const files = sample(folder);
    yield* besideTally(files);
    yield* besideHadolint(files);
    yield* growth(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Real files spread over the list, or usual ones. */
function sample(folder: string): readonly string[] {
  const real = realFiles();
  if (real !== undefined) {
    const step = Math.max(1, real.length / most);
    return Array.from({ length: Math.min(most, real.length) }, (_, at) => real[Math.floor(at * step)] ?? '');
  }
  return texts()
    .all.slice(0, most)
    .map((text, at) => {
      mkdirSync(join(folder, `app-${at}`));
      const path = join(folder, `app-${at}`, 'Dockerfile');
      writeFileSync(path, text);
      return path;
    });
}

const ours = (files: readonly string[], ...flags: readonly string[]) =>
  onOneCore([process.execPath, 'dist/plimsoll.cjs', 'lint', '--no-config', '--format', 'ndjson', ...flags, ...files]);
const hadolint = (path: string, files: readonly string[]) =>
  onOneCore([path, '--no-fail', '--no-color', '-f', 'json', ...files]);
const tally = (path: string, files: readonly string[]) =>
  onOneCore([path, 'lint', '--no-config', '--slow-checks', 'off', '-f', 'json', ...files]);

function onOneCore(command: readonly string[]): readonly string[] {
  const taskset = pathOf('taskset');
  return taskset === undefined ? command : [taskset, '-c', '0', ...command];
}

async function* besideTally(files: readonly string[]): AsyncIterable<Row> {
  const path = pathOf('tally');
  if (path === undefined) return;
  const taken = acceptedBy(path, files);
  const commands = [ours(taken, '--shellcheck', 'off'), tally(path, taken)];
  const [mine, theirs] = await inTurn(commands, limit * 20);
  if (mine && theirs)
    yield speed('lint without ShellCheck, one core', taken, { mine, theirs, name: 'tally', ratio: 30 });
}

/** It ends at the first file that it refuses: those are left out for both. */
function acceptedBy(path: string, files: readonly string[]): readonly string[] {
  const [program = '', ...args] = tally(path, files);
  if ([0, 1].includes(spawnSync(program, args, { stdio: 'ignore' }).status ?? 2)) return files;
  if (files.length < 2) return [];
  const half = files.length >> 1;
  return [...acceptedBy(path, files.slice(0, half)), ...acceptedBy(path, files.slice(half))];
}

async function* besideHadolint(files: readonly string[]): AsyncIterable<Row> {
  const [path, shellcheck] = [pathOf('hadolint'), pathOf('shellcheck')];
  if (path === undefined) return;
  const without = { what: 'lint without ShellCheck beside hadolint, one core', flags: ['--shellcheck', 'off'] };
  const with_ = { what: 'lint with ShellCheck, one core', flags: ['--shellcheck', shellcheck ?? 'auto'] };
  for (const { what, flags } of shellcheck === undefined ? [without] : [without, with_]) {
    const [mine, theirs] = await inTurn([ours(files, ...flags), hadolint(path, files)], limit * 20);
    if (mine && theirs) yield speed(what, files, { mine, theirs, name: 'hadolint', ratio: 3 });
  }
}

interface Pair {
  readonly mine: ProcessRun;
  readonly theirs: ProcessRun;
  readonly name: string;
  /** How many times as many files a second are aimed at. */
  readonly ratio: number;
}

function speed(what: string, files: readonly string[], { mine, theirs, name, ratio }: Pair): Row {
  const perSecond = ({ cpu }: ProcessRun) => (files.length / cpu) * 1000;
  return {
    what,
    value: perSecond(mine),
    unit: 'files/s',
    floor: { name, value: perSecond(theirs) },
    target: { ratio, atLeast: true },
    note: `${files.length} files; ${seconds(mine)} and ${seconds(theirs)} of processor`,
  };
}

function seconds({ cpu, over }: ProcessRun): string {
  return `${over ? 'ended after ' : ''}${(cpu / 1000).toFixed(1)} s`;
}

const lengths = [1000, 10_000] as const;

/** A file ten times as long: ten times the time is linear, a hundred times quadratic. What a start costs is taken off. */
async function* growth(folder: string): AsyncIterable<Row> {
  const path = pathOf('hadolint');
  const [none = '', small = '', large = ''] = [0, ...lengths].map((lines) => long(folder, lines));
  const programs = [
    { name: 'plimsoll', run: (file: string) => ours([file], '--shellcheck', 'off') },
    ...(path === undefined ? [] : [{ name: 'hadolint', run: (file: string) => hadolint(path, [file]) }]),
  ];
  for (const { name, run } of programs) {
    const [start, few, many] = await inTurn([run(none), run(small), run(large)], limit);
    if (!start || !few || !many) continue;
    yield {
      what: `${name}: a file of 10,000 lines`,
      value: many.cpu - start.cpu,
      unit: 'ms',
      floor: { name: 'one of 1,000', value: few.cpu - start.cpu },
      ...(name === 'plimsoll' && { target: { ratio: 15 } }),
      ...(many.over && { note: `over ${limit} s${few.over ? ', and 1,000 lines too' : ''}: ended` }),
    };
  }
}

function long(folder: string, lines: number): string {
  const path = join(folder, `Dockerfile.${lines}`);
  const text = Array.from({ length: lines }, (_, at) => `RUN echo ${at} && apt-get install -y curl\n`).join('');
  writeFileSync(path, `FROM debian:12.9\n${text}`);
  return path;
}
