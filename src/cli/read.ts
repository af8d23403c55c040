/** Reading for the commands: streams, and why a file could not be read, in a sentence. */
import type { Readable } from 'node:stream';

export async function readStream(stream: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks);
}

/** One sentence that names the file. */
export function reasonText(error: unknown, file: string): string {
  return `\`${file}\` cannot be read: ${reasonOf(error, unreadable)}.`;
}

/** One sentence that names what could not be written. */
export function unwritten(error: unknown, name: string): string {
  return `${name} cannot be written: ${reasonOf(error, unwritable)}.`;
}

function reasonOf(error: unknown, known: (code: string) => string | undefined): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return known(code) ?? (error instanceof Error ? error.message : String(error));
}

function unreadable(code: string): string | undefined {
  switch (code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'ENOTDIR':
      return 'a part of its path is no folder';
    case 'EISDIR':
      return 'it is a folder';
    case 'EACCES':
    case 'EPERM':
      return 'its permissions forbid reading it';
    case 'ELOOP':
      return 'its symbolic links go in a circle';
    case 'ENAMETOOLONG':
      return 'its name is too long';
    case 'EMFILE':
      return 'too many files are open';
    default:
      return undefined;
  }
}

function unwritable(code: string): string | undefined {
  switch (code) {
    case 'ENOENT':
      return 'its folder does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'permissions forbid it';
    case 'EROFS':
      return 'what it lies on is read-only';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'no space is left';
    case 'EIO':
      return 'the device failed';
    default:
      return unreadable(code);
  }
}
