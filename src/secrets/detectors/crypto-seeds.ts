/** Seeds and wallets: formats of base 58 and base 32 that carry their own checksum. */

import { crc16, fromBase32 } from '../checksum.ts';
import type { Detector, Match, Verdict } from '../detector.ts';
import { createHash } from '../native.ts';
import { sticky, token } from './expression.ts';

const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** Bytes of a base 58 text whose last four are the checksum of the others; `undefined` when they are not. */
function fromBase58Check(text: string): Uint8Array | undefined {
  let number = 0n;
  for (const character of text) {
    const digit = base58.indexOf(character);
    if (digit < 0) return undefined;
    number = number * 58n + BigInt(digit);
  }
  const digits = number.toString(16);
  const bytes = Buffer.from(digits.length % 2 ? `0${digits}` : digits, 'hex');
  const [body, check] = [bytes.subarray(0, -4), bytes.subarray(-4)];
  const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest();
  return sha256(sha256(body)).subarray(0, 4).equals(check) ? body : undefined;
}

function wallet({ value }: Match): Verdict | undefined {
  return fromBase58Check(value) ? { confidence: 'confirmed', why: 'base58 checksum' } : undefined;
}

/** A NATS seed: two bytes that say of what kind it is, 32 bytes, CRC-16 (little-endian) of all before. */
function natsSeed({ value }: Match): Verdict | undefined {
  const bytes = fromBase32(value);
  if (bytes?.length !== 36) return undefined;
  const check = (bytes[34] ?? 0) | ((bytes[35] ?? 0) << 8);
  return crc16(bytes.subarray(0, 34)) === check ? { confidence: 'confirmed', why: 'crc16 checksum' } : undefined;
}

export const cryptoSeeds = (): readonly Detector[] => [
  {
    id: 'nats-seed',
    title: 'NATS seed',
    source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/nkey_auth',
    anchors: ['SUA', 'SAA', 'SOA', 'SNA', 'SCA'],
    expression: token`S[UAONC]A[A-P][A-Z2-7]{54}`,
    shown: 2,
    judge: natsSeed,
  },
  {
    id: 'extended-private-key',
    title: 'extended private key of a wallet',
    source: 'https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki',
    anchors: ['xprv', 'tprv', 'yprv', 'zprv'],
    expression: sticky`(?<![A-Za-z0-9])[xtyz]prv[1-9A-HJ-NP-Za-km-z]{107}(?![A-Za-z0-9])`,
    shown: 4,
    judge: wallet,
  },
];
