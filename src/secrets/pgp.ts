/** OpenPGP secret keys (RFC 4880): armor checked by its CRC-24, the first packet read. */
import { crc24 } from './checksum.ts';
import { decodeBody, type PrivateKey, sha256 } from './key.ts';

const algorithms: Readonly<Record<number, string>> = {
  1: 'RSA',
  16: 'Elgamal',
  17: 'DSA',
  18: 'ECDH',
  19: 'ECDSA',
  22: 'EdDSA',
};

/** What follows the BEGIN line of a private key block; `undefined` unless checksum and first packet are right. */
export function parsePgp(body: string): PrivateKey | undefined {
  const [, data, check] = /^([\s\S]*?)(?:[\r\n\\]n?=([A-Za-z0-9+/]{4}))?\s*(?:\\n)?\s*$/.exec(body) ?? [];
  const bytes = decodeBody(data ?? '');
  if (!bytes || bytes.length < 40) return undefined;
  if (check && Buffer.from(check, 'base64').readUIntBE(0, 3) !== crc24(bytes)) return undefined;
  return readSecretKey(bytes);
}

/** Only the kind and whether a passphrase guards it; a secret-key packet has tag 5. */
function readSecretKey(bytes: Uint8Array): PrivateKey | undefined {
  const packet = openPacket(bytes);
  if (packet?.tag !== 5 || packet.body[0] !== 4) return undefined;
  const algorithm = packet.body[5] ?? 0;
  const usage = packet.body[publicLength(packet.body, algorithm)];
  if (usage === undefined) return undefined;
  return { kind: algorithms[algorithm] ?? 'OpenPGP', encrypted: usage !== 0, identity: sha256(packet.body) };
}

function openPacket(bytes: Uint8Array): { readonly tag: number; readonly body: Uint8Array } | undefined {
  const head = bytes[0] ?? 0;
  const at = (index: number) => bytes[index] ?? 0;
  if (!(head & 0x80)) return undefined;
  if (head & 0x40) {
    const [length, start] =
      at(1) < 192 ? [at(1), 2] : at(1) < 224 ? [((at(1) - 192) << 8) + at(2) + 192, 3] : [bytes.length - 6, 6];
    return { tag: head & 0x3f, body: bytes.subarray(start, start + length) };
  }
  const width = [1, 2, 4, 0][head & 3] ?? 0;
  let length = width === 0 ? bytes.length - 1 : 0;
  for (let index = 1; index <= width; index++) length = length * 256 + at(index);
  return { tag: (head >> 2) & 0xf, body: bytes.subarray(1 + width, 1 + width + length) };
}

/** Where the public part of a version 4 key packet ends. */
function publicLength(body: Uint8Array, algorithm: number): number {
  let at = 6;
  const number = () => {
    at += 2 + (((((body[at] ?? 0) << 8) | (body[at + 1] ?? 0)) + 7) >> 3);
  };
  const numbers = { 1: 2, 16: 3, 17: 4 }[algorithm];
  if (numbers !== undefined) for (let index = 0; index < numbers; index++) number();
  else {
    at += 1 + (body[at] ?? 0);
    number();
    if (algorithm === 18) at += 1 + (body[at] ?? 0);
  }
  return at;
}
