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
  { prefix: 'sum-', bytes: 4 },
  { prefix: 'sums-', bytes: 16 },
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

/** Numbers values in the order they first come. */
class Dictionary<K, T> {
  readonly values: T[] = [];
  readonly #numbers = new Map<K, number>();

  number(key: K, value: () => T): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.values.length);
    this.values.push(value());
    return this.values.length - 1;
  }
}

/** The columns of entries: their head, and the bytes that follow it. */
export function encodeEntries(entries: readonly Entry[]): { head: EntriesHead; body: Buffer } {
  const names = entries.map(({ path }) => path).join('\0');
  const paths = Buffer.from(names);
  const owners = new Dictionary<string, readonly [number, number]>();
  // Kinds are few objects, each of many files; but each script has its own.
  const kinds = new Dictionary<FileKind | string, FileKind>();
  const columns = new Columns(new ArrayBuffer(entries.length * entryBytes), 0, entries.length);
  const hashes: string[] = [];
  for (const [index, entry] of entries.entries()) {
    const { uid, gid, kind, hash } = entry;
    columns.size[index] = entry.size;
    columns.mtime[index] = entry.mtime ?? Number.NaN;
    columns.owner[index] = owners.number(`${uid} ${gid}`, () => [uid, gid]);
    columns.mode[index] = entry.mode;
    columns.kind[index] = kind ? kinds.number(kind.is === 'script' ? kind.interpreter : kind, () => kind) + 1 : 0;
    columns.type[index] = types.indexOf(entry.type);
    const form = formOf(hash);
    columns.hashForm[index] = form;
    if (hash !== undefined) hashes.push(hash.slice(hashForms[form].prefix.length));
  }
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

function formOf(hash: string | undefined): 0 | 1 | 2 {
  if (hash === undefined) return 0;
  return hash.startsWith('sum-') ? 1 : 2;
}

function sparse<T>(entries: readonly Entry[], of: (entry: Entry) => T | undefined): [number, T][] {
  const found: [number, T][] = [];
  for (const [index, entry] of entries.entries()) {
    const value = of(entry);
    if (value !== undefined) found.push([index, value]);
  }
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
    const [uid, gid] = head.owners[columns.owner[index] ?? 0] ?? [0, 0];
    const entry: Mutable<Entry> = {
      path: paths[index] ?? '',
      type: types[columns.type[index] ?? 0] ?? 'other',
      mode: columns.mode[index] ?? 0,
      uid,
      gid,
      size: columns.size[index] ?? 0,
    };
    const mtime = columns.mtime[index] ?? Number.NaN;
    if (!Number.isNaN(mtime)) entry.mtime = mtime;
    const form = hashForms[columns.hashForm[index] ?? 0];
    if (form && form.bytes > 0) {
      entry.hash = form.prefix + hex.slice(hexAt, hexAt + form.bytes * 2);
      hexAt += form.bytes * 2;
    }
    const kind = head.kinds[(columns.kind[index] ?? 0) - 1];
    if (kind) entry.kind = kind;
    entries.push(entry);
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
