/** Compressed files: gzip and Zstandard. */
import { gunzipSync, zlib } from '../native.ts';
import { type Budget, type Container, largestMember, type Member, spend } from './container.ts';

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

/** What the file says it unpacks to, so that it comes in one piece; what it says may be wrong. */
function chunkFor(bytes: Buffer): number {
  const stated = bytes.length >= 18 ? bytes.readUInt32LE(bytes.length - 4) : 0;
  return Math.min(Math.max(stated + 64, 1024), 1 << 20);
}

export const gzip: Container = {
  is: (head) => head[0] === 0x1f && head[1] === 0x8b && head[2] === 8,
  members: (bytes, budget, path) =>
    one(bytes, budget, path, (size) =>
      gunzipSync(bytes, {
        maxOutputLength: size,
        finishFlush: zlib().constants.Z_SYNC_FLUSH,
        chunkSize: chunkFor(bytes),
      }),
    ),
};

export const zstd: Container = {
  is: (head) =>
    head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd && 'zstdDecompressSync' in zlib(),
  members: (bytes, budget, path) =>
    one(bytes, budget, path, (size) => zlib().zstdDecompressSync(bytes, { maxOutputLength: size })),
};
