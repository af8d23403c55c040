import { createHash, createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { scanText } from '../../../src/secrets/scan.ts';
import { alnum, base64, hex, hitsOf, random } from './samples.ts';

const kinds: readonly (readonly [kind: string, key: KeyObject])[] = [
  ['RSA 1024', generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey],
  ['EC prime256v1', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey],
  ['ed25519', generateKeyPairSync('ed25519').privateKey],
];
const pemOf = (key: KeyObject, type: 'pkcs8' | 'pkcs1' | 'sec1' = 'pkcs8') =>
  String(key.export({ type, format: 'pem' }));
const ec = pemOf(kinds[1]?.[1] ?? kinds[0]?.[1] ?? generateKeyPairSync('ed25519').privateKey);

describe('PEM', () => {
  test.each(kinds)('%s parses, and is confirmed', (kind, key) => {
    const text = `key:\n${pemOf(key)}\n`;
    const [hit, ...more] = hitsOf('private-key', text);
    expect(hit).toMatchObject({ confidence: 'confirmed', why: `key parses: ${kind}`, title: 'private key', offset: 5 });
    expect(more).toEqual([]);
  });
  test('the older containers parse too', () => {
    const [rsa, curve] = kinds;
    expect(hitsOf('private-key', rsa ? pemOf(rsa[1], 'pkcs1') : '')[0]?.why).toBe('key parses: RSA 1024');
    expect(hitsOf('private-key', curve ? pemOf(curve[1], 'sec1') : '')[0]?.why).toBe('key parses: EC prime256v1');
  });
  test.each([
    ['in JSON', JSON.stringify({ key: ec })],
    ['in JSON in JSON', JSON.stringify(JSON.stringify({ key: ec }))],
    ['indented in YAML', ec.replace(/^/gm, '    ')],
    [
      'joined line by line',
      ec
        .trim()
        .split('\n')
        .map((line) => `"${line}\\n"`)
        .join(' +\n  '),
    ],
    [
      'as C strings',
      ec
        .trim()
        .split('\n')
        .map((line) => `"${line}\\n"`)
        .join('\n'),
    ],
    ['with carriage returns', ec.replaceAll('\n', '\r\n')],
    ['in an environment variable', `KEY="${ec.trim().replaceAll('\n', '\\n')}"`],
    ['on one line with spaces', ec.trim().replaceAll('\n', ' ')],
  ])('%s it parses as well', (_, text) => {
    expect(hitsOf('private-key', text)[0]?.confidence).toBe('confirmed');
  });
  test('an encrypted key is likely, and says so', () => {
    const [, , ed] = kinds;
    const text = String(
      ed?.[1].export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'a passphrase' }),
    );
    expect(hitsOf('private-key', text)[0]).toMatchObject({ confidence: 'likely', title: 'encrypted private key' });
  });
  test('a changed length no longer parses, and is only possible', () => {
    const lines = ec.split('\n');
    const text = [lines[0], `${lines[1]?.slice(0, 20)}${lines[1]?.slice(24)}`, ...lines.slice(2)].join('\n');
    expect(hitsOf('private-key', text)[0]).toMatchObject({
      confidence: 'possible',
      why: expect.stringContaining('does not parse'),
    });
  });
  test.each([
    ['a header alone', '-----BEGIN PRIVATE KEY-----'],
    ['a header and an end', '-----BEGIN RSA PRIVATE KEY-----\n-----END RSA PRIVATE KEY-----'],
    ['an ellipsis', '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA...\n-----END RSA PRIVATE KEY-----'],
    ['a public key', ec.replaceAll('PRIVATE', 'PUBLIC')],
    ['a certificate', ec.replaceAll('PRIVATE KEY', 'CERTIFICATE')],
    ['one letter over and over', `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(120)}\n-----END PRIVATE KEY-----`],
    ['prose', '-----BEGIN PRIVATE KEY-----\nput the key here, between these two lines\n-----END PRIVATE KEY-----'],
  ])('%s is none', (_, text) => {
    expect(hitsOf('private-key', text)).toEqual([]);
  });
  test('a key that everybody has is only possible', () => {
    // The example of Go's crypto/tls.
    const published = [
      '-----BEGIN EC PRIVATE KEY-----',
      'MHcCAQEEIIrYSSNQFaA2Hwf1duRSxKtLYX5CB04fSeQ6tF1aY/PuoAoGCCqGSM49',
      'AwEHoUQDQgAEPR3tU2Fta9ktY+6P9G0cWO+0kETA6SFs38GecTyudlHz6xvCdz8q',
      'EKTcWGekdmdDPsHloRNtsiCa697B2O9IFA==',
      '-----END EC PRIVATE KEY-----',
    ].join('\n');
    expect(hitsOf('private-key', published)[0]).toMatchObject({
      confidence: 'possible',
      why: 'published test key: Go',
    });
  });
});

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

