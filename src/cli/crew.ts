/** Many Dockerfiles judged by several threads, this one among them; reports come in the order of the files, whoever was faster. */
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Report } from '../finding.ts';
import { dockerfileName } from '../refine/fingerprint.ts';
import { beside } from '../source/beside.ts';
import { UsageError } from './io.ts';
import { type Judged, judgeOf, type Run, type Source } from './judge.ts';
import type { Job, WorkerMessage, WorkerRun } from './lint-worker.ts';

/** What is made for one file is garbage at the next: room for more of it makes nothing faster. */
const youngMegabytes = 24;
/** Files that a thread is given at once. */
const batchSize = 32;

export interface Crew {
  readonly threads: number;
  /** Of the whole run: a worker reads the configuration of every file anew. */
  readonly files: readonly string[];
  /** The workers' program. */
  readonly program?: URL;
}

/** One report for each source, in their order, each as soon as those before it are there. */
export async function* judgeAll(sources: readonly Source[], run: Run, crew: Crew): AsyncIterable<Report> {
  const batches = chunked(sources);
  const done = batches.map(() => Promise.withResolvers<readonly Report[]>());
  // A batch that fails while an earlier one is awaited is asked for later.
  for (const { promise } of done) promise.catch(() => {});
  const waiting = [...batches.keys()];
  const work = async (judge: (batch: readonly Source[]) => Promise<readonly Report[]>): Promise<void> => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
      try {
        done[index]?.resolve(await judge(batches[index] ?? []));
      } catch (error) {
        done[index]?.reject(error);
      }
    }
  };
  const workers = Array.from({ length: crew.threads - 1 }, () => new LintWorker(run, crew));
  try {
    for (const worker of workers) void work((batch) => worker.judge(batch));
    void work((batch) => judgeHere(batch, run));
    for (const { promise } of done) for (const report of await promise) yield marked(report, run);
  } finally {
    waiting.length = 0;
    await Promise.all(workers.map((worker) => worker.stop()));
  }
}

async function judgeHere(batch: readonly Source[], run: Run): Promise<readonly Report[]> {
  // Between batches the others are heard, and what is ready is written.
  await setImmediate();
  const judged: readonly Judged[] = await Promise.all(
    batch.map((source) => judgeOf(source, { ...run, baseline: undefined })),
  );
  return judged.map(({ source, judge }) => judge(source.text).report);
}

/** What a baseline knows depends on the order of the subjects: it is asked here, and last. */
function marked(report: Report, { baseline }: Run): Report {
  if (!baseline) return report;
  return { ...report, findings: baseline.mark(report.findings, dockerfileName(report.subject.name)) };
}

class LintWorker {
  readonly #worker: Worker;
  readonly #run: Run;
  #settle: (message: WorkerMessage) => void = () => {};
  #failure: string | undefined;

  constructor(run: Run, { files, program = beside(import.meta.url, 'lint-worker') }: Crew) {
    const { flags, io, governance } = run;
    this.#run = run;
    const workerData: WorkerRun = {
      flags: { ...flags, today: governance.today },
      cwd: io.cwd,
      env: { ...io.env },
      files,
    };
    this.#worker = new Worker(program, { workerData, resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes } });
    this.#worker.on('message', (message: WorkerMessage) => this.#settle(message));
    this.#worker.on('error', (error) => this.#fail(error instanceof Error ? error.message : String(error)));
    this.#worker.on('exit', () => this.#fail('its thread ended.'));
  }

  /** By the thread; here, where it cannot be started or has ended. */
  async judge(batch: readonly Source[]): Promise<readonly Report[]> {
    const { changes } = this.#run;
    const jobs = batch.map((source): Job => ({ source, lines: changes ? changes(source.file) : 'all' }));
    const message = await new Promise<WorkerMessage>((resolve) => {
      this.#settle = resolve;
      if (this.#failure === undefined) this.#worker.postMessage(jobs);
      else resolve({ kind: 'crash', message: this.#failure });
    });
    if (message.kind === 'reports') return message.reports;
    if (message.kind === 'usage') throw new UsageError(message.message);
    return judgeHere(batch, this.#run);
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(message: string): void {
    this.#failure ??= message;
    this.#settle({ kind: 'crash', message: this.#failure });
  }
}

function chunked(sources: readonly Source[]): readonly (readonly Source[])[] {
  const count = Math.ceil(sources.length / batchSize);
  return Array.from({ length: count }, (_, index) => sources.slice(index * batchSize, (index + 1) * batchSize));
}
