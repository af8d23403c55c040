/** Private keys: PEM and OpenSSH, OpenPGP, PuTTY, age, JWK, XML, WireGuard, OpenVPN. */
import { isBech32 } from '../checksum.ts';
import type { Detector, Match, Verdict } from '../detector.ts';
import { longestReach } from '../detector.ts';
import { type PrivateKey, parsePem, sha256 } from '../key.ts';
import { publisherOf } from '../known-keys.ts';
import { parsePgp } from '../pgp.ts';
import { parsePutty } from '../putty.ts';
import { entropy, isRandom } from '../value.ts';
import { sticky, token } from './expression.ts';

function verdictOn(key: PrivateKey, what: string): Verdict {
  const published = publisherOf(key.identity);
  const title = `${key.encrypted ? 'encrypted ' : ''}${what}`;
  if (published) return { confidence: 'possible', why: `published test key: ${published}`, title };
  if (key.encrypted) return { confidence: 'likely', why: `encrypted key: ${key.kind}`, title };
  return { confidence: 'confirmed', why: `key parses: ${key.kind}`, title };
}

/** A block that does not parse was cut, or made up: worth a look when there is much of it. */
function unread(body: string): Verdict | undefined {
  const letters = body.replace(/[^A-Za-z0-9+/]/g, '');
  return letters.length >= 64 && entropy(letters) >= 3.5
    ? { confidence: 'possible', why: 'a private key block that does not parse' }
    : undefined;
}

function read(block: boolean, algorithm: string, body: string): PrivateKey | undefined {
  return block ? parsePgp(body) : parsePem(`${algorithm}PRIVATE KEY`, body);
}

function pem({ groups }: Match): Verdict | undefined {
  const algorithm = groups['algorithm'] ?? '';
  const body = groups['body'] ?? '';
  const block = groups['block'] !== undefined;
  const key = read(block, algorithm, body);
  if (!key) return unread(body);
  const kind = block ? 'OpenPGP ' : algorithm.startsWith('OPENSSH') ? 'OpenSSH ' : '';
  return verdictOn(key, `${kind}private key`);
}

/** What tells a private key in PEM or PuTTY's form from all others, for the table of published ones. */
export function identityOf(value: string): string | undefined {
  if (value.startsWith('{')) {
    const key = members(value);
    return sha256(Buffer.from(String(key['kty'] === 'oct' ? key['k'] : key['d'])));
  }
  if (value.startsWith('PuTTY')) return parsePutty(value)?.identity;
  const [, algorithm = '', block, body = ''] =
    /^-----BEGIN ((?:[A-Z0-9]{1,16} ){0,3})PRIVATE KEY( BLOCK)?-----([\s\S]*)-----END [A-Z0-9 ]*-----$/.exec(value) ??
    [];
  return read(block !== undefined, algorithm, body)?.identity;
}

export const keys = (): readonly Detector[] => [
  {
    id: 'private-key',
    title: 'private key',
    source: 'https://www.rfc-editor.org/rfc/rfc7468',
    anchors: ['PRIVATE KEY-----', 'PRIVATE KEY BLOCK-----'],
    expression: sticky`(?<=(?<head>-----BEGIN (?<algorithm>(?:[A-Z0-9]{1,16} ){0,3})))PRIVATE KEY(?<block> BLOCK)?-----(?<body>[^\0-\x08\x0e-\x1f]{0,16000}?)-----END [A-Z0-9 ]{0,60}KEY(?: BLOCK)?-----`,
    reach: longestReach,
    shown: 10,
    judge: pem,
  },
  {
    id: 'putty-private-key',
    title: 'PuTTY private key',
    source: 'https://tartarus.org/~simon/putty-snapshots/htmldoc/AppendixC.html',
    anchors: ['PuTTY-User-Key-File-'],
    expression: sticky`PuTTY-User-Key-File-[23]: [\w-]{3,40}\r?\n(?:[\w-]{3,20}: ?[^\r\n]{0,200}\r?\n|[A-Za-z0-9+/=]{1,64}\r?\n){4,400}Private-MAC: [0-9a-f]{40,64}`,
    reach: longestReach,
    shown: 19,
    judge: ({ value }) => {
      const key = parsePutty(value);
      if (key) return verdictOn(key, 'PuTTY private key');
      return { confidence: 'possible', why: 'a private key file whose checksum does not match' };
    },
  },
  {
    id: 'age-secret-key',
    title: 'age secret key',
    source: 'https://age-encryption.org/v1',
    anchors: ['AGE-SECRET-KEY-1'],
    expression: token`AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}`,
    shown: 16,
    judge: ({ value }) => {
      if (isBech32(value)) return { confidence: 'confirmed', why: 'bech32 checksum' };
      return isRandom(value.slice(16)) ? { confidence: 'possible', why: 'checksum does not match' } : undefined;
    },
  },
  {
    id: 'jwk-private-key',
    title: 'private JSON web key',
    source: 'https://www.rfc-editor.org/rfc/rfc7517',
    anchors: ['"kty"'],
    expression: sticky`(?<=(?<head>\{[^{}]{0,400}))"kty"\s{0,8}:\s{0,8}"(?:RSA|EC|OKP|oct)"[^{}]{0,4000}\}`,
    reach: 4500,
    judge: ({ value }) => {
      const key = members(value);
      const secret = key['kty'] === 'oct' ? key['k'] : key['d'];
      if (typeof secret !== 'string' || !/^[\w-]{22,}={0,2}$/.test(secret) || !isRandom(secret, 3)) return undefined;
      const published = publisherOf(sha256(Buffer.from(secret)));
      if (published) return { confidence: 'possible', why: `published test key: ${published}` };
      return { confidence: 'likely', why: `JSON web key with its private part: ${String(key['kty'])}` };
    },
  },
  {
    id: 'xml-private-key',
    title: 'private RSA key in XML',
    source: 'https://learn.microsoft.com/dotnet/api/system.security.cryptography.rsa.toxmlstring',
    anchors: ['<RSAKeyValue>'],
    expression: sticky`<RSAKeyValue>[\s\S]{40,4000}?<D>\s{0,8}(?<d>[A-Za-z0-9+/=\s]{80,1400})</D>[\s\S]{0,400}?</RSAKeyValue>`,
    reach: 6000,
    shown: 13,
    judge: ({ groups }) =>
      isRandom(groups['d'] ?? '', 4)
        ? { confidence: 'confirmed', why: 'RSA key with its private exponent' }
        : undefined,
  },
  {
    id: 'openvpn-static-key',
    title: 'OpenVPN static key',
    source: 'https://openvpn.net/community-resources/static-key-mini-howto/',
    anchors: ['-----BEGIN OpenVPN Static key V1-----'],
    expression: sticky`-----BEGIN OpenVPN Static key V1-----\s{1,4}(?<body>(?:[0-9a-f]{32}\s{1,4}){16})-----END OpenVPN Static key V1-----`,
    reach: 1024,
    shown: 10,
    judge: ({ groups }) =>
      isRandom((groups['body'] ?? '').replace(/\s/g, ''), 3)
        ? { confidence: 'confirmed', why: '2048 bits, whole' }
        : undefined,
  },
];

/** The members of a JSON object; none when it does not parse. */
function members(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
