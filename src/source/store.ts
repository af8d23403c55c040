/** Where an image's blobs lie: a folder, an archive, a stream that has passed. */
import { ReadFault, type ReadProblem } from '../image/fault.ts';
import type { LayerResult } from '../image/layer.ts';

/** A stretch of a file on disk, which any thread can read. */
export interface Extent {
  readonly file: string;
  readonly start: number;
  readonly size: number;
}

export interface Blob {
  readonly size: number;
  open(): AsyncIterable<Buffer>;
  readonly extent?: Extent;
  /** A layer that was read as it passed by; its bytes are gone. */
  readonly result?: LayerResult;
  /** Its facts came from the cache, and need not go there again. */
  readonly kept?: true;
}

export interface Store {
  readonly kind: 'folder' | 'archive';
  /** Its file as the user named it. */
  readonly name: string;
  find(path: string): Promise<Blob | undefined>;
  /** A fault of the container itself that left something of it unread. */
  readonly fault?: ReadProblem | undefined;
}

export interface ArchiveStore extends Store {
  /** Paths of an archive's entries, in its order. */
  readonly paths: readonly string[];
  /** The archive itself, as the one layer it is when it holds a root filesystem. */
  readonly whole: Blob | undefined;
}

/** A blob's bytes, at most `most` of them. */
export async function bytesOf(blob: Blob, most: number): Promise<Buffer> {
  if (blob.size > most) throw new ReadFault('limit-exceeded', `it is larger than ${most} bytes.`);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of blob.open()) {
    size += chunk.length;
    if (size > most) throw new ReadFault('limit-exceeded', `it is larger than ${most} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
