/** Layers read by several threads, this one among them; workers are started only where they pay. */
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { decodeFacts } from '../image/codec.ts';
import type { LayerResult } from '../image/layer.ts';
import { beside } from './beside.ts';
import type { WorkerMessage } from './layer-worker.ts';
import { JobQueue } from './queue.ts';
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

type Progress = (bytes: number) => void;

/** Threads that help to read the layers of one image. */
export class Crew {
  readonly #program: URL;
  readonly #workers: LayerWorker[] = [];

  constructor(program = beside(import.meta.url, 'layer-worker')) {
    this.#program = program;
  }

  /** Starts the threads that so many bytes in so many parts are worth: they come up while this thread does other things. */
  call(bytes: number, parts = mostThreads): void {
    const wanted = bytes < worthwhile ? 0 : Math.min(availableParallelism(), mostThreads, parts) - 1;
    while (this.#workers.length < wanted) this.#workers.push(new LayerWorker(this.#program));
  }

  /** Reads every job, the largest first; results are in the order of the jobs. */
  async read(jobs: readonly LayerJob[], progress: Progress): Promise<readonly JobResult[]> {
    this.call(
      jobs.reduce((sum, job) => sum + job.extent.size, 0),
      jobs.length,
    );
    const results: JobResult[] = [];
    const queue = JobQueue.of(jobs);
    const put = (done: JobResult, index: number): void => {
      results[index] = done;
    };
    const workers = this.#workers.map((worker) => worker.read(queue, { progress, put }));
    await queue.each(
      (job) => readJob(job, progress),
      (result, index) => put({ result, encoded: undefined }, index),
    );
    await Promise.all(workers);
    return results;
  }

  /** Nobody waits for them to be gone. */
  dismiss(): void {
    for (const worker of this.#workers.splice(0)) worker.stop();
  }
}

interface Taker {
  readonly progress: Progress;
  readonly put: (done: JobResult, index: number) => void;
}

class LayerWorker {
  readonly #worker: Worker;
  #taker: Taker | undefined;
  #settle = (): void => {};
  /** The job it has begun. */
  #inHand: number | undefined;
  #failure: string | undefined;

  constructor(program: URL) {
    // Most runs need no thread, and loading what makes them takes a while.
    const threads = process.getBuiltinModule('node:worker_threads');
    this.#worker = new threads.Worker(program);
    // Until it has something to do it keeps nobody from ending.
    this.#worker.unref();
    this.#worker.on('message', (message: WorkerMessage) => this.#hear(message));
    this.#worker.on('error', (error) => this.#fail(error instanceof Error ? error.message : String(error)));
    this.#worker.on('exit', () => this.#fail('its thread ended.'));
  }

  /** Takes its share of the queue. A thread that is not there, or never came to work, takes nothing. */
  read(queue: JobQueue, taker: Taker): Promise<void> {
    return new Promise((resolve) => {
      this.#taker = taker;
      this.#settle = resolve;
      if (this.#failure !== undefined) return resolve();
      this.#worker.ref();
      this.#worker.postMessage(queue.shared);
    });
  }

  stop(): void {
    this.#worker.terminate();
  }

  #hear(message: WorkerMessage): void {
    switch (message.kind) {
      case 'progress':
        this.#taker?.progress(message.bytes);
        return;
      case 'begins':
        this.#inHand = message.job;
        return;
      case 'done':
        this.#settle();
        return;
      default:
        this.#inHand = undefined;
        this.#taker?.put(resultOf(message), message.job);
    }
  }

  #fail(message: string): void {
    this.#failure ??= message;
    if (this.#inHand !== undefined) this.#taker?.put(unreadable(this.#failure), this.#inHand);
    this.#inHand = undefined;
    this.#settle();
  }
}

function resultOf(message: Extract<WorkerMessage, { kind: 'facts' | 'problem' }>): JobResult {
  const encoded = message.kind === 'facts' ? message.facts : message.partial;
  const facts = encoded && decodeFacts(Buffer.from(encoded.buffer, encoded.byteOffset, encoded.byteLength));
  if (message.kind === 'problem') {
    const { problem } = message;
    return { result: facts ? { ok: false, problem, partial: facts } : { ok: false, problem }, encoded };
  }
  return facts ? { result: { ok: true, value: facts }, encoded } : unreadable('its facts were lost on the way.');
}

function unreadable(message: string): JobResult {
  return { result: { ok: false, problem: { reason: 'unreadable', message } }, encoded: undefined };
}
