/** Reading for the commands: streams, and why a file could not be read, in a sentence. */
import type { Readable } from 'node:stream';

export async function readStream(stream: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'it is a folder',
  EACCES: 'its permissions forbid reading it',
  EPERM: 'its permissions forbid reading it',
  ELOOP: 'its symbolic links go in a circle',
  ENAMETOOLONG: 'its name is too long',
  EMFILE: 'too many files are open',
};

/** One sentence that names the file. */
export function reasonText(error: unknown, file: string): string {
  return `\`${file}\` cannot be read: ${reasonOf(error, reasons)}.`;
}

const writingReasons: Readonly<Record<string, string>> = {
  ...reasons,
  ENOENT: 'its folder does not exist',
  EACCES: 'permissions forbid it',
  EPERM: 'permissions forbid it',
  EROFS: 'what it lies on is read-only',
  ENOSPC: 'no space is left',
  EDQUOT: 'no space is left',
  EIO: 'the device failed',
};

/** One sentence that names what could not be written. */
export function unwritten(error: unknown, name: string): string {
  return `${name} cannot be written: ${reasonOf(error, writingReasons)}.`;
}

function reasonOf(error: unknown, known: Readonly<Record<string, string>>): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return known[code] ?? (error instanceof Error ? error.message : String(error));
}
