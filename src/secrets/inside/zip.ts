/** Zip archives and what is made of them: jar, war, whl, egg, apk, docx. Read by their central directory. */
import { inflateRawSync } from '../native.ts';
import { type Budget, type Container, largestMember, type Member, spend } from './container.ts';
import { inflateSmall } from './inflate.ts';

interface Listed {
  readonly name: string;
  readonly method: number;
  readonly flags: number;
  readonly stored: number;
  readonly size: number;
  readonly header: number;
}

export const zip: Container = {
  is: (head) => head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4,
  *members(bytes, budget): Iterable<Member> {
    for (const listed of directory(bytes)) {
      if (budget.exceeded) return;
      const member = read(bytes, listed, budget);
      if (member) yield member;
    }
  },
};

function read(
  bytes: Buffer,
  { name, method, flags, stored, size, header }: Listed,
  budget: Budget,
): Member | undefined {
  // Encrypted, or a directory.
  if (flags & 1 || size === 0 || name.endsWith('/') || header + 30 > bytes.length) return undefined;
  if (size > largestMember) {
    budget.exceeded = `${name} in it has ${size} bytes`;
    return undefined;
  }
  const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
  const end = start + stored;
  if (end > bytes.length || !spend(budget, size)) return undefined;
  const data = bytes.subarray(start, end);
  if (method === 0) return { name, bytes: data, start, end };
  if (method !== 8) return undefined;
  try {
    const inflated = inflateSmall(data, size)?.bytes ?? inflateRawSync(data, { maxOutputLength: size + 1 });
    return { name, bytes: inflated, start, end };
  } catch {
    return undefined;
  }
}

/** The entries of the central directory; none when there is none. */
function* directory(bytes: Buffer): Iterable<Listed> {
  const end = bytes.lastIndexOf('PK\x05\x06', bytes.length, 'latin1');
  if (end < 0 || end + 22 > bytes.length) return;
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0 && at + 46 <= bytes.length; left--) {
    if (bytes.readUInt32LE(at) !== 0x02014b50) return;
    const nameLength = bytes.readUInt16LE(at + 28);
    yield {
      name: bytes.toString('latin1', at + 46, at + 46 + nameLength),
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      stored: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      header: bytes.readUInt32LE(at + 42),
    };
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
}
