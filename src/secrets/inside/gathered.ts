/** Files that can be read only as a whole. */
import type { FileSession, StreamFound } from '../session.ts';

/** Keeps the bytes of a file, and reads them at its end. */
export function gathered(
  size: number,
  read: (whole: Buffer) => StreamFound[],
  bytes: Buffer = Buffer.allocUnsafe(size),
): FileSession {
  let filled = 0;
  return {
    push(chunk) {
      const part = chunk.subarray(0, size - filled);
      bytes.set(part, filled);
      filled += part.length;
    },
    end: () => read(bytes.subarray(0, filled)),
  };
}
