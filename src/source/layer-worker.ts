/** A thread that reads layers, one after the other, and hands their facts over as bytes. */
import { parentPort } from 'node:worker_threads';
import { encodeFacts } from '../image/codec.ts';
import type { ReadProblem } from '../image/fault.ts';
import { type LayerJob, readJob } from './read-layer.ts';

/** What a worker says: bytes it has read since it last spoke, or how a job ended. */
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly bytes: number }
  | { readonly kind: 'facts'; readonly facts: Uint8Array }
  | { readonly kind: 'problem'; readonly problem: ReadProblem; readonly partial: Uint8Array | undefined };

const port = parentPort;
/** Progress is told of so many bytes at once. */
const step = 4 << 20;

port?.on('message', async (job: LayerJob) => {
  let unsaid = 0;
  const result = await readJob(job, (bytes) => {
    unsaid += bytes;
    if (unsaid < step) return;
    say({ kind: 'progress', bytes: unsaid });
    unsaid = 0;
  });
  say({ kind: 'progress', bytes: unsaid });
  if (result.ok) say({ kind: 'facts', facts: encodeFacts(result.value) });
  else {
    const { problem, partial } = result;
    say({ kind: 'problem', problem, partial: partial && encodeFacts(partial) });
  }
});

function say(message: WorkerMessage): void {
  port?.postMessage(message);
}
