/** Jobs that several threads take from, each the next as soon as it is done; what they hold together is bounded. */
import type { LayerResult } from '../image/layer.ts';
import type { LayerJob } from './read-layer.ts';

/** What another thread is told to take its share. */
export interface Shared {
  readonly jobs: readonly LayerJob[];
  /** Jobs that were taken, and the bytes and entries of what was read. */
  readonly counts: SharedArrayBuffer;
}

const taken = 0;
const bytes = 1;
const entries = 2;

/** The queue of one thread; those of all threads are made of the same parts, so nobody waits to be told what to do next. */
export class JobQueue {
  readonly shared: Shared;
  readonly #counts: BigInt64Array;
  /** The largest first, so that threads end at about one time. */
  readonly #order: readonly number[];

  constructor(shared: Shared) {
    const { jobs, counts } = shared;
    this.shared = shared;
    this.#counts = new BigInt64Array(counts);
    this.#order = [...jobs.keys()].sort((a, b) => sizeOf(jobs[b]) - sizeOf(jobs[a]));
  }

  static of(jobs: readonly LayerJob[]): JobQueue {
    return new JobQueue({ jobs, counts: new SharedArrayBuffer(3 * BigInt64Array.BYTES_PER_ELEMENT) });
  }

  /** Takes jobs until there are no more, and does with each what it is told; the index is the job's in the list. */
  async each(work: (job: LayerJob, index: number) => Promise<LayerResult>, done: Done): Promise<void> {
    for (;;) {
      const index = this.#order[Number(Atomics.add(this.#counts, taken, 1n))];
      const job = index === undefined ? undefined : this.shared.jobs[index];
      if (index === undefined || !job) return;
      const result = this.#refusal(job) ?? (await work(job, index));
      this.#spend(result);
      done(result, index);
    }
  }

  #spend(result: LayerResult): void {
    const facts = result.ok ? result.value : result.partial;
    Atomics.add(this.#counts, bytes, BigInt(facts?.tarSize ?? 0));
    Atomics.add(this.#counts, entries, BigInt(facts?.entries.length ?? 0));
  }

  /** Each layer is held to its own limits while it is read, and all of an image to these. */
  #refusal({ limits }: LayerJob): LayerResult | undefined {
    if (
      Atomics.load(this.#counts, bytes) <= limits.imageBytes &&
      Atomics.load(this.#counts, entries) <= limits.imageEntries
    )
      return undefined;
    const message = `the layers before it hold more than ${limits.imageBytes} bytes or ${limits.imageEntries} entries.`;
    return { ok: false, problem: { reason: 'limit-exceeded', message } };
  }
}

type Done = (result: LayerResult, index: number) => void;

function sizeOf(job: LayerJob | undefined): number {
  return job?.extent.size ?? 0;
}
