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

/** Where the checksum stands in a header, and after it. */
const sumAt = 148;
const afterSum = 156;

/** Whether the checksum field of the block that begins there holds its sum, signed or unsigned: old tars summed signed bytes. */
export function checksumHolds(bytes: Buffer, at = 0): boolean {
  const stated = octal(bytes, at + sumAt, 8);
  if (stated === undefined) return false;
  // The field itself counts as blanks.
  let unsigned = sumOf(bytes, at) + 8 * 0x20;
  for (let index = at + sumAt; index < at + afterSum; index += 1) unsigned -= bytes[index] ?? 0;
  return stated === unsigned || stated === unsigned - 256 * highBytes(bytes, at);
}

/** The sum of a block's bytes. */
function sumOf(bytes: Buffer, at: number): number {
  const place = bytes.byteOffset + at;
  if ((place & 3) === 0) return sumOfWords(wordsOf(bytes.buffer), place / 4);
  let sum = 0;
  for (let index = at; index < at + blockSize; index += 1) sum += bytes[index] ?? 0;
  return sum;
}

/** The same, four bytes at once: two sums of 16 bits in each of two numbers, which no block overflows. */
function sumOfWords(words: Uint32Array, start: number): number {
  let even = 0;
  let odd = 0;
  for (let index = start; index < start + blockSize / 4; index += 1) {
    const word = words[index] ?? 0;
    even += word & 0x00ff00ff;
    odd += (word >>> 8) & 0x00ff00ff;
  }
  return (even & 0xffff) + (even >>> 16) + (odd & 0xffff) + (odd >>> 16);
}

/** Headers that follow each other mostly lie in one buffer. */
let lastWords: Uint32Array = new Uint32Array(0);

function wordsOf(buffer: ArrayBufferLike): Uint32Array {
  if (lastWords.buffer !== buffer) lastWords = new Uint32Array(buffer, 0, Math.floor(buffer.byteLength / 4));
  return lastWords;
}

/** Each byte above 127 counts 256 less where bytes are signed. */
function highBytes(bytes: Buffer, at: number): number {
  let count = 0;
  for (let index = 0; index < blockSize; index += 1) {
    if ((index < sumAt || index >= afterSum) && (bytes[at + index] ?? 0) > 127) count += 1;
  }
  return count;
}

/** Reads the header block that begins there, whose checksum holds. */
export function parseHeader(bytes: Buffer, at = 0): RawHeader {
  const size = numberAt(bytes, at + 124, 12);
  if (size === undefined || size < 0 || !Number.isSafeInteger(size)) {
    throw new ReadFault('malformed', `a tar header states no valid size for \`${textAt(bytes, at, 100)}\`.`);
  }
  const mode = numberAt(bytes, at + 100, 8);
  const uid = numberAt(bytes, at + 108, 8);
  const gid = numberAt(bytes, at + 116, 8);
  const mtime = numberAt(bytes, at + 136, 12);
  return {
    name: fullName(bytes, at),
    type: String.fromCharCode(bytes[at + 156] ?? 0),
    mode: mode ?? 0,
    uid: uid ?? 0,
    gid: gid ?? 0,
    size,
    mtime: mtime ?? 0,
    link: textAt(bytes, at + 157, 100),
    badField: badField(mode, uid, gid) ?? (mtime === undefined ? 'mtime' : undefined),
  };
}

/** The first field that holds no number. */
function badField(mode: number | undefined, uid: number | undefined, gid: number | undefined): string | undefined {
  if (mode === undefined) return 'mode';
  if (uid === undefined) return 'uid';
  return gid === undefined ? 'gid' : undefined;
}

function fullName(bytes: Buffer, at: number): string {
  const name = textAt(bytes, at, 100);
  if (bytes[at + 345] === 0 || bytes.toString('latin1', at + 257, at + 263) !== 'ustar\0') return name;
  // The star format keeps times in the last 24 bytes of the prefix.
  const prefix = textAt(bytes, at + 345, bytes.toString('latin1', at + 508, at + 512) === 'tar\0' ? 131 : 155);
  return `${prefix}/${name}`;
}

function textAt(bytes: Buffer, at: number, width: number): string {
  let end = at;
  let high = 0;
  for (; end < at + width; end += 1) {
    const byte = bytes[end] ?? 0;
    if (byte === 0) break;
    high |= byte;
  }
  if (end === at) return '';
  return high < 0x80 ? bytes.toString('latin1', at, end) : nameOf(bytes.subarray(at, end));
}

/** A number field: octal digits between spaces and NULs, or base 256 where the top bit is set. */
export function numberAt(bytes: Buffer, at: number, width: number): number | undefined {
  const first = bytes[at] ?? 0;
  return first & 0x80 ? base256(bytes, at, width) : octal(bytes, at, width);
}

function octal(bytes: Buffer, at: number, width: number): number | undefined {
  const end = at + width;
  let value = 0;
  let start = at;
  while (start < end && (bytes[start] === 0x20 || bytes[start] === 0)) start += 1;
  for (; start < end; start += 1) {
    const byte = bytes[start] ?? 0;
    if (byte === 0 || byte === 0x20) break;
    if (byte < 0x30 || byte > 0x37) return undefined;
    value = value * 8 + byte - 0x30;
  }
  return value;
}

function base256(bytes: Buffer, at: number, width: number): number {
  const negative = ((bytes[at] ?? 0) & 0x40) !== 0;
  let value = negative ? -1n : 0n;
  for (let index = 0; index < width; index += 1) {
    const byte = bytes[at + index] ?? 0;
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
