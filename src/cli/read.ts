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
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return `\`${file}\` cannot be read: ${reasons[code] ?? (error instanceof Error ? error.message : String(error))}.`;
}
