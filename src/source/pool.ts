/** Layers read by several threads, this one among them; workers are started only where they pay. */
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { decodeFacts } from '../image/codec.ts';
import type { LayerResult } from '../image/layer.ts';
import { beside } from './beside.ts';
import type { WorkerMessage } from './layer-worker.ts';
import { type LayerJob, readJob } from './read-layer.ts';

/** Starting a thread costs what reading some twenty megabytes does. */
const worthwhile = 64 << 20;
/** Each thread holds buffers and windows of its own, and memory is bounded whatever the machine. */
const mostThreads = 4;

/** What became of a job; the facts as bytes too, where they came so. */
export interface JobResult {
  readonly result: LayerResult;
  readonly encoded: Uint8Array | undefined;
}

/** Reads every job, the largest first; results are in the order of the jobs. */
export async function readJobs(
  jobs: readonly LayerJob[],
  progress: (bytes: number) => void,
  program = beside(import.meta.url, 'layer-worker'),
): Promise<readonly JobResult[]> {
  const results: JobResult[] = [];
  const waiting = [...jobs.keys()].sort((a, b) => sizeOf(jobs[b]) - sizeOf(jobs[a]));
  const budget = new Budget();
  const work = async (read: (job: LayerJob) => Promise<JobResult | undefined>): Promise<void> => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
      const job = jobs[index];
      if (!job) continue;
      const done = budget.refusal(job) ?? (await read(job));
      if (!done) {
        waiting.unshift(index);
        return;
      }
      budget.spend(done);
      results[index] = done;
    }
  };
  const here = async (job: LayerJob): Promise<JobResult> => ({
    result: await readJob(job, progress),
    encoded: undefined,
  });
  const workers = Array.from({ length: workersFor(jobs) }, () => new LayerWorker(program, progress));
  try {
    await Promise.all([work(here), ...workers.map((worker) => work((job) => worker.read(job)))]);
    // What a worker that could not be started gave back when this thread was done already.
    await work(here);
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
  }
  return results;
}

/** What all layers of an image may hold together; each is held to its own limits while it is read. */
class Budget {
  #bytes = 0;
  #entries = 0;

  spend({ result }: JobResult): void {
    const facts = result.ok ? result.value : result.partial;
    this.#bytes += facts?.tarSize ?? 0;
    this.#entries += facts?.entries.length ?? 0;
  }

  refusal({ limits }: LayerJob): JobResult | undefined {
    if (this.#bytes <= limits.imageBytes && this.#entries <= limits.imageEntries) return undefined;
    const message = `the layers before it hold more than ${limits.imageBytes} bytes or ${limits.imageEntries} entries.`;
    return { result: { ok: false, problem: { reason: 'limit-exceeded', message } }, encoded: undefined };
  }
}

function sizeOf(job: LayerJob | undefined): number {
  return job?.extent.size ?? 0;
}

function workersFor(jobs: readonly LayerJob[]): number {
  const bytes = jobs.reduce((sum, job) => sum + job.extent.size, 0);
  if (jobs.length < 2 || bytes < worthwhile) return 0;
  return Math.min(availableParallelism(), mostThreads, jobs.length) - 1;
}

class LayerWorker {
  readonly #worker: Worker;
  #settle: (result: JobResult | undefined) => void = () => {};
  #spoke = false;
  #failure: string | undefined;

  constructor(program: URL, progress: (bytes: number) => void) {
    // Most runs need no thread, and loading what makes them takes a while.
    const threads = process.getBuiltinModule('node:worker_threads');
    this.#worker = new threads.Worker(program);
    this.#worker.on('message', (message: WorkerMessage) => {
      this.#spoke = true;
      if (message.kind === 'progress') progress(message.bytes);
      else this.#settle(resultOf(message));
    });
    this.#worker.on('error', (error) => this.#fail(error instanceof Error ? error.message : String(error)));
    this.#worker.on('exit', () => this.#fail('its thread ended.'));
  }

  /** The result; `undefined` where the thread is not there, or never came to work, so that another must. */
  read(job: LayerJob): Promise<JobResult | undefined> {
    return new Promise((resolve) => {
      this.#settle = resolve;
      if (this.#failure === undefined) this.#worker.postMessage(job);
      else resolve(undefined);
    });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(message: string): void {
    this.#failure ??= message;
    const problem = { reason: 'unreadable', message: this.#failure } as const;
    this.#settle(this.#spoke ? { result: { ok: false, problem }, encoded: undefined } : undefined);
  }
}

function resultOf(message: Exclude<WorkerMessage, { kind: 'progress' }>): JobResult {
  const encoded = message.kind === 'facts' ? message.facts : message.partial;
  const facts = encoded && decodeFacts(Buffer.from(encoded.buffer, encoded.byteOffset, encoded.byteLength));
  if (message.kind === 'problem') {
    const { problem } = message;
    return { result: facts ? { ok: false, problem, partial: facts } : { ok: false, problem }, encoded };
  }
  if (facts) return { result: { ok: true, value: facts }, encoded };
  const problem = { reason: 'unreadable', message: 'its facts were lost on the way.' } as const;
  return { result: { ok: false, problem }, encoded };
}
