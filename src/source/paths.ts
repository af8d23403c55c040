/** Files, folders and streams as sources of images. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Skipped } from '../finding.ts';
import { bufferOf, compressionOf, peek, uncompressed } from '../image/decompress.ts';
import { problemOf, ReadFault } from '../image/fault.ts';
import type { Limits } from '../image/limits.ts';
import { checksumHolds } from '../image/tar-header.ts';
import { archiveStore } from './archive.ts';
import { planContainer } from './container.ts';
import { readExtent } from './extent.ts';
import { folderStore } from './folder.ts';
import { cannotOpen, type ImageSource, type Opened } from './plan.ts';
import { type ArchiveStore, bytesOf, type Store } from './store.ts';
import { type StreamOptions, streamStore } from './stream.ts';

export interface Named {
  readonly name: string;
  /** Which image of several in it. */
  readonly tag: string | undefined;
}

function sourceOf(store: Store | ArchiveStore, tag: string | undefined): ImageSource {
  return { plan: (wanted) => planContainer(store, { ...wanted, tag }), faults: faultOf(store) };
}

/** A damaged container of which the image could be read all the same. */
function faultOf({ name, fault }: Store): Skipped[] {
  if (!fault) return [];
  return [
    { what: name, reason: fault.reason, detail: `${fault.message.charAt(0).toUpperCase()}${fault.message.slice(1)}` },
  ];
}

/** A file or folder; what is compressed or no regular file is read as a stream. */
export async function pathSource(named: Named, options: StreamOptions): Promise<Opened<ImageSource>> {
  const path = named.name;
  try {
    const info = await stat(path);
    if (info.isDirectory()) return { ok: true, value: sourceOf(folderStore(path), named.tag) };
    if (!info.isFile()) return await streamSource(named, createReadStream(path), options);
    const start = { file: path, start: 0, size: Math.min(info.size, 512) };
    const head = await bytesOf({ size: start.size, open: () => readExtent(start) }, 512);
    if (compressionOf(head) === 'none' && checksumHolds(head)) {
      options.ahead?.(info.size);
      return { ok: true, value: sourceOf(await archiveStore(path, options.limits), named.tag) };
    }
    return await streamSource(named, readExtent({ file: path, start: 0, size: info.size }), options);
  } catch (error) {
    return cannotOpen({ name: path }, 'the start', problemOf(error));
  }
}

/** An archive that can be read only once, plain or compressed. */
export async function streamSource(
  { name, tag }: Named,
  bytes: AsyncIterable<Uint8Array>,
  options: StreamOptions,
): Promise<Opened<ImageSource>> {
  const { limits } = options;
  const guard = { limits, stored: 0 };
  try {
    const outer = await peek(counted(bytes, guard));
    const chunks = guarded(uncompressed(outer.rest, compressionOf(outer.head)), guard);
    const { head, rest } = await peek(chunks[Symbol.asyncIterator](), 512);
    if (!checksumHolds(head)) {
      return cannotOpen({ name }, 'the start', { reason: 'not-an-image', message: 'it is no tar archive.' });
    }
    return { ok: true, value: sourceOf(await streamStore(name, rest, options), tag) };
  } catch (error) {
    return cannotOpen({ name }, 'the start', problemOf(error));
  }
}

interface Guard {
  readonly limits: Limits;
  stored: number;
}

async function* counted(bytes: AsyncIterable<Uint8Array>, guard: Guard): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    guard.stored += chunk.length;
    yield bufferOf(chunk);
  }
}

/** Stops an archive that grows beyond what any image needs. */
async function* guarded(chunks: AsyncIterable<Buffer>, guard: Guard): AsyncGenerator<Buffer> {
  const { limits } = guard;
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > limits.imageBytes || (size > limits.ratioFrom && size > limits.ratio * guard.stored)) {
      throw new ReadFault('limit-exceeded', `the archive grows beyond ${size} bytes when it is decompressed.`);
    }
    yield chunk;
  }
}
