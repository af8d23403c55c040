/** The world as the commands see it, handed in so that tests can hand in another. */
import { fstatSync, statSync, writeSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { unwritten } from './read.ts';

export interface Output {
  readonly isTTY: boolean;
  /** Columns of the terminal, where it is one. */
  readonly columns: number | undefined;
  /** Returns when the text is out. A reader that went away (`| head`) is no fault of ours. */
  write(text: string): void;
}

export interface Io {
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
}

/** The user asked for something that cannot be done: one or more sentences, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const exitCodes = { clean: 0, findings: 1, couldNot: 2 } as const;

/** This process. Its streams are opened only where they are used: each costs a start-up some milliseconds. */
export function processIo(): Io {
  return {
    get stdin() {
      return process.stdin;
    },
    stdout: fileOutput(1),
    stderr: fileOutput(2),
    env: process.env,
    cwd: process.cwd(),
    now: () => new Date(),
  };
}

function fileOutput(fd: 1 | 2): Output {
  let device: boolean | undefined;
  let closed = false;
  // Only a device can be a terminal; to ask for more loads the stream.
  const terminal = () => {
    device ??= isDevice(fd);
    return device ? streamOf(fd) : undefined;
  };
  return {
    get isTTY() {
      return terminal()?.isTTY === true;
    },
    get columns() {
      return terminal()?.columns;
    },
    write(text) {
      if (closed) return;
      try {
        writeAll(fd, Buffer.from(text));
      } catch (error) {
        closed = true;
        if (codeOf(error) === 'EPIPE') return;
        throw new UsageError(unwritten(error, fd === 1 ? 'Standard output' : 'Standard error'));
      }
    },
  };
}

function streamOf(fd: 1 | 2) {
  return fd === 1 ? process.stdout : process.stderr;
}

/** What is thrown away goes to a device too, which is no terminal. */
function isDevice(fd: number): boolean {
  try {
    const stat = fstatSync(fd);
    return stat.isCharacterDevice() && stat.rdev !== statSync('/dev/null', { throwIfNoEntry: false })?.rdev;
  } catch {
    return false;
  }
}

/** A pipe whose reader is slow may take a part, or ask to be tried again. */
function writeAll(fd: number, bytes: Uint8Array): void {
  let from = 0;
  while (from < bytes.length) {
    try {
      from += writeSync(fd, bytes, from);
    } catch (error) {
      if (codeOf(error) !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
