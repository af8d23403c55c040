/** `LayerFacts` ↔ bytes: what a cache keeps and a reader in another thread hands over. */
import { crc32 } from 'node:zlib';
import { decodeEntries, type EntriesHead, encodeEntries } from './columns.ts';
import { type LayerFacts, layerFactsSchema } from './facts.ts';

/** Also tells the order of bytes: columns are written as the machine holds them. */
const magic = 0x33464c50;

/** Magic, checksum of the rest, length of the head; then the head as JSON, blanks up to a multiple of 8, and the columns. */
const prefix = 16;

interface Head {
  readonly facts: Omit<LayerFacts, 'entries' | 'owned'>;
  readonly entries: EntriesHead;
  /** Packages, and of each file that they own: package, path, sum. */
  readonly packages: readonly string[];
  readonly owned: { readonly by: readonly number[]; readonly paths: string; readonly sums: string };
}

/** The facts as bytes. */
export function encodeFacts(facts: LayerFacts): Buffer {
  const { entries, owned, ...rest } = facts;
  const columns = encodeEntries(entries);
  const packages = [...new Set(owned.map((file) => file.package))];
  const numbers = new Map(packages.map((name, index) => [name, index]));
  const head: Head = {
    facts: rest,
    entries: columns.head,
    packages,
    owned: {
      by: owned.map((file) => numbers.get(file.package) ?? 0),
      paths: owned.map(({ path }) => path).join('\n'),
      sums: owned.map(({ md5, sha1 }) => md5 ?? sha1 ?? '').join(' '),
    },
  };
  const json = Buffer.from(JSON.stringify(head));
  const blanks = Buffer.alloc((8 - ((prefix + json.length) % 8)) % 8, 0x20);
  const start = Buffer.alloc(prefix);
  const body = Buffer.concat([json, blanks, columns.body]);
  new Uint32Array(start.buffer, start.byteOffset, 1)[0] = magic;
  start.writeUInt32LE(crc32(body), 4);
  start.writeUInt32LE(json.length + blanks.length, 8);
  return Buffer.concat([start, body]);
}

/** The facts again; `undefined` for bytes that are no facts of this schema, or were damaged. */
export function decodeFacts(bytes: Buffer): LayerFacts | undefined {
  if (bytes.length < prefix) return undefined;
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : copied(bytes);
  if (new Uint32Array(aligned.buffer, aligned.byteOffset, 1)[0] !== magic) return undefined;
  if (aligned.readUInt32LE(4) !== crc32(aligned.subarray(prefix))) return undefined;
  const bodyAt = prefix + aligned.readUInt32LE(8);
  const { facts, entries, packages, owned }: Head = JSON.parse(aligned.toString('utf8', prefix, bodyAt));
  if (facts.schema !== layerFactsSchema) return undefined;
  let files: LayerFacts['owned'] | undefined;
  return {
    ...facts,
    entries: decodeEntries(entries, aligned.subarray(bodyAt)),
    // There are as many of these as files, and few ask for them.
    get owned() {
      files ??= ownedFiles(packages, owned);
      return files;
    },
  };
}

function ownedFiles(packages: readonly string[], { by, paths, sums }: Head['owned']): LayerFacts['owned'] {
  if (by.length === 0) return [];
  const sum = sums.split(' ');
  return paths.split('\n').map((path, index) => ({
    path,
    package: packages[by[index] ?? 0] ?? '',
    ...sumOf(sum[index] ?? ''),
  }));
}

/** md5 and SHA-1 are told apart by their lengths. */
function sumOf(sum: string): Pick<LayerFacts['owned'][number], 'md5' | 'sha1'> {
  if (sum === '') return {};
  return sum.length === 32 ? { md5: sum } : { sha1: sum };
}

/** Columns are read in place, which needs them where numbers may stand. */
function copied(bytes: Buffer): Buffer {
  const copy = Buffer.alloc(bytes.length);
  bytes.copy(copy);
  return copy;
}
