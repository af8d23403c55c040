/**
 * The floor of reading an image: its layers read, decompressed and hashed as they must be to be verified, on all cores,
 * and nothing else done with them. `node image.ts REFERENCE` prints the bytes.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, readSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { createGunzip } from 'node:zlib';
import { defaultLimits } from '../../../../src/image/limits.ts';
import { archiveStore } from '../../../../src/source/archive.ts';
import { planContainer } from '../../../../src/source/container.ts';
import { folderStore } from '../../../../src/source/folder.ts';
import type { Extent } from '../../../../src/source/store.ts';

const chunkSize = 1 << 18;

/** One buffer, used again, where nobody keeps it. */
function* chunks({ file, start, size }: Extent, own?: Buffer): Generator<Buffer> {
  const fd = openSync(file, 'r');
  for (let at = 0; at < size; ) {
    const chunk = own ?? Buffer.allocUnsafeSlow(chunkSize);
    const count = readSync(fd, chunk, 0, Math.min(chunkSize, size - at), start + at);
    if (count === 0) break;
    at += count;
    yield chunk.subarray(0, count);
  }
  closeSync(fd);
}

async function verify(extent: Extent): Promise<number> {
  const blob = createHash('sha256');
  const gzip =
    chunks({ ...extent, size: 2 })
      .next()
      .value?.readUInt16BE(0) === 0x1f8b;
  if (!gzip) {
    for (const chunk of chunks(extent, Buffer.alloc(chunkSize))) blob.update(chunk);
    blob.digest();
    return extent.size;
  }
  const tar = createHash('sha256');
  const gunzip = createGunzip({ chunkSize });
  const reading = (async () => {
    for (const chunk of chunks(extent)) {
      blob.update(chunk);
      if (!gunzip.write(chunk)) await new Promise((resolve) => gunzip.once('drain', resolve));
    }
    gunzip.end();
  })();
  let bytes = 0;
  for await (const chunk of gunzip) {
    tar.update(chunk);
    bytes += chunk.length;
  }
  await reading;
  blob.digest();
  tar.digest();
  return bytes;
}

async function main(reference: string): Promise<void> {
  const limits = defaultLimits;
  const store = reference.endsWith('.tar') ? await archiveStore(reference, limits) : folderStore(reference);
  const planned = await planContainer(store, { tag: undefined, platform: undefined, limits });
  if (!planned.ok) throw new Error(planned.problem.message);
  const extents = planned.value.layers.flatMap(({ blob }) => blob?.extent ?? []).sort((a, b) => b.size - a.size);
  let bytes = 0;
  const others = Array.from({ length: Math.min(availableParallelism(), extents.length) - 1 }, async () => {
    const worker = new Worker(new URL(import.meta.url), { workerData: 'verify' });
    for (let extent = extents.shift(); extent; extent = extents.shift()) {
      worker.postMessage(extent);
      const [verified] = await once(worker, 'message');
      bytes += verified;
    }
    await worker.terminate();
  });
  for (let extent = extents.shift(); extent; extent = extents.shift()) {
    const verified = await verify(extent);
    bytes += verified;
  }
  await Promise.all(others);
  console.log(bytes);
}

if (isMainThread) await main(process.argv[2] ?? '');
else if (workerData === 'verify') {
  parentPort?.on('message', async (extent: Extent) => parentPort?.postMessage(await verify(extent)));
}
