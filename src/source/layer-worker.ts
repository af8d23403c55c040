/** A thread that reads layers, as long as there are any that nobody has taken, and hands their facts over as bytes. */
import { parentPort } from 'node:worker_threads';
import { encodeFacts } from '../image/codec.ts';
import type { ReadProblem } from '../image/fault.ts';
import type { LayerResult } from '../image/layer.ts';
import { JobQueue, type Shared } from './queue.ts';
import { readJob } from './read-layer.ts';

/** What a worker says: bytes it has read since it last spoke, which job it begins, how that ended, that there are no more. */
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly bytes: number }
  | { readonly kind: 'begins'; readonly job: number }
  | { readonly kind: 'facts'; readonly job: number; readonly facts: Uint8Array }
  | {
      readonly kind: 'problem';
      readonly job: number;
      readonly problem: ReadProblem;
      readonly partial: Uint8Array | undefined;
    }
  | { readonly kind: 'done' };

const port = parentPort;
/** Progress is told of so many bytes at once. */
const step = 16 << 20;

port?.on('message', async (shared: Shared) => {
  let unsaid = 0;
  const progress = (bytes: number, least = step): void => {
    unsaid += bytes;
    if (unsaid < least) return;
    say({ kind: 'progress', bytes: unsaid });
    unsaid = 0;
  };
  await new JobQueue(shared).each(
    (job, index) => {
      say({ kind: 'begins', job: index });
      return readJob(job, progress);
    },
    (result, job) => {
      progress(0, 1);
      say(outcome(result, job));
    },
  );
  say({ kind: 'done' });
});

function outcome(result: LayerResult, job: number): WorkerMessage {
  if (result.ok) return { kind: 'facts', job, facts: encodeFacts(result.value) };
  const { problem, partial } = result;
  return { kind: 'problem', job, problem, partial: partial && encodeFacts(partial) };
}

function say(message: WorkerMessage): void {
  port?.postMessage(message);
}
