/** The world as the commands see it, handed in so that tests can hand in another. */
import type { Readable, Writable } from 'node:stream';

export interface Io {
  readonly stdin: Readable;
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
}

/** The user asked for something that cannot be done: one or more sentences, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const exitCodes = { clean: 0, findings: 1, couldNot: 2 } as const;

/** Writes and waits where the reader is slower; a reader that went away (`| head`) is no fault of ours. */
export async function write(stream: Writable, text: string): Promise<void> {
  if (text === '' || stream.destroyed) return;
  await new Promise<void>((resolve, reject) => {
    stream.write(text, (error) => {
      if (error && !isClosed(error)) reject(error);
      else resolve();
    });
  });
}

function isClosed(error: Error): boolean {
  return 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED');
}
