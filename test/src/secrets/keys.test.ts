import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { scanBytes } from '../../../src/secrets/scan.ts';
import { openssh, pgp, putty } from './builders.ts';
import { hitsOf } from './samples.ts';

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

describe('WireGuard', () => {
  test.each([1, 2, 3])('a WireGuard key is clamped, %i', (seed) => {
    const bytes = createHash('sha256').update(String(seed)).digest();
    bytes[0] = (bytes[0] ?? 0) & 248;
    bytes[31] = ((bytes[31] ?? 0) & 63) | 64;
    const text = (value: Buffer) => `[Interface]\nPrivateKey = ${value.toString('base64')}\n`;
    expect(hitsOf('wireguard-private-key', text(bytes))[0]?.confidence).toBe('possible');
    expect(scanBytes(Buffer.from(text(bytes), 'latin1'), { name: 'etc/wireguard/wg0.conf' })[0]?.confidence).toBe(
      'likely',
    );
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
});
