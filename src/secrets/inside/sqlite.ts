/** SQLite: values stand side by side without a gap, and long ones go on in other pages. https://www.sqlite.org/fileformat2.html */
import type { FileSession, StreamFound } from '../session.ts';
import { gathered } from './gathered.ts';

export function isSqlite(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 16)).toString('latin1') === 'SQLite format 3\0';
}

/** Reads the values of rows one by one, then the file as it is: what was deleted lies in no row. */
export function sqliteSession(size: number, open: () => FileSession): FileSession {
  return gathered(size, (bytes) => {
    const values = valuesOf(bytes);
    const byRow = open();
    byRow.push(values.text);
    const found = byRow.end().map(({ line: _line, ...one }): StreamFound => {
      const from = values.placeOf(one.start);
      return { ...one, start: from, end: from + (one.end - one.start) };
    });
    const plain = open();
    plain.push(bytes);
    const known = new Set(found.map((one) => one.value));
    return [...found, ...plain.end().filter((one) => !known.has(one.value))];
  });
}

interface Values {
  /** Every text and blob, a line each. */
  readonly text: Buffer;
  /** Where in the file a place of `text` is. */
  placeOf(at: number): number;
}

function valuesOf(bytes: Buffer): Values {
  const parts: Buffer[] = [];
  const starts: { readonly at: number; readonly place: number }[] = [];
  let length = 0;
  for (const { place, data } of columnsOf(bytes)) {
    starts.push({ at: length, place });
    parts.push(data, newline);
    length += data.length + 1;
  }
  return {
    text: Buffer.concat(parts),
    placeOf(at) {
      let [low, high] = [0, starts.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((starts[middle]?.at ?? 0) <= at) low = middle + 1;
        else high = middle;
      }
      const start = starts[low - 1];
      return start ? start.place + at - start.at : 0;
    },
  };
}

const newline = Buffer.from('\n');

interface Column {
  readonly place: number;
  readonly data: Buffer;
}

/** The texts and blobs of every row of every table: cells of the pages that are leaves. */
function* columnsOf(bytes: Buffer): Iterable<Column> {
  if (bytes.length < 100) return;
  const stated = bytes.readUInt16BE(16);
  const pageSize = stated === 1 ? 65_536 : stated;
  if (pageSize < 512) return;
  const usable = pageSize - (bytes[20] ?? 0);
  // Rows of a whole file do not lie in one another; those of a made-up one may.
  const room = { left: bytes.length * 2 };
  for (let page = 0; page + pageSize <= bytes.length; page += pageSize) {
    const head = page === 0 ? 100 : page;
    if (bytes[head] !== 0x0d) continue;
    const cells = bytes.readUInt16BE(head + 3);
    for (let cell = 0; cell < cells && head + 10 + cell * 2 <= page + pageSize; cell++) {
      const at = page + bytes.readUInt16BE(head + 8 + cell * 2);
      if (at < page + pageSize) yield* columnsIn(bytes, at, { page, pageSize, usable, room });
    }
  }
}

interface Page {
  readonly room: { left: number };
  readonly page: number;
  readonly pageSize: number;
  readonly usable: number;
}

function* columnsIn(bytes: Buffer, cell: number, { page, pageSize, usable, room }: Page): Iterable<Column> {
  const [size, afterSize] = varint(bytes, cell);
  const [, start] = varint(bytes, afterSize);
  const most = usable - 35;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const kept = least + ((size - least) % (usable - 4));
  const local = size <= most ? size : kept <= most ? kept : least;
  room.left -= size;
  if (room.left < 0 || size > bytes.length || start + local > page + pageSize) return;
  const whole =
    size <= most ? bytes.subarray(start, start + size) : overflowing(bytes, { start, local, size, pageSize, usable });
  const [headSize, first] = varint(whole, 0);
  let at = headSize;
  for (let next = first; next < headSize && at < whole.length; ) {
    const [type, after] = varint(whole, next);
    next = after;
    const width = type >= 12 ? (type - 12) >> 1 : (widths[type] ?? 0);
    if (type >= 12 && width >= 8) yield { place: start + at, data: whole.subarray(at, at + width) };
    at += width;
  }
}

/** Bytes of integers and floats by their type. */
const widths = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

interface Chain {
  readonly start: number;
  readonly local: number;
  readonly size: number;
  readonly pageSize: number;
  readonly usable: number;
}

function overflowing(bytes: Buffer, { start, local, size, pageSize, usable }: Chain): Buffer {
  const parts = [bytes.subarray(start, start + local)];
  let left = size - local;
  let next = start + local + 4 <= bytes.length ? bytes.readUInt32BE(start + local) : 0;
  while (left > 0 && next > 0 && next * pageSize <= bytes.length) {
    const page = (next - 1) * pageSize;
    const part = Math.min(left, usable - 4);
    parts.push(bytes.subarray(page + 4, page + 4 + part));
    left -= part;
    next = bytes.readUInt32BE(page);
  }
  return Buffer.concat(parts);
}

/** A number of up to eight groups of seven bits, and what follows it. */
function varint(bytes: Buffer, at: number): readonly [value: number, next: number] {
  let value = 0;
  for (let next = at; next < at + 8; next++) {
    const byte = bytes[next] ?? 0;
    value = value * 128 + (byte & 127);
    if (byte < 128) return [value, next + 1];
  }
  return [value, at + 9];
}
