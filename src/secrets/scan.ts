/** The engine's doors to bytes and to the files of a layer as they stream by. */
import type { SecretHit } from './hit.ts';
import { hitOf } from './scan-text.ts';
import type { FileSession, Limit } from './session.ts';
import { detectorsOf, type Search } from './stated.ts';
import { streamScanner } from './stream.ts';

export interface ScanContext extends Search {
  /** The file's name: some detectors mind it. */
  readonly name?: string;
}

/** Secrets in the bytes of a file; places are bytes. */
export function scanBytes(bytes: Uint8Array, context: ScanContext = {}): SecretHit[] {
  const { name = '' } = context;
  const session = fileScanner(context).file(name, bytes.length);
  session?.push(bytes);
  return session?.end() ?? [];
}

export interface FileScanner {
  /**
   * Begins a file; the one before it must have ended. `undefined`: nothing in this file need be read.
   * Chunks are copied, so the caller may use their memory again.
   */
  file(path: string, size: number): { push(chunk: Uint8Array): void; end(): SecretHit[] } | undefined;
  /** What was left out because it would have cost too much. */
  readonly limits: readonly Limit[];
}

/** A scanner for the files of a layer, one after the other, in bounded memory. */
export function fileScanner(options: Search): FileScanner {
  const stream = streamScanner(detectorsOf(options));
  return {
    limits: stream.limits,
    file(path, size) {
      if (size === 0) return undefined;
      const session: FileSession = stream.file(path, size);
      return {
        push: session.push,
        end: () => session.end().map((one) => hitOf(one, path === '' ? undefined : path, options.key)),
      };
    },
  };
}
