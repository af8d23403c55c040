/** Writes tar archives in memory: every field can be set by hand, so that odd and hostile archives can be made too. */

/** One entry to write. `header` overrides fields of the 512-byte header, as raw text by offset. */
export interface TarEntry {
  readonly name: string | Uint8Array;
  readonly type?: string;
  readonly content?: string | Uint8Array;
  /** The size the header states, where it differs from the content's. */
  readonly size?: number;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly mtime?: number;
  readonly link?: string | Uint8Array;
  readonly prefix?: string;
  readonly major?: number;
  readonly minor?: number;
  /** Records of a PAX header written before the entry. */
  readonly pax?: Readonly<Record<string, string | Uint8Array>>;
  /** `v7` leaves the magic out, `gnu` writes GNU's; `ustar` is the default. */
  readonly format?: 'ustar' | 'gnu' | 'v7';
  readonly patch?: Readonly<Record<number, Uint8Array>>;
}

const block = 512;
const text = new TextEncoder();

function bytesOf(value: string | Uint8Array): Uint8Array {
  return typeof value === 'string' ? text.encode(value) : value;
}

function octal(value: number, width: number): Uint8Array {
  const digits = Math.max(0, Math.trunc(value)).toString(8);
  if (value >= 0 && digits.length < width) return text.encode(`${digits.padStart(width - 1, '0')}\0`);
  return base256(value, width);
}

function base256(value: number, width: number): Uint8Array {
  const out = new Uint8Array(width);
  let rest = BigInt(Math.trunc(value));
  for (let at = width - 1; at > 0; at -= 1) {
    out[at] = Number(rest & 255n);
    rest >>= 8n;
  }
  out[0] = value < 0 ? 0xff : 0x80;
  return out;
}

function padded(content: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.ceil(content.length / block) * block);
  out.set(content);
  return out;
}

/** The header block of an entry, its checksum filled in. */
export function tarHeader(entry: TarEntry): Uint8Array {
  const header = new Uint8Array(block);
  const content = bytesOf(entry.content ?? '');
  header.set(bytesOf(entry.name).subarray(0, 100), 0);
  header.set(octal(entry.mode ?? 0o644, 8), 100);
  header.set(octal(entry.uid ?? 0, 8), 108);
  header.set(octal(entry.gid ?? 0, 8), 116);
  header.set(octal(entry.size ?? content.length, 12), 124);
  header.set(octal(entry.mtime ?? 0, 12), 136);
  header.set(text.encode(entry.type ?? '0'), 156);
  header.set(bytesOf(entry.link ?? '').subarray(0, 100), 157);
  if (entry.format !== 'v7') header.set(text.encode(entry.format === 'gnu' ? 'ustar  \0' : 'ustar\x0000'), 257);
  if (entry.format !== 'v7' && entry.major !== undefined) header.set(octal(entry.major, 8), 329);
  if (entry.format !== 'v7' && entry.minor !== undefined) header.set(octal(entry.minor, 8), 337);
  header.set(text.encode(entry.prefix ?? ''), 345);
  for (const [offset, value] of Object.entries(entry.patch ?? {})) header.set(value, Number(offset));
  header.fill(0x20, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.set(text.encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  return header;
}

/** One PAX record, `length key=value\n`, its length counting itself. */
export function paxRecord(key: string, value: string | Uint8Array): Uint8Array {
  const body = Buffer.concat([text.encode(` ${key}=`), bytesOf(value), text.encode('\n')]);
  let length = body.length;
  while (String(length).length + body.length !== length) length = String(length).length + body.length;
  return Buffer.concat([text.encode(String(length)), body]);
}

/** The blocks of one entry: special headers before it where a name is long or PAX records are given, then header and content. */
export function tarEntry(entry: TarEntry): Uint8Array {
  const name = bytesOf(entry.name);
  const link = bytesOf(entry.link ?? '');
  const pax: Record<string, string | Uint8Array> = { ...entry.pax };
  const special: Uint8Array[] = [];
  if (name.length > 100) {
    if (entry.format === 'gnu') special.push(tarEntry({ name: '././@LongLink', type: 'L', content: withNul(name) }));
    else pax['path'] ??= name;
  }
  if (link.length > 100) {
    if (entry.format === 'gnu') special.push(tarEntry({ name: '././@LongLink', type: 'K', content: withNul(link) }));
    else pax['linkpath'] ??= link;
  }
  const records = Object.entries(pax).map(([key, value]) => paxRecord(key, value));
  if (records.length > 0)
    special.push(tarEntry({ name: 'PaxHeaders/entry', type: 'x', content: Buffer.concat(records) }));
  return Buffer.concat([...special, tarHeader(entry), padded(bytesOf(entry.content ?? ''))]);
}

function withNul(value: Uint8Array): Uint8Array {
  return Buffer.concat([value, new Uint8Array(1)]);
}

/** A whole archive, with the two zero blocks at its end unless `end` is false. */
export function tarArchive(entries: Iterable<TarEntry>, end = true): Uint8Array {
  const parts = Array.from(entries, tarEntry);
  return Buffer.concat(end ? [...parts, new Uint8Array(2 * block)] : parts);
}
