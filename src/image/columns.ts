/** Entries of a layer as columns: a fifth of the size of their JSON, and read back in a tenth of its time. */
import type { Entry, EntryType, FileKind } from './facts.ts';

/** The part of the columns that is small and irregular, as JSON. */
export interface EntriesHead {
  readonly count: number;
  readonly pathBytes: number;
  readonly ascii: boolean;
  readonly hashBytes: number;
  readonly owners: readonly (readonly [uid: number, gid: number])[];
  readonly kinds: readonly FileKind[];
  readonly links: readonly (readonly [entry: number, link: string])[];
  readonly capabilities: readonly (readonly [entry: number, capability: string])[];
  readonly zeros: readonly (readonly [entry: number, share: number])[];
}

const types: readonly EntryType[] = ['file', 'dir', 'symlink', 'hardlink', 'char', 'block', 'fifo', 'other'];

/** How an entry's hash is kept: not at all, or as so many bytes. */
const hashForms = [
  { prefix: '', bytes: 0 },
  { prefix: 'sum-', bytes: 16 },
  { prefix: 'mac-', bytes: 16 },
  { prefix: 'crc-', bytes: 4 },
] as const;

/** Bytes of one entry in all columns of numbers. */
const entryBytes = 28;

/** Numbers of every entry, wide ones first so that each column is aligned. */
class Columns {
  readonly size: Float64Array;
  readonly mtime: Float64Array;
  readonly owner: Uint32Array;
  readonly kind: Uint32Array;
  readonly mode: Uint16Array;
  readonly type: Uint8Array;
  readonly hashForm: Uint8Array;
  readonly bytes: number;

  constructor(buffer: ArrayBufferLike, at: number, count: number) {
    this.size = new Float64Array(buffer, at, count);
    this.mtime = new Float64Array(buffer, at + count * 8, count);
    this.owner = new Uint32Array(buffer, at + count * 16, count);
    this.kind = new Uint32Array(buffer, at + count * 20, count);
    this.mode = new Uint16Array(buffer, at + count * 24, count);
    this.type = new Uint8Array(buffer, at + count * 26, count);
    this.hashForm = new Uint8Array(buffer, at + count * 27, count);
    this.bytes = count * entryBytes;
  }
}

/** The columns of entries: their head, and the bytes that follow it. */
export function encodeEntries(entries: readonly Entry[]): { head: EntriesHead; body: Buffer } {
  const names = entries.map(({ path }) => path).join('\0');
  const paths = Buffer.from(names);
  const owners = ownersOf(entries);
  const kinds = kindsOf(entries);
  const columns = new Columns(new ArrayBuffer(entries.length * entryBytes), 0, entries.length);
  const hashes: string[] = [];
  entries.forEach(({ size, mtime, mode, type, hash }, index) => {
    columns.size[index] = size;
    columns.mtime[index] = mtime ?? Number.NaN;
    columns.mode[index] = mode;
    columns.type[index] = types.indexOf(type);
    const form = formOf(hash);
    columns.hashForm[index] = form;
    if (hash !== undefined) hashes.push(hash.slice(hashForms[form].prefix.length));
  });
  columns.owner.set(owners.numbers);
  columns.kind.set(kinds.numbers);
  const hashBytes = Buffer.from(hashes.join(''), 'hex');
  const head: EntriesHead = {
    count: entries.length,
    pathBytes: paths.length,
    ascii: paths.length === names.length,
    hashBytes: hashBytes.length,
    owners: owners.values,
    kinds: kinds.values,
    links: sparse(entries, ({ link }) => link),
    capabilities: sparse(entries, ({ capability }) => capability),
    zeros: sparse(entries, ({ zeros }) => zeros),
  };
  return { head, body: Buffer.concat([Buffer.from(columns.size.buffer), paths, hashBytes]) };
}

/** Values in the order they first come, and the number of each entry's. */
interface Numbered<T> {
  readonly values: readonly T[];
  readonly numbers: readonly number[];
}

