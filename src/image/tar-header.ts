/** One 512-byte tar header: v7, ustar, GNU and star, with the numbers as each of them writes them. */
import type { EntryType } from './facts.ts';
import { ReadFault } from './fault.ts';
import { nameOf } from './path.ts';

export const blockSize = 512;

export interface RawHeader {
  readonly name: string;
  readonly type: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtime: number;
  readonly link: string;
  /** A field that holds no number; it was read as 0. */
  readonly badField: string | undefined;
}

/** Whether a block is all zero: the end of an archive is two of them. */
export function isZeroBlock(block: Buffer): boolean {
  return block.every((byte) => byte === 0);
}

/** Whether the checksum field holds the sum of the block, signed or unsigned: old tars summed signed bytes. */
export function checksumHolds(block: Buffer): boolean {
  const stated = octal(block, 148, 8);
  if (stated === undefined) return false;
  let unsigned = 8 * 0x20;
  for (let at = 0; at < 148; at += 1) unsigned += block[at] ?? 0;
  for (let at = 156; at < blockSize; at += 1) unsigned += block[at] ?? 0;
  return stated === unsigned || stated === unsigned - 256 * highBytes(block);
}

/** Each byte above 127 counts 256 less where bytes are signed. */
function highBytes(block: Buffer): number {
  let count = 0;
  for (let at = 0; at < blockSize; at += 1) {
    if ((at < 148 || at >= 156) && (block[at] ?? 0) > 127) count += 1;
  }
  return count;
}

/** Reads a header block whose checksum holds. */
export function parseHeader(block: Buffer): RawHeader {
  let badField: string | undefined;
  const field = (name: string, at: number, width: number): number => {
    const value = numberAt(block, at, width);
    if (value === undefined) badField ??= name;
    return value ?? 0;
  };
  const size = numberAt(block, 124, 12);
  if (size === undefined || size < 0 || !Number.isSafeInteger(size)) {
    throw new ReadFault('malformed', `a tar header states no valid size for \`${textAt(block, 0, 100)}\`.`);
  }
  return {
    name: fullName(block),
    type: String.fromCharCode(block[156] ?? 0),
    mode: field('mode', 100, 8),
    uid: field('uid', 108, 8),
    gid: field('gid', 116, 8),
    size,
    mtime: field('mtime', 136, 12),
    link: textAt(block, 157, 100),
    badField,
  };
}

function fullName(block: Buffer): string {
  const name = textAt(block, 0, 100);
  if (block[345] === 0 || block.toString('latin1', 257, 263) !== 'ustar\0') return name;
  // The star format keeps times in the last 24 bytes of the prefix.
  const prefix = textAt(block, 345, block.toString('latin1', 508, 512) === 'tar\0' ? 131 : 155);
  return `${prefix}/${name}`;
}

function textAt(block: Buffer, at: number, width: number): string {
  let end = at;
  let high = 0;
  for (; end < at + width; end += 1) {
    const byte = block[end] ?? 0;
    if (byte === 0) break;
    high |= byte;
  }
  if (end === at) return '';
  return high < 0x80 ? block.toString('latin1', at, end) : nameOf(block.subarray(at, end));
}

/** A number field: octal digits between spaces and NULs, or base 256 where the top bit is set. */
export function numberAt(block: Buffer, at: number, width: number): number | undefined {
  const first = block[at] ?? 0;
  return first & 0x80 ? base256(block, at, width) : octal(block, at, width);
}

function octal(block: Buffer, at: number, width: number): number | undefined {
  const end = at + width;
  let value = 0;
  let start = at;
  while (start < end && (block[start] === 0x20 || block[start] === 0)) start += 1;
  for (; start < end; start += 1) {
    const byte = block[start] ?? 0;
    if (byte === 0 || byte === 0x20) break;
    if (byte < 0x30 || byte > 0x37) return undefined;
    value = value * 8 + byte - 0x30;
  }
  return value;
}

function base256(block: Buffer, at: number, width: number): number {
  const negative = ((block[at] ?? 0) & 0x40) !== 0;
  let value = negative ? -1n : 0n;
  for (let index = 0; index < width; index += 1) {
    const byte = block[at + index] ?? 0;
    const bits = index === 0 ? (negative ? byte | 0x80 : byte & 0x7f) : byte;
    value = (value << 8n) | BigInt(bits);
  }
  return Number(value);
}

const types: Readonly<Record<string, EntryType>> = {
  '\0': 'file',
  '0': 'file',
  '7': 'file',
  S: 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'char',
  '4': 'block',
  '5': 'dir',
  '6': 'fifo',
};

/** What a type flag stands for; `other` for flags that no reader of layers knows. */
export function entryType(flag: string): EntryType {
  return types[flag] ?? 'other';
}
