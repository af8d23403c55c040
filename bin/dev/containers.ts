/** Writes files that hold files, for tests: zip archives and git's packs. */
import { createHash } from 'node:crypto';
import { crc32, deflateRawSync, deflateSync } from 'node:zlib';

type Files = Readonly<Record<string, string | Uint8Array>>;

/** A zip archive, its members deflated or stored. */
export function zipArchive(files: Files, deflate = true): Buffer {
  const parts: Buffer[] = [];
  const listed: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const data = Buffer.from(content);
    const stored = deflate ? deflateRawSync(data) : data;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(deflate ? 8 : 0, 4);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(stored.length, 14);
    fields.writeUInt32LE(data.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), stored]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    listed.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, tail, Buffer.from(name)]));
    parts.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(listed);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(listed.length, 4);
  end.writeUInt16LE(listed.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, directory, Buffer.from('PK\x05\x06'), end]);
}

/** The name of a blob. */
export function blobId(content: string | Uint8Array): string {
  const data = Buffer.from(content);
  return createHash('sha1').update(`blob ${data.length}\0`).update(data).digest('hex');
}

/** A pack of two blobs: `base`, and one that is its first line (under 128 bytes) with `added` behind it, stored as a delta. */
export function gitPack(base: string, added: string): Buffer {
  const line = base.indexOf('\n') + 1;
  const head = (type: number, size: number) => {
    const bytes = [(type << 4) | (size & 15)];
    for (let rest = size >> 4; rest > 0; rest >>= 7) {
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 0x80;
      bytes.push(rest & 0x7f);
    }
    return Buffer.from(bytes);
  };
  const varint = (size: number) => (size < 128 ? [size] : [(size & 127) | 128, size >> 7]);
  const first = Buffer.concat([head(3, base.length), deflateSync(base)]);
  const delta = Buffer.from([
    ...varint(base.length),
    ...varint(line + added.length),
    ...[0x91, 0, line, added.length],
    ...Buffer.from(added),
  ]);
  const second = Buffer.concat([head(6, delta.length), Buffer.from([first.length]), deflateSync(delta)]);
  return Buffer.concat([Buffer.from('PACK\0\0\0\x02\0\0\0\x02'), first, second, Buffer.alloc(20)]);
}

/** Where in such a pack the second blob is stored. */
export function secondInPack(pack: Buffer, base: string): number {
  return pack.indexOf(deflateSync(base)) + deflateSync(base).length;
}
