/** Reads a stretch of a file, chunk by chunk. */
import { type FileHandle, open } from 'node:fs/promises';
import { ReadFault } from '../image/fault.ts';
import type { Extent } from './store.ts';

const chunkSize = 1 << 18;

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

/** The same in two buffers that take turns: a chunk is only lent until the next is asked for, which is read meanwhile. */
export async function* lendExtent(extent: Extent): AsyncGenerator<Buffer> {
  const handle = await open(extent.file);
  const buffers: readonly [Buffer, Buffer] = [spareFor(extent), spareFor(extent)];
  let ahead = fill(handle, buffers[0], extent, 0);
  try {
    let at = 0;
    for (let turn = 1; at < extent.size; turn += 1) {
      const chunk = await ahead;
      at += chunk.length;
      if (at < extent.size) {
        ahead = fill(handle, turn % 2 === 0 ? buffers[0] : buffers[1], extent, at);
        // A failure is told of when its turn comes.
        ahead.catch(() => {});
      }
      yield chunk;
    }
  } finally {
    await ahead.catch(() => {});
    await handle.close();
  }
}

function spareFor({ size }: Extent): Buffer {
  return Buffer.allocUnsafeSlow(Math.min(chunkSize, size));
}

async function fill(handle: FileHandle, buffer: Buffer, { start, size }: Extent, at: number): Promise<Buffer> {
  const length = Math.min(buffer.length, size - at);
  if (length === 0) return buffer.subarray(0, 0);
  const { bytesRead } = await handle.read(buffer, 0, length, start + at);
  if (bytesRead === 0) throw new ReadFault('truncated', `its file ends after ${at} of its ${size} bytes.`);
  return bytesRead === buffer.length ? buffer : buffer.subarray(0, bytesRead);
}
