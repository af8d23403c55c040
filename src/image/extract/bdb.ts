/** Berkeley DB hash files, the database of rpm before 2021: as much of the format as it takes to list their values. */

const hashMagic = 0x00061561;
const pageHead = 26;
const hashPages = [2, 13];
const overflowPage = 7;
const offPage = 3;

/** Values that lie on pages of their own; smaller ones are the database's own counters. */
export function* bdbBlobs(bytes: Buffer): Generator<Buffer> {
  if (bytes.length < 512 || bytes.readUInt32LE(12) !== hashMagic) return;
  const pageSize = bytes.readUInt32LE(20);
  if (pageSize < 512 || pageSize > 65_536) return;
  for (let start = pageSize; start + pageSize <= bytes.length; start += pageSize) {
    const page = bytes.subarray(start, start + pageSize);
    if (!hashPages.includes(page[25] ?? 0)) continue;
    const entries = page.readUInt16LE(20);
    // Keys and values take turns.
    for (let entry = 1; entry < entries; entry += 2) {
      const pointer = pageHead + entry * 2;
      const at = pointer + 2 <= pageSize ? page.readUInt16LE(pointer) : pageSize;
      if (at + 12 > pageSize || page[at] !== offPage) continue;
      const blob = overflowed(bytes, pageSize, { page: page.readUInt32LE(at + 4), length: page.readUInt32LE(at + 8) });
      if (blob) yield blob;
    }
  }
}

function overflowed(
  bytes: Buffer,
  pageSize: number,
  item: { readonly page: number; readonly length: number },
): Buffer | undefined {
  if (item.length > bytes.length) return undefined;
  const parts: Buffer[] = [];
  let left = item.length;
  let number = item.page;
  while (left > 0) {
    const page = bytes.subarray(number * pageSize, (number + 1) * pageSize);
    if (number === 0 || page.length < pageSize || page[25] !== overflowPage) return undefined;
    const take = Math.min(left, page.readUInt16LE(22), pageSize - pageHead);
    if (take === 0) return undefined;
    parts.push(page.subarray(pageHead, pageHead + take));
    left -= take;
    number = page.readUInt32LE(16);
  }
  return Buffer.concat(parts);
}
