/** The engine's doors: a text, bytes, or the files of a layer as they stream by. */
import { keyedToken, mask } from './conceal.ts';
import type { Found } from './confirm.ts';
import type { SecretHit } from './hit.ts';
import type { FileSession, Limit, StreamFound } from './session.ts';
import { detectorsOf, type Search } from './stated.ts';
import { streamScanner } from './stream.ts';
import { findInText } from './text.ts';

export interface ScanContext extends Search {
  /** The file or text's name: some detectors mind it. */
  readonly name?: string;
}

/** Secrets in a text; places are UTF-16 units. */
export function scanText(text: string, context: ScanContext = {}): SecretHit[] {
  const found = findInText(text, context.name, detectorsOf(context));
  return found.map((one) => hitOf(one, context.name, context.key));
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

function hitOf(found: Found & Partial<StreamFound>, path: string | undefined, key: Uint8Array | undefined): SecretHit {
  const { detector, verdict, value, start, end, inside, line, fileMD5, fileSHA1 } = found;
  const token = keyedToken(value, key);
  return {
    detector: verdict.id ?? detector.id,
    title: verdict.title ?? detector.title,
    confidence: verdict.confidence,
    masked: mask(value, detector.shown),
    length: value.length,
    ...(token !== undefined && { token }),
    ...(path !== undefined && { path }),
    offset: start,
    end,
    ...(line !== undefined && { line }),
    why: verdict.why,
    ...(fileMD5 !== undefined && { fileMD5 }),
    ...(fileSHA1 !== undefined && { fileSHA1 }),
    ...(inside !== undefined && { inside }),
  };
}
