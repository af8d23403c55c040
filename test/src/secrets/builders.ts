/** Secrets whose form carries a proof of itself, made here by the definitions of their formats. */
import { createHash, createHmac } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { alnum, random } from './samples.ts';

/** A string as SSH writes it: length, bytes. */
function wire(part: string | Uint8Array): Buffer {
  const bytes = Buffer.from(part);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(bytes.length);
  return Buffer.concat([head, bytes]);
}
const uint = (number: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes;
};

export function openssh(cipher: string, checks: readonly [number, number]): string {
  const point = Buffer.from(random(7)(alnum, 32));
  const secret = Buffer.from(random(8)(alnum, 64));
  const publicBlob = Buffer.concat([wire('ssh-ed25519'), wire(point)]);
  const inner = Buffer.concat([
    uint(checks[0]),
    uint(checks[1]),
    wire('ssh-ed25519'),
    wire(point),
    wire(secret),
    wire('app@example.com'),
  ]);
  const bytes = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...[cipher, cipher === 'none' ? 'none' : 'bcrypt', ''].map(wire),
    uint(1),
    wire(publicBlob),
    wire(inner),
  ]);
  const body = bytes.toString('base64').replace(/.{70}/g, '$&\n');
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${body}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

export function putty(version: '2' | '3', tamper = false): string {
  const publicBlob = Buffer.concat([wire('ssh-ed25519'), wire(random(1)(alnum, 32))]);
  const privateBlob = wire(random(2)(alnum, 32));
  const signed = Buffer.concat(['ssh-ed25519', 'none', 'app', publicBlob, privateBlob].map(wire));
  const key = createHash('sha1').update('putty-private-key-file-mac-key').digest();
  const mac = (version === '2' ? createHmac('sha1', key) : createHmac('sha256', '')).update(signed).digest('hex');
  const lines = (blob: Buffer) => blob.toString('base64').match(/.{1,64}/g) ?? [];
  return [
    `PuTTY-User-Key-File-${version}: ssh-ed25519`,
    'Encryption: none',
    'Comment: app',
    `Public-Lines: ${lines(publicBlob).length}`,
    ...lines(publicBlob),
    `Private-Lines: ${lines(privateBlob).length}`,
    ...lines(privateBlob),
    `Private-MAC: ${tamper ? mac.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) : mac}`,
    '',
  ].join('\r\n');
}

/** CRC-24 of RFC 4880 by long division. */
function crc24(bytes: Uint8Array): number {
  let check = 0xb704ce;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit--) {
      const carry = ((check >> 23) & 1) ^ ((byte >> bit) & 1);
      check = ((check << 1) & 0xffffff) ^ (carry ? 0x864cfb : 0);
    }
  }
  return check;
}

export function pgp(usage: number, tamper = 0): string {
  const number = (bits: number, seed: number) =>
    Buffer.concat([Buffer.from([bits >> 8, bits & 255]), Buffer.from(random(seed)(alnum, bits / 8))]);
  const body = Buffer.concat([
    Buffer.from([4, 0x65, 0, 0, 0, 1]),
    number(512, 1),
    Buffer.from([0, 17, 1, 0, 1]),
    Buffer.from([usage]),
    number(512, 2),
  ]);
  const packet = Buffer.concat([Buffer.from([0x95, body.length >> 8, body.length & 255]), body]);
  const check = Buffer.alloc(3);
  check.writeUIntBE(crc24(packet) ^ tamper, 0, 3);
  const armor = packet.toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\n${armor}\n=${check.toString('base64')}\n-----END PGP PRIVATE KEY BLOCK-----\n`;
}

/** Bech32 by its own definition (BIP 173), to make the keys of `age`. */
function bech32(human: string, payload: readonly number[]): string {
  const polymod = (values: readonly number[]) => {
    let check = 1;
    for (const value of values) {
      const top = check >>> 25;
      check = ((check & 0x1ffffff) << 5) ^ value;
      for (const [bit, term] of [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].entries())
        if ((top >> bit) & 1) check ^= term;
    }
    return check >>> 0;
  };
  const codes = [...human].map((letter) => letter.charCodeAt(0));
  const expanded = [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31), ...payload];
  const check = polymod([...expanded, 0, 0, 0, 0, 0, 0]) ^ 1;
  const tail = [0, 1, 2, 3, 4, 5].map((index) => (check >> (5 * (5 - index))) & 31);
  return `${human}1${[...payload, ...tail].map((value) => 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'[value]).join('')}`;
}

/** Base 32 of RFC 4648, without padding. */
function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}

/** CRC-16/XMODEM by long division, bit by bit. */
function xmodem(bytes: Uint8Array): number {
  let check = 0;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit--) {
      const carry = ((check >> 15) & 1) ^ ((byte >> bit) & 1);
      check = ((check << 1) & 0xffff) ^ (carry ? 0x1021 : 0);
    }
  }
  return check;
}

/** The CRC32 of all that precedes it, in capitals. */
export function atlassian(body: string): string {
  const head = `ATATT3${body}=`;
  return head + crc32(head).toString(16).toUpperCase().padStart(8, '0');
}

export function ageKey(draw: string): string {
  return bech32(
    'age-secret-key-',
    [...draw].map((letter) => letter.charCodeAt(0) & 31),
  ).toUpperCase();
}

/** A binary macaroon of the index, in base 64. */
export function pypiToken(body: string): string {
  const macaroon = Buffer.concat([
    Buffer.from([2, 1, 8]),
    Buffer.from('pypi.org'),
    Buffer.from([2, 36]),
    Buffer.from(body),
  ]);
  return `pypi-${macaroon.toString('base64url')}`;
}

/** A user's seed: two bytes that say so, 32 of a key, CRC-16. */
export function natsSeed(draw: string): string {
  const body = Buffer.concat([Buffer.from([149, 0]), sha256(Buffer.from(draw))]);
  const check = xmodem(body);
  return base32(Buffer.concat([body, Buffer.from([check & 0xff, check >> 8])]));
}

function sha256(data: Uint8Array): Buffer {
  return createHash('sha256').update(data).digest();
}

/** An extended private key of BIP 32, with the first four bytes of the doubled sha256 at its end. */
export function walletKey(draw: string): string {
  const payload = Buffer.concat([
    Buffer.from('0488ade4', 'hex'),
    Buffer.alloc(9),
    createHash('sha512').update(draw).digest(),
    Buffer.from([0]),
  ]);
  return base58(Buffer.concat([payload, sha256(sha256(payload)).subarray(0, 4)]));
}

function base58(bytes: Uint8Array): string {
  let number = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  for (; number > 0n; number /= 58n)
    text = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'[Number(number % 58n)] + text;
  return text;
}

/** The token with another last character: whatever was proven no longer is. */
export function spoilt(token: string): string {
  return token.slice(0, -1) + (token.endsWith('Q') ? 'P' : 'Q');
}
