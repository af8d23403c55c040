/** A thread that judges a share of a run's Dockerfiles: configuration is read here anew, so that only texts and reports travel. */
import { parentPort, workerData } from 'node:worker_threads';
import { dockerfileRules } from '../../rules/dockerfile.ts';
import type { Builds } from '../config/builds/ways.ts';
import type { Report } from '../finding.ts';
import type { Changes } from '../source/changes.ts';
import { buildsFor } from './builds.ts';
import type { LintFlags } from './flags.ts';
import { gather } from './gather.ts';
import { type Governance, govern } from './govern.ts';
import { type Io, type Output, UsageError } from './io.ts';
import { judgeOf, type Source } from './judge.ts';

/** What a worker is started with: the run. */
export interface WorkerRun {
  /** With the day as `today`, whatever said it. */
  readonly flags: LintFlags;
  readonly cwd: string;
  readonly env: Io['env'];
  /** Every file of the run, whoever judges it. */
  readonly files: readonly string[];
}

/** A file to judge, with the lines that `--since` asks for. */
export interface Job {
  readonly source: Source;
  readonly lines: ReturnType<Changes['of']>;
}

/** What a worker says to a batch of jobs. */
export type WorkerMessage =
  | { readonly kind: 'reports'; readonly reports: readonly Report[] }
  | { readonly kind: 'usage' | 'crash'; readonly message: string };

const port = parentPort;
const run: WorkerRun = workerData;
const silent: Output = { isTTY: false, columns: undefined, write: () => {} };
let governance: Promise<Governance> | undefined;
let builds: Promise<Builds | undefined> | undefined;

port?.on('message', async (jobs: readonly Job[]) => {
  try {
    say({ kind: 'reports', reports: await judgeAll(jobs) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    say({ kind: error instanceof UsageError ? 'usage' : 'crash', message });
  }
});

async function judgeAll(jobs: readonly Job[]): Promise<readonly Report[]> {
  const { flags, files } = run;
  const io: Io = { ...run, stdin: process.stdin, stdout: silent, stderr: silent, now: () => new Date() };
  governance ??= govern({ flags, io, rules: dockerfileRules, files });
  const lines = new Map(jobs.map(({ source, lines: changed }) => [source.file, changed]));
  const { factsOf } = await gather({ flags, io, shellcheck: false, sources: [] });
  builds ??= buildsFor(flags, { io, files, read: () => {} });
  const settled = { governance: await governance, factsOf, builds: await builds, flags, io };
  const shared = { ...settled, baseline: undefined, changes: (file: string) => lines.get(file) };
  const judged = await Promise.all(jobs.map(({ source }) => judgeOf(source, shared)));
  return judged.map(({ source, judge }) => judge(source.text).report);
}

function say(message: WorkerMessage): void {
  port?.postMessage(message);
}
