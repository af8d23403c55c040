/** Python's bytecode: its texts stand behind a byte that is their length, which looks like a letter of theirs as often as not. */

/** Whether this is a `.pyc`: a version, and a line end that no transfer as text survives. */
export function isBytecode(head: Uint8Array, path: string): boolean {
  return head[2] === 0x0d && head[3] === 0x0a && path.endsWith('.pyc');
}

/** The short text (marshal's marks `z` and `Z`, flagged or not, and one byte of length) that a place lies in. */
export function textAround(bytes: Uint8Array, at: number): readonly [start: number, end: number] | undefined {
  for (let start = at; start >= Math.max(2, at - 255); start--) {
    const end = start + (bytes[start - 1] ?? 0);
    if (end > at && ((bytes[start - 2] ?? 0) & 0x5f) === 0x5a && isPrintable(bytes, start, end)) return [start, end];
    if (start < at && !isPrintable(bytes, start, start + 1)) return undefined;
  }
  return undefined;
}

function isPrintable(bytes: Uint8Array, from: number, to: number): boolean {
  if (to > bytes.length) return false;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if ((byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) || byte > 0x7e) return false;
  }
  return true;
}