/** Neighbours mostly have one owner. */
function ownersOf(entries: readonly Entry[]): Numbered<readonly [number, number]> {
  const known = new Map<string, number>();
  const values: [number, number][] = [];
  let last = 0;
  const numbers = entries.map(({ uid, gid }) => {
    const before = values[last];
    if (before && before[0] === uid && before[1] === gid) return last;
    const key = `${uid} ${gid}`;
    last = known.get(key) ?? values.push([uid, gid]) - 1;
    known.set(key, last);
    return last;
  });
  return { values, numbers };
}

/** From 1, as 0 is none. Kinds are few objects, each of many files; but each script has its own. */
function kindsOf(entries: readonly Entry[]): Numbered<FileKind> {
  const known = new Map<FileKind | string, number>();
  const values: FileKind[] = [];
  const numbers = entries.map(({ kind }) => {
    if (!kind) return 0;
    const key = kind.is === 'script' ? kind.interpreter : kind;
    const number = known.get(key) ?? values.push(kind);
    known.set(key, number);
    return number;
  });
  return { values, numbers };
}

function formOf(hash: string | undefined): 0 | 1 | 2 | 3 {
  if (hash === undefined) return 0;
  if (hash.startsWith('sum-')) return 1;
  return hash.startsWith('mac-') ? 2 : 3;
}

function sparse<T>(entries: readonly Entry[], of: (entry: Entry) => T | undefined): [number, T][] {
  const found: [number, T][] = [];
  entries.forEach((entry, index) => {
    const value = of(entry);
    if (value !== undefined) found.push([index, value]);
  });
  return found;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The entries again; `body` starts at an offset divisible by 8. */
export function decodeEntries(head: EntriesHead, body: Buffer): Entry[] {
  const columns = new Columns(body.buffer, body.byteOffset, head.count);
  const pathsEnd = columns.bytes + head.pathBytes;
  const paths = body.toString(head.ascii ? 'latin1' : 'utf8', columns.bytes, pathsEnd).split('\0');
  const hex = body.toString('hex', pathsEnd, pathsEnd + head.hashBytes);
  const entries: Mutable<Entry>[] = [];
  let hexAt = 0;
  for (let index = 0; index < head.count; index += 1) {
    const owner = head.owners[columns.owner[index] ?? 0];
    const kind = columns.kind[index] ?? 0;
    const form = hashForms[columns.hashForm[index] ?? 0];
    const hexEnd = hexAt + (form?.bytes ?? 0) * 2;
    const mtime = columns.mtime[index] ?? Number.NaN;
    entries.push({
      path: paths[index] ?? '',
      type: types[columns.type[index] ?? 0] ?? 'other',
      mode: columns.mode[index] ?? 0,
      uid: owner?.[0] ?? 0,
      gid: owner?.[1] ?? 0,
      size: whole(columns.size[index] ?? 0),
      mtime: Number.isNaN(mtime) ? undefined : whole(mtime),
      link: undefined,
      hash: form && hexEnd > hexAt ? form.prefix + hex.slice(hexAt, hexEnd) : undefined,
      capability: undefined,
      kind: kind > 0 ? head.kinds[kind - 1] : undefined,
      zeros: undefined,
    });
    hexAt = hexEnd;
  }
  fill(entries, head.links, (entry, link) => {
    entry.link = link;
  });
  fill(entries, head.capabilities, (entry, capability) => {
    entry.capability = capability;
  });
  fill(entries, head.zeros, (entry, share) => {
    entry.zeros = share;
  });
  return entries;
}

/** Numbers read from a column of 64 bits are kept beside their entry, small whole ones in it. */
function whole(value: number): number {
  const small = value | 0;
  return small === value ? small : value;
}

function fill<T>(
  entries: readonly Mutable<Entry>[],
  values: readonly (readonly [number, T])[],
  set: (entry: Mutable<Entry>, value: T) => void,
): void {
  for (const [index, value] of values) {
    const entry = entries[index];
    if (entry) set(entry, value);
  }
}
