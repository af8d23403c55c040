/** How a blob is compressed, told by its first bytes, and its bytes as they were before. */
import { createGunzip } from 'node:zlib';
import type { LayerFacts } from './facts.ts';
import { ReadFault } from './fault.ts';
import { codeOf, through } from './through.ts';
import { unzstd } from './zstd.ts';

export type Compression = LayerFacts['compression'];

/** Bytes at the start of a blob that tell how it is compressed. */
const sniffBytes = 6;

/** Told by magic alone: media types and names are only hints. Throws for compressions that nothing here reads. */
export function compressionOf(head: Uint8Array): Compression {
  const [a, b, c, d] = head;
  if (a === 0x1f && b === 0x8b) return 'gzip';
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return 'zstd';
  // A skippable frame first: 0x184D2A50 to 0x184D2A5F, little-endian.
  if (a !== undefined && (a & 0xf0) === 0x50 && b === 0x2a && c === 0x4d && d === 0x18) return 'zstd';
  if (a === 0xfd && b === 0x37 && c === 0x7a && d === 0x58) throw unsupported('xz');
  if (a === 0x42 && b === 0x5a && c === 0x68) throw unsupported('bzip2');
  return 'none';
}

function unsupported(format: string): ReadFault {
  return new ReadFault('unsupported', `it is compressed by ${format}, which is not read.`);
}

/** The bytes of a blob of a known compression as they were before it. */
export function uncompressed(blob: AsyncIterable<Buffer>, compression: Compression): AsyncIterable<Buffer> {
  if (compression === 'gzip') return gunzip(blob);
  return compression === 'zstd' ? unzstd(blob) : blob;
}

/** The first bytes of a stream, `least` of them or all there are, and the stream with them put back. */
export async function peek(
  source: AsyncIterator<Buffer>,
  least = sniffBytes,
): Promise<{ head: Buffer; rest: AsyncIterable<Buffer> }> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < least) {
    const next = await source.next();
    if (next.done) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  async function* rest(): AsyncGenerator<Buffer> {
    try {
      if (head.length > 0) yield head;
      yield* lend(source);
    } finally {
      await source.return?.();
    }
  }
  return { head, rest: rest() };
}

/** The rest of a stream for a reader that may stop early: the stream stays open. */
export async function* lend(source: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
}

/** The same bytes as a Buffer; nothing is copied. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * Frees what a decoder made, once its bytes were looked at. Left to the collector, a gigabyte of buffers makes it mark all
 * that was learnt of a layer some sixty times over, for what lies outside of its heap weighs on it too.
 */
export function free({ buffer, byteOffset, byteLength }: Buffer): void {
  // A decoder writes on where a buffer is not yet full; and small buffers are parts of one that others have parts of.
  if (byteOffset + byteLength < buffer.byteLength || buffer.byteLength <= Buffer.poolSize) return;
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}

/** Uncompressed chunks of a gzip blob of one or many members. */
async function* gunzip(blob: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* through(createGunzip({ chunkSize: 1 << 18 }), blob, gzipFault);
}

function gzipFault(error: unknown): ReadFault {
  if (codeOf(error) === 'Z_BUF_ERROR') return new ReadFault('truncated', 'its gzip stream ends too early.');
  return new ReadFault('malformed', `its gzip stream is broken (${error instanceof Error ? error.message : error}).`);
}
