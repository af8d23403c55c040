/** Reads a stretch of a file, chunk by chunk. */
import { open } from 'node:fs/promises';
import { ReadFault } from '../image/fault.ts';
import type { Extent } from './store.ts';

const chunkSize = 1 << 18;

/** Fresh buffers of the stretch, so that a decoder in another thread may keep them; throws `truncated` at an early end. */
export async function* readExtent({ file, start, size }: Extent): AsyncGenerator<Buffer> {
  const handle = await open(file);
  try {
    let at = start;
    const end = start + size;
    while (at < end) {
      const buffer = Buffer.allocUnsafeSlow(Math.min(chunkSize, end - at));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) throw new ReadFault('truncated', `its file ends after ${at - start} of its ${size} bytes.`);
      at += bytesRead;
      yield bytesRead === buffer.length ? buffer : buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}
