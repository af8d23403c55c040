/** Python's bytecode: its texts stand behind a byte that is their length, which looks like a letter of theirs as often as not. */
import type { FileSession } from '../session.ts';
import { gathered } from './gathered.ts';

/** Whether this is a `.pyc`: a version, and a line end that no transfer as text survives. */
export function isBytecode(head: Uint8Array, path: string): boolean {
  return head[2] === 0x0d && head[3] === 0x0a && path.endsWith('.pyc');
}

/** Marks of marshal: short ASCII texts (one byte of length), and those whose length takes four. */
const short: ReadonlySet<number> = new Set([0x7a, 0x5a, 0xfa, 0xda]);
const long: ReadonlySet<number> = new Set([0x61, 0x41, 0x75, 0xe1, 0xc1, 0xf5]);

/** Reads the file with what stands before and behind its texts blanked; places stay what they are. */
export function bytecodeSession(size: number, inner: FileSession): FileSession {
  return gathered(size, (bytes) => {
    const plain = Buffer.from(bytes);
    for (let at = 16; at < bytes.length; at++) {
      const text = textAt(bytes, at);
      if (!text) continue;
      plain[text.start - 1] = 0;
      if (text.end < plain.length) plain[text.end] = 0;
      at = text.end - 1;
    }
    inner.push(plain);
    return inner.end();
  });
}

function textAt(bytes: Buffer, at: number): { readonly start: number; readonly end: number } | undefined {
  const mark = bytes[at] ?? 0;
  const width = short.has(mark) ? 1 : long.has(mark) ? 4 : 0;
  const start = at + 1 + width;
  if (width === 0 || start > bytes.length) return undefined;
  const length = width === 1 ? (bytes[at + 1] ?? 0) : bytes.readUInt32LE(at + 1);
  // Of a long text a few characters tell; a mark is one byte, and may be anything else.
  return length >= 4 && start + length <= bytes.length && isPrintable(bytes, start, width === 1 ? length : 4)
    ? { start, end: start + length }
    : undefined;
}

function isPrintable(bytes: Uint8Array, from: number, length: number): boolean {
  for (let at = from; at < from + length; at++) {
    const byte = bytes[at] ?? 0;
    if ((byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) || byte > 0x7e) return false;
  }
  return true;
}
