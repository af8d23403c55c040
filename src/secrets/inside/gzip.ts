/** Compressed files: gzip and Zstandard. */
import { crc32, gunzipSync, zlib } from '../native.ts';
import { type Budget, type Container, largestMember, type Member, spend } from './container.ts';
import { inflateSmall } from './inflate.ts';

/** The name without what compression added: `notes.txt.gz` → `notes.txt`. */
function innerName(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('!')) + 1);
  return name.replace(/\.tgz$/i, '.tar').replace(/\.(?:gz|zst|zstd|z)$/i, '');
}

function* one(bytes: Buffer, budget: Budget, path: string, unpack: (size: number) => Buffer): Iterable<Member> {
  const room = Math.min(largestMember, budget.bytes);
  try {
    const plain = unpack(room);
    if (spend(budget, plain.length)) yield { name: innerName(path), bytes: plain, start: 0, end: bytes.length };
  } catch (error) {
    // Damaged or cut files are none of our business; what is too big is said.
    if (error instanceof RangeError) budget.exceeded = `it unpacks to more than ${room} bytes`;
  }
}

/** What the file says it unpacks to; that may be wrong. */
function statedSize(bytes: Buffer): number {
  return bytes.length >= 18 ? bytes.readUInt32LE(bytes.length - 4) : 0;
}

/** One small stream that keeps what its end says of it. */
function small(bytes: Buffer, room: number): Buffer | undefined {
  const size = statedSize(bytes);
  if (bytes.length < 18 || size > room) return undefined;
  const body = bytes.subarray(bodyAt(bytes), -8);
  const inflated = inflateSmall(body, size);
  if (inflated?.bytes.length !== size || inflated.used !== body.length) return undefined;
  return crc32(inflated.bytes) === bytes.readUInt32LE(bytes.length - 8) ? inflated.bytes : undefined;
}

/** Where the header ends: it may hold more fields, the name of the file, a comment. https://www.rfc-editor.org/rfc/rfc1952 */
function bodyAt(bytes: Buffer): number {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if (flags & 4) at += 2 + bytes.readUInt16LE(at);
  for (const named of [8, 16]) {
    if (flags & named) at = bytes.indexOf(0, at) + 1 || bytes.length;
  }
  return flags & 2 ? at + 2 : at;
}

export const gzip: Container = {
  is: (head) => head[0] === 0x1f && head[1] === 0x8b && head[2] === 8,
  members: (bytes, budget, path) =>
    one(
      bytes,
      budget,
      path,
      (size) =>
        small(bytes, size) ??
        gunzipSync(bytes, {
          maxOutputLength: size,
          finishFlush: zlib().constants.Z_SYNC_FLUSH,
          // In one piece where it may be.
          chunkSize: Math.min(Math.max(statedSize(bytes) + 64, 1024), 1 << 20),
        }),
    ),
};

export const zstd: Container = {
  is: (head) =>
    head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd && 'zstdDecompressSync' in zlib(),
  members: (bytes, budget, path) =>
    one(bytes, budget, path, (size) => zlib().zstdDecompressSync(bytes, { maxOutputLength: size })),
};
