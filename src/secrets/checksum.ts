/** Check digits of token formats. */
import { crc32 } from './native.ts';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A number in base 62 (digits, capitals, small letters), padded by zeros. */
export function toBase62(number: number, width: number): string {
  let text = '';
  for (let rest = number; rest > 0; rest = Math.floor(rest / 62)) text = (base62[rest % 62] ?? '') + text;
  return text.padStart(width, '0');
}

/** GitHub's and npm's scheme: the last six characters are the CRC32 of the ones before, in base 62. */
export function hasBase62Crc(body: string): boolean {
  return toBase62(crc32(body.slice(0, -6)), 6) === body.slice(-6);
}

/** CRC32 as eight hexadecimal digits, capitals. */
export function hexCrc(text: string): string {
  return crc32(text).toString(16).toUpperCase().padStart(8, '0');
}

const bech32Alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const bech32Generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** Whether a bech32 text (BIP 173) is whole: `age` keys are. */
export function isBech32(text: string): boolean {
  const lower = text.toLowerCase();
  const split = lower.lastIndexOf('1');
  if (split < 1) return false;
  const human = Array.from(lower.slice(0, split), (character) => character.charCodeAt(0));
  const data = Array.from(lower.slice(split + 1), (character) => bech32Alphabet.indexOf(character));
  if (data.includes(-1)) return false;
  let check = 1;
  for (const value of [...human.map((code) => code >> 5), 0, ...human.map((code) => code & 31), ...data]) {
    const top = check >>> 25;
    check = ((check & 0x1ffffff) << 5) ^ value;
    for (const [bit, term] of bech32Generator.entries()) if ((top >>> bit) & 1) check ^= term;
  }
  return check === 1;
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base 32 (RFC 4648) without padding; `undefined` where a character is foreign to it. */
export function fromBase32(text: string): Uint8Array | undefined {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const character of text) {
    const digit = base32.indexOf(character);
    if (digit < 0) return undefined;
    held = (held << 5) | digit;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
      held &= (1 << bits) - 1;
    }
  }
  return Uint8Array.from(bytes);
}

/** CRC-16/XMODEM, which NATS seeds end with. */
export function crc16(bytes: Uint8Array): number {
  let check = 0;
  for (const byte of bytes) {
    check ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) check = check & 0x8000 ? ((check << 1) ^ 0x1021) & 0xffff : (check << 1) & 0xffff;
  }
  return check;
}

/** CRC-24 of OpenPGP armor (RFC 4880, 6.1). */
export function crc24(bytes: Uint8Array): number {
  let check = 0xb704ce;
  for (const byte of bytes) {
    check ^= byte << 16;
    for (let bit = 0; bit < 8; bit++) {
      check <<= 1;
      if (check & 0x1000000) check ^= 0x1864cfb;
    }
  }
  return check & 0xffffff;
}
