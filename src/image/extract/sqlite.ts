/** As much of SQLite's file format as it takes to list the blobs of one table, from a file in memory. */

interface File {
  readonly bytes: Buffer;
  readonly pageSize: number;
  /** Bytes of a page that hold content. */
  readonly usable: number;
}

interface Cell {
  readonly payload: Buffer;
}

/** Blobs of every row of a table, in the order of its rows; nothing of a file that makes no sense. */
export function* sqliteBlobs(bytes: Buffer, table: string): Generator<Buffer> {
  if (bytes.length < 512) return;
  const stated = bytes.readUInt16BE(16);
  const pageSize = stated === 1 ? 65_536 : stated;
  if (pageSize < 512) return;
  const file: File = { bytes, pageSize, usable: pageSize - (bytes[20] ?? 0) };
  for (const { payload } of rows(file, 1)) {
    const [type, name, , root] = columns(payload);
    if (text(type) !== 'table' || text(name) !== table || !root) continue;
    for (const row of rows(file, integer(root))) {
      const blob = columns(row.payload).find(({ serial }) => serial >= 12 && serial % 2 === 0);
      if (blob) yield blob.value;
    }
    return;
  }
}

/** Rows of a table's tree; a page is visited once, so that a file that bites its tail ends. */
function* rows(file: File, root: number): Generator<Cell> {
  const seen = new Set<number>();
  const waiting = [root];
  for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
    if (seen.has(number)) continue;
    seen.add(number);
    const page = pageOf(file, number);
    if (!page) continue;
    const head = number === 1 ? 100 : 0;
    const kind = page[head];
    const count = page.readUInt16BE(head + 3);
    const pointers = head + (kind === 5 ? 12 : 8);
    const cells: number[] = [];
    for (let cell = 0; cell < count && pointers + cell * 2 + 2 <= page.length; cell += 1) {
      cells.push(page.readUInt16BE(pointers + cell * 2));
    }
    if (kind === 13) yield* cells.flatMap((at) => leafCell(file, page, at) ?? []);
    else if (kind === 5) {
      const children = cells.filter((at) => at + 4 <= page.length).map((at) => page.readUInt32BE(at));
      waiting.push(...[...children, page.readUInt32BE(head + 8)].reverse());
    }
  }
}

function pageOf({ bytes, pageSize }: File, number: number): Buffer | undefined {
  const start = (number - 1) * pageSize;
  return number > 0 && start + pageSize <= bytes.length ? bytes.subarray(start, start + pageSize) : undefined;
}

function leafCell(file: File, page: Buffer, at: number): Cell | undefined {
  const size = varint(page, at);
  if (!size || size.value > file.bytes.length) return undefined;
  const rowid = varint(page, size.end);
  if (!rowid) return undefined;
  const local = localBytes(file, size.value);
  const parts = [page.subarray(rowid.end, rowid.end + local)];
  let left = size.value - local;
  const next = rowid.end + local;
  let overflow = left > 0 && next + 4 <= page.length ? page.readUInt32BE(next) : 0;
  while (left > 0) {
    const more = pageOf(file, overflow);
    if (!more) return undefined;
    const take = Math.min(left, file.usable - 4);
    parts.push(more.subarray(4, 4 + take));
    left -= take;
    overflow = more.readUInt32BE(0);
  }
  return { payload: Buffer.concat(parts) };
}

/** Bytes of a payload that lie in the leaf itself, by the rule of the format. */
function localBytes({ usable }: File, size: number): number {
  const most = usable - 35;
  if (size <= most) return size;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = least + ((size - least) % (usable - 4));
  return fitting <= most ? fitting : least;
}

interface Column {
  readonly serial: number;
  readonly value: Buffer;
}

function columns(payload: Buffer): Column[] {
  const head = varint(payload, 0);
  if (!head) return [];
  const found: Column[] = [];
  let value = head.value;
  let at = head.end;
  while (at < head.value) {
    const serial = varint(payload, at);
    if (!serial) break;
    const length = lengthOf(serial.value);
    found.push({ serial: serial.value, value: payload.subarray(value, value + length) });
    value += length;
    at = serial.end;
  }
  return found;
}

function lengthOf(serial: number): number {
  if (serial >= 12) return (serial - (serial % 2 === 0 ? 12 : 13)) / 2;
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0][serial] ?? 0;
}

function text(column: Column | undefined): string | undefined {
  return column && column.serial >= 13 && column.serial % 2 === 1 ? column.value.toString('utf8') : undefined;
}

function integer({ serial, value }: Column): number {
  if (serial === 9) return 1;
  return value.length > 0 && value.length <= 6 ? value.readUIntBE(0, value.length) : 0;
}

/** A number of one to nine bytes, seven bits in each. */
function varint(bytes: Buffer, at: number): { readonly value: number; readonly end: number } | undefined {
  let value = 0;
  for (let index = 0; index < 8; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) return undefined;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, end: at + index + 1 };
  }
  return undefined;
}