function openssh(cipher: string, checks: readonly [number, number]): string {
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

describe('OpenSSH', () => {
  test('check numbers that agree confirm it', () => {
    expect(hitsOf('private-key', openssh('none', [7, 7]))[0]).toMatchObject({
      confidence: 'confirmed',
      title: 'OpenSSH private key',
      why: 'key parses: ed25519',
    });
  });
  test('check numbers that differ do not', () => {
    expect(hitsOf('private-key', openssh('none', [7, 8]))[0]?.confidence).toBe('possible');
  });
  test('with a cipher it is encrypted', () => {
    expect(hitsOf('private-key', openssh('aes256-ctr', [7, 8]))[0]).toMatchObject({
      confidence: 'likely',
      title: 'encrypted OpenSSH private key',
    });
  });
});

function putty(version: '2' | '3', tamper = false): string {
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

describe('PuTTY', () => {
  test.each(['2', '3'] as const)('version %s with the right MAC is confirmed', (version) => {
    expect(hitsOf('putty-private-key', putty(version))[0]).toMatchObject({
      confidence: 'confirmed',
      why: 'key parses: ed25519',
    });
    expect(hitsOf('putty-private-key', putty(version, true))[0]?.confidence).toBe('possible');
  });
  test.each([
    'PuTTY-User-Key-File-2: ssh-rsa',
    'PuTTY-User-Key-File-4: x',
    'putty-user-key-file',
    'PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\n',
  ])('not %s', (text) => expect(hitsOf('putty-private-key', text)).toEqual([]));
});

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

function pgp(usage: number, tamper = 0): string {
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

describe('OpenPGP', () => {
  test('a secret-key packet with the right checksum is confirmed', () => {
    expect(hitsOf('private-key', pgp(0))[0]).toMatchObject({
      confidence: 'confirmed',
      title: 'OpenPGP private key',
      why: 'key parses: RSA',
    });
  });
  test('with a passphrase it is encrypted', () => {
    expect(hitsOf('private-key', pgp(254))[0]).toMatchObject({
      confidence: 'likely',
      title: 'encrypted OpenPGP private key',
    });
  });
  test('a wrong checksum is only possible', () => {
    expect(hitsOf('private-key', pgp(0, 1))[0]?.confidence).toBe('possible');
  });
});

describe('other forms', () => {
  test.each([1, 2, 3])('a JSON web key with its private part, %i', (seed) => {
    const text = JSON.stringify({
      kty: 'EC',
      crv: 'P-256',
      x: random(seed)(alnum, 43),
      y: random(seed + 9)(alnum, 43),
      d: random(seed + 20)(alnum, 43),
    });
    expect(hitsOf('jwk-private-key', text)[0]?.confidence).toBe('likely');
    expect(hitsOf('jwk-private-key', text.replace('"d"', '"n"'))).toEqual([]);
  });
  test.each([
    '{"kty":"RSA"}',
    '{"kty":"EC","d":"short"}',
    '"kty":"EC"',
    '{"kty":"EC","d":1}',
    `{"kty":"RSA","d":"${'x'.repeat(80)}"}`,
  ])('jwk-private-key: not %s', (text) => expect(hitsOf('jwk-private-key', text)).toEqual([]));
  test.each([1, 2, 3])('an RSA key in XML with its private exponent, %i', (seed) => {
    const body = random(seed)(base64, 170);
    const text = `<RSAKeyValue><Modulus>${body}==</Modulus><Exponent>AQAB</Exponent><D>${body}==</D></RSAKeyValue>`;
    expect(hitsOf('xml-private-key', text)[0]?.confidence).toBe('confirmed');
    expect(hitsOf('xml-private-key', text.replaceAll('D>', 'Q>'))).toEqual([]);
  });
  test.each([
    '<RSAKeyValue></RSAKeyValue>',
    '<RSAKeyValue><D>',
    `<RSAKeyValue><Modulus>${'A'.repeat(99)}</Modulus><D>${'A'.repeat(99)}</D></RSAKeyValue>`,
    '<DSAKeyValue>',
    '<rsakeyvalue>',
  ])('xml-private-key: not %s', (text) => expect(hitsOf('xml-private-key', text)).toEqual([]));
  test.each([1, 2, 3])('a WireGuard key is clamped, %i', (seed) => {
    const bytes = createHash('sha256').update(String(seed)).digest();
    bytes[0] = (bytes[0] ?? 0) & 248;
    bytes[31] = ((bytes[31] ?? 0) & 63) | 64;
    const text = (value: Buffer) => `[Interface]\nPrivateKey = ${value.toString('base64')}\n`;
    expect(hitsOf('wireguard-private-key', text(bytes))[0]?.confidence).toBe('possible');
    expect(scanText(text(bytes), { name: 'etc/wireguard/wg0.conf' })[0]?.confidence).toBe('likely');
    bytes[0] |= 1;
    expect(hitsOf('wireguard-private-key', text(bytes))).toEqual([]);
  });
  test.each([
    'PrivateKey = ',
    'PublicKey = abc',
    `PrivateKey = ${'A'.repeat(43)}=`,
    'PrivateKey = /etc/wireguard/key',
    'privatekey: <key>',
  ])('wireguard-private-key: not %s', (text) => expect(hitsOf('wireguard-private-key', text)).toEqual([]));
  test.each([1, 2, 3])('an OpenVPN static key is whole, %i', (seed) => {
    const lines = Array.from({ length: 16 }, (_, index) => random(seed * 100 + index)(hex, 32));
    const text = (body: readonly string[]) =>
      `-----BEGIN OpenVPN Static key V1-----\n${body.join('\n')}\n-----END OpenVPN Static key V1-----\n`;
    expect(hitsOf('openvpn-static-key', text(lines))[0]?.confidence).toBe('confirmed');
    expect(hitsOf('openvpn-static-key', text(lines.slice(1)))).toEqual([]);
    expect(hitsOf('openvpn-static-key', text(lines.map(() => '0'.repeat(32))))).toEqual([]);
  });
});
