/** How the bench measures: runs in turn (A B B A …), medians, ratios of one run. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Row {
  readonly what: string;
  /** The figure of ours, in `unit`. */
  readonly value: number;
  readonly unit: string;
  /** What it is held against, measured in turn with it. */
  readonly floor?: { readonly name: string; readonly value: number };
  /** The ratio (value / floor) that is aimed at; `at least` for speeds. */
  readonly target?: { readonly ratio: number; readonly atLeast?: boolean };
  readonly note?: string;
}

/** A subject of the bench: a file of this folder. Rows come as they are measured. */
export interface Subject {
  readonly rows: () => AsyncIterable<Row>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** These in turn, every other round backwards: what ran just before leaves the caches full of its own, which is good for some and bad for others. */
function inTurn<One>(all: readonly One[], round: number): readonly (readonly [number, One])[] {
  const indexed = [...all.entries()];
  return round % 2 === 0 ? indexed : indexed.reverse();
}

/** Milliseconds of each, run in turn after one round that does not count; medians, in the order given. */
export async function alternate(runs: readonly (() => unknown)[], rounds = 7): Promise<readonly number[]> {
  const times = runs.map((): number[] => []);
  for (let round = -1; round < rounds; round++) {
    for (const [index, run] of inTurn(runs, round)) {
      globalThis.gc?.();
      const start = performance.now();
      await run();
      if (round >= 0) times[index]?.push(performance.now() - start);
    }
  }
  return times.map(median);
}

export interface ProcessRun {
  readonly ms: number;
  /** Peak resident memory in MB, as read while it ran. */
  readonly peak: number;
  readonly code: number | null;
  /** Milliseconds of processor that it and its children took: of use where others compete for it. What it took by the clock where that is not known. */
  readonly cpu: number;
  /** It was ended, because it took longer than it may. */
  readonly over: boolean;
}

/** Milliseconds of processor that the children of this process have taken, those that have ended. */
function childrenCpu(): number | undefined {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[13]) + Number(fields[14])) * 10;
  } catch {
    return undefined;
  }
}

/** One whole process, its output thrown away. */
export function runProcess(
  command: readonly string[],
  options: { readonly cwd?: string; readonly input?: string; readonly limit?: number } = {},
): Promise<ProcessRun> {
  const [program = '', ...args] = command;
  const { NODE_EXTRA_CA_CERTS: _slow, ...env } = process.env;
  return new Promise((resolve, reject) => {
    const before = childrenCpu();
    const start = performance.now();
    const child = spawn(program, args, {
      env,
      stdio: ['pipe', 'ignore', 'ignore'],
      ...(options.cwd && { cwd: options.cwd }),
    });
    let peak = 0;
    const look = () => {
      peak = Math.max(peak, peakOf(child.pid));
    };
    const timer = setInterval(look, 10);
    let over = false;
    const end = () => {
      over = true;
      child.kill('SIGKILL');
    };
    const alarm = options.limit === undefined ? undefined : setTimeout(end, options.limit);
    child.on('error', reject);
    child.on('exit', (code) => {
      clearInterval(timer);
      clearTimeout(alarm);
      const ms = performance.now() - start;
      const after = childrenCpu();
      resolve({ ms, peak, code, over, cpu: before === undefined || after === undefined ? ms : after - before });
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
  });
}

function peakOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Whole processes in turn: median milliseconds and highest peak of each. */
export async function alternateProcesses(
  commands: readonly (readonly string[])[],
  rounds = 11,
): Promise<readonly ProcessRun[]> {
  const all = commands.map((): ProcessRun[] => []);
  for (let round = -1; round < rounds; round++) {
    for (const [index, command] of inTurn(commands, round)) {
      const ran = await runProcess(command);
      if (round >= 0) all[index]?.push(ran);
    }
  }
  return all.map((runs) => ({
    ms: median(runs.map((run) => run.ms)),
    peak: Math.max(...runs.map((run) => run.peak)),
    code: runs[0]?.code ?? null,
    cpu: Math.min(...runs.map((run) => run.cpu)),
    over: runs.some((run) => run.over),
  }));
}
