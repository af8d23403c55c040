/** Text in UTF-16: every second byte is what matters. */
import type { FileSession } from '../session.ts';

/** Whether these first bytes are UTF-16: by their mark, or because every second one is zero. */
export function isWide(head: Uint8Array): boolean {
  if (head.length < 4) return false;
  if (mark(head) !== undefined) return true;
  const end = Math.min(head.length, 256) & ~1;
  let [evens, odds] = [0, 0];
  for (let at = 0; at < end; at += 2) {
    if (head[at] === 0 && head[at + 1] !== 0) evens++;
    else if (head[at + 1] === 0 && head[at] !== 0) odds++;
  }
  return Math.max(evens, odds) > 0.4 * end;
}

type Order = 'little' | 'big';

function mark(head: Uint8Array): Order | undefined {
  if (head[0] === 0xff && head[1] === 0xfe && !(head[2] === 0 && head[3] === 0)) return 'little';
  return head[0] === 0xfe && head[1] === 0xff ? 'big' : undefined;
}

function orderOf(head: Uint8Array): Order {
  return mark(head) ?? (head[0] === 0 ? 'big' : 'little');
}

/** Hands on one byte a character, and puts places back to bytes of the file. */
export function wideSession(head: Uint8Array, inner: FileSession): FileSession {
  const low = orderOf(head) === 'little' ? 0 : 1;
  /** The first byte of a character that a chunk's end cut in two. */
  let half: number | undefined;
  return {
    push(chunk) {
      const bytes = half === undefined ? chunk : Buffer.concat([Uint8Array.of(half), chunk]);
      half = bytes.length % 2 ? bytes[bytes.length - 1] : undefined;
      const narrow = new Uint8Array(bytes.length >> 1);
      for (let at = 0; at < narrow.length; at++) {
        narrow[at] = bytes[at * 2 + 1 - low] === 0 ? (bytes[at * 2 + low] ?? 0) : 0xff;
      }
      inner.push(narrow);
    },
    end: () => inner.end().map((one) => ({ ...one, start: one.start * 2, end: one.end * 2, inside: 'UTF-16' })),
  };
}
