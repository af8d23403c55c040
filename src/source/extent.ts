/** Reads a stretch of a file, chunk by chunk. */
import { closeSync, openSync, readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { ReadFault } from '../image/fault.ts';
import { borrowed, giveBack } from '../image/sum.ts';
import type { Extent } from './store.ts';

const chunkSize = 1 << 19;

/** Buffers of the stretch that the taker may keep, as decoders in other threads do; throws `truncated` at an early end. */
export async function* readExtent(extent: Extent): AsyncGenerator<Buffer> {
  const handle = await open(extent.file);
  try {
    for (let at = 0; at < extent.size; ) {
      const chunk = await fill(handle, Buffer.allocUnsafeSlow(Math.min(chunkSize, extent.size - at)), extent, at);
      at += chunk.length;
      yield chunk;
    }
  } finally {
    await handle.close();
  }
}

/** Chunks between which other work of the thread has its turn. */
const turn = 16;

/**
 * The same in one buffer: a chunk is only lent until the next is asked for. It is read without a trip to another thread,
 * which costs more than copying what the system has read ahead.
 */
export async function* lendExtent({ file, start, size }: Extent): AsyncGenerator<Buffer> {
  const fd = openSync(file, 'r');
  const length = Math.min(chunkSize, size);
  const lent = borrowed(length);
  const buffer = lent ?? Buffer.allocUnsafeSlow(length);
  try {
    let at = 0;
    for (let count = 1; at < size; count += 1) {
      const read = readSync(fd, buffer, 0, Math.min(buffer.length, size - at), start + at);
      if (read === 0) throw endsAfter(at, size);
      at += read;
      yield read === buffer.length ? buffer : buffer.subarray(0, read);
      if (count % turn === 0) await new Promise(setImmediate);
    }
  } finally {
    if (lent) giveBack();
    closeSync(fd);
  }
}

function endsAfter(at: number, size: number): ReadFault {
  return new ReadFault('truncated', `its file ends after ${at} of its ${size} bytes.`);
}

async function fill(handle: FileHandle, buffer: Buffer, { start, size }: Extent, at: number): Promise<Buffer> {
  const length = Math.min(buffer.length, size - at);
  const { bytesRead } = await handle.read(buffer, 0, length, start + at);
  if (bytesRead === 0) throw endsAfter(at, size);
  return bytesRead === buffer.length ? buffer : buffer.subarray(0, bytesRead);
}
