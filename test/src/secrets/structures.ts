/** Samples of secrets that are told by their structure, by a proof in them, or by the place they are given in. */
import { generateKeyPairSync } from 'node:crypto';
import { ageKey, atlassian, natsSeed, openssh, putty, pypiToken, spoilt, walletKey } from './builders.ts';
import { alnum, base62Crc, base64, hex, lower, type Random, random, type Sample } from './samples.ts';

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const words = (draw: Random) => Buffer.from(`app:7${draw(alnum, 23)}`).toString('base64');
const pem = String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
const sealed = String(
  generateKeyPairSync('ed25519').privateKey.export({
    ...{ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'a passphrase' },
  }),
);
const token = (header: unknown, draw: Random) =>
  `${json(header).toString('base64url')}.${json({ iss: 'acme' }).toString('base64url')}.${draw(alnum, 43)}`;

function crc(prefix: string) {
  return (draw: Random) => {
    const body = draw(alnum, 30);
    return [prefix, body + base62Crc(body)] as const;
  };
}

export const structures: readonly Sample[] = [
  // With a checksum
  { id: 'github-token', confidence: 'confirmed', make: crc('ghp_'), wrong: [spoilt, 'possible'] },
  { id: 'npm-token', confidence: 'confirmed', make: crc('npm_'), wrong: [spoilt, 'possible'] },
  {
    id: 'atlassian-token',
    confidence: 'confirmed',
    make: (d) => ['ATATT3', atlassian(d(alnum, 180)).slice(6)],
    wrong: [(text) => text.replace(/.$/, (last) => (last === '0' ? '1' : '0')), 'possible'],
  },
  {
    id: 'age-secret-key',
    confidence: 'confirmed',
    make: (d) => ['AGE-SECRET-KEY-1', ageKey(d(alnum, 52)).slice(16)],
    wrong: [spoilt, 'possible'],
  },
  {
    id: 'nats-seed',
    confidence: 'confirmed',
    make: (d) => ['SUA', natsSeed(d(alnum, 9)).slice(3)],
    wrong: [(text) => text.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')), undefined],
  },
  {
    id: 'extended-private-key',
    confidence: 'confirmed',
    make: (d) => ['xprv', walletKey(d(alnum, 9)).slice(4)],
    wrong: [spoilt, undefined],
  },
  // What they decode to
  {
    id: 'pypi-token',
    confidence: 'confirmed',
    least: 61,
    make: (d) => ['pypi-', pypiToken(d(alnum, 90)).slice(5)],
    wrong: [(text) => text.replace('AgEIcHlwaS5vcmcC', 'AgEIcHlwaS5vcmcD'), undefined],
    misses: ['pypi-server', 'pypi-AgEIcHlwaS5vcmc'],
  },
  {
    id: 'artifactory-reference-token',
    confidence: 'confirmed',
    make: (d) => [
      '',
      Buffer.from(`reftkn:01:1767225600:${d(alnum, 27)}`)
        .toString('base64')
        .slice(0, 64),
    ],
    wrong: [(text) => text.replace('cmVmdGtu', 'cmVmdGto'), 'possible'],
    misses: ['cmVmdGtu'],
  },
  {
    id: 'sentry-organisation-token',
    confidence: 'confirmed',
    make: (d) => [
      'sntrys_',
      `${json({ iat: 1767225600.5, url: 'https://sentry.io', org: 'acme' }).toString('base64')}_${d(base64, 43)}`,
    ],
    wrong: [(text) => text.replace('eyJpYXQ', 'eyJpYXR'), undefined],
  },
  {
    id: 'grafana-key',
    confidence: 'confirmed',
    least: 68,
    make: (d) => ['', json({ k: d(alnum, 32), n: 'viewer', id: 1 }).toString('base64')],
    wrong: [(text) => `${text.slice(0, -8)}QUFBQUFB`, 'possible'],
    misses: ['eyJrIjoi'],
  },
  {
    id: 'onepassword-service-account',
    confidence: 'confirmed',
    least: 250,
    make: (d) => {
      const account = { signInAddress: 'acme.1password.com', email: 'a@example.com', secretKey: 'A3-X' };
      return ['ops_', json({ ...account, muk: { k: d(alnum, 120) }, deviceUuid: 'a' }).toString('base64')];
    },
    wrong: [(text) => text.replace('ops_eyJ', 'ops_eyJA'), 'possible'],
  },
  {
    id: 'docker-registry-auth',
    confidence: 'confirmed',
    least: 8,
    around: ['{"auths":{"r.example.com":{', '"}}}'],
    make: (d) => ['"auth": "', words(d)],
    wrong: [(text) => text.replace('YXBw', '/////'), undefined],
    misses: ['"auth": "true', '"author": "c29tZTpib2R5'],
  },
  {
    id: 'jwt',
    least: 57,
    make: (d) => ['', token({ alg: 'HS256', typ: 'JWT' }, d)],
    wrong: [
      (text) =>
        text.replace(/^([^.]*)\./, (head) => `${token({ typ: 'something' }, random(1)).split('.')[0] ?? head}.`),
      'possible',
    ],
    misses: ['eyJhbGciOiJIUzI1NiJ9'],
  },
  {
    id: 'gcp-service-account',
    confidence: 'confirmed',
    only: true,
    make: () => {
      const account = { type: 'service_account', private_key: pem, client_email: 'app@acme.iam.gserviceaccount.com' };
      return ['', json(account).toString()];
    },
    wrong: [(text) => text.replace(/MC4C/, 'MC4'), 'possible'],
    misses: [
      json({
        type: 'service_account',
        client_email: 'app@acme.iam.gserviceaccount.com',
        note: 'x'.repeat(99),
      }).toString(),
      json({ type: 'service_account', private_key: pem, note: 'who is it?' }).toString(),
      json({ type: 'authorized_user', private_key: pem, client_email: 'app@acme.dev' }).toString(),
      json({ type: 'service_account', private_key: '', client_email: `app@acme.dev${'x'.repeat(99)}` }).toString(),
      json({
        type: 'service_account',
        private_key: '<the key>',
        client_email: `app@acme.dev${'x'.repeat(99)}`,
      }).toString(),
    ],
  },
  // Keys
  {
    id: 'private-key',
    confidence: 'confirmed',
    only: true,
    make: () => [
      '',
      String(
        generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'sec1', format: 'pem' }),
      ).trim(),
    ],
    wrong: [(text) => text.replace(/(?<=KEY-----\n.{10})../, ''), 'possible'],
    misses: [
      '-----BEGIN PRIVATE KEY-----',
      '-----BEGIN RSA PRIVATE KEY-----\n-----END RSA PRIVATE KEY-----',
      '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA...\n-----END RSA PRIVATE KEY-----',
      '-----BEGIN PRIVATE KEY-----\nput the key here, between these two lines\n-----END PRIVATE KEY-----',
      pem.replaceAll('PRIVATE', 'PUBLIC'),
    ],
  },
  {
    id: 'private-key',
    only: true,
    make: () => ['', sealed.trim()],
    misses: [sealed.replaceAll('PRIVATE KEY', 'CERTIFICATE')],
  },
  {
    id: 'private-key',
    confidence: 'confirmed',
    only: true,
    make: () => ['', openssh('none', [7, 7]).trim()],
    wrong: [() => openssh('none', [7, 8]), 'possible'],
  },
  {
    id: 'putty-private-key',
    confidence: 'confirmed',
    only: true,
    make: () => ['', putty('3').trim()],
    wrong: [() => putty('3', true), 'possible'],
    misses: [
      'PuTTY-User-Key-File-2: ssh-rsa',
      'PuTTY-User-Key-File-4: x',
      'putty-user-key-file',
      'PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\n',
      putty('3').replace('Private-MAC', 'Public-MAC'),
    ],
  },
  {
    id: 'jwk-private-key',
    only: true,
    make: (d) => ['', json({ kty: 'EC', crv: 'P-256', x: d(alnum, 43), d: d(alnum, 43) }).toString()],
    wrong: [(text) => text.replace('"d"', '"n"'), undefined],
    misses: [
      '{"kty":"RSA"}',
      '{"kty":"EC","d":"short"}',
      '"kty":"EC"',
      '{"kty":"EC","d":1}',
      `{"kty":"RSA","d":"${'x'.repeat(80)}"}`,
    ],
  },
  {
    id: 'xml-private-key',
    confidence: 'confirmed',
    only: true,
    make: (d) => ['', `<RSAKeyValue><Modulus>${d(base64, 170)}==</Modulus><D>${d(base64, 170)}==</D>`],
    around: ['', '</RSAKeyValue>'],
    wrong: [(text) => text.replaceAll('D>', 'Q>'), undefined],
    misses: [
      '<RSAKeyValue></RSAKeyValue>',
      '<RSAKeyValue><D>',
      `<RSAKeyValue><Modulus>${'A'.repeat(99)}</Modulus><D>${'A'.repeat(99)}</D></RSAKeyValue>`,
      '<DSAKeyValue>',
      '<rsakeyvalue>',
    ],
  },
  {
    id: 'openvpn-static-key',
    confidence: 'confirmed',
    only: true,
    make: (d) => ['', staticKey(Array.from({ length: 16 }, () => d(hex, 32)))],
    wrong: [(text) => text.replace(/\n[0-9a-f]{32}/, ''), undefined],
    misses: [
      staticKey(Array.from({ length: 16 }, () => '0'.repeat(32))),
      staticKey(Array.from({ length: 15 }, (_, seed) => random(seed)(hex, 32))),
      staticKey(Array.from({ length: 16 }, (_, seed) => random(seed)(hex, 31))),
      staticKey(Array.from({ length: 16 }, (_, seed) => random(seed)(lower, 32))),
      '-----BEGIN OpenVPN Static key V1-----\n-----END OpenVPN Static key V1-----',
    ],
  },
  {
    id: 'wireguard-private-key',
    confidence: 'possible',
    make: (d) => {
      const bytes = Buffer.from(d(alnum, 32));
      bytes[0] = 0x48;
      bytes[31] = 0x6a;
      return ['[Interface]\nPrivateKey = ', bytes.toString('base64')];
    },
    wrong: [(text) => text.replace('= S', '= T'), undefined],
  },
  // Amazon
  { id: 'aws-access-key-id', make: (d) => ['AKIA', d('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)] },
  {
    id: 'aws-access-key-id',
    confidence: 'confirmed',
    least: 16,
    make: (d) => ['AKIA', `${d('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`],
    wrong: [(text) => `${text.slice(0, -1)}1`, undefined],
    around: ['aws_access_key_id = ', `\naws_secret_access_key = ${random(9)(base64, 38)}7Q`],
  },
  {
    id: 'aws-bedrock-session-key',
    least: 100,
    make: (d) => ['bedrock-api-key-', `YmVkcm9jay5hbWF6b25hd3MuY29t${d(alnum, 300)}`],
  },
  // Where they are given
  {
    id: 'npm-registry-auth',
    around: ['//registry.example.com/:', ''],
    make: (d) => ['_authToken=', `7${d(hex, 35)}`],
    only: true,
    misses: [
      'always-auth=true',
      '_authToken=${NPM_TOKEN}',
      '_authToken=',
      '_authToken=<token>',
      '_authToken=xxxxxxxxxxxx',
    ],
  },
  {
    id: 'url-credentials',
    around: ['postgres://app:', '@db.acme.dev/app'],
    make: (d) => ['', `7${d(alnum, 19)}`],
    only: true,
    misses: ['password', '${PASSWORD}', '<password>', '5432', '$TOKEN', 'pass word'],
  },
  {
    id: 'secret-assignment',
    make: (d) => ['SECRET_KEY=', `7a${d(alnum, 22)}`],
    only: true,
    misses: [
      'SECRET_KEY=',
      'SECRET_KEY=${KEY}',
      'SECRET_KEY_FILE=/run/secrets/key',
      'PUBLIC_KEY=7aB9cD3eF5gH1jK2',
      'token = getToken()',
    ],
  },
  {
    id: 'curl-credentials',
    around: ['RUN curl -u ', ' https://acme.dev/app.tar'],
    make: (d) => ['deploy:', `7a${d(alnum, 12)}`],
    only: true,
    misses: ['deploy', '$USER:$PASSWORD', 'user:password', '"$LOGIN"', 'deploy:<password>'],
  },
  {
    id: 'authorization-header',
    around: ['curl -H "', '" https://acme.dev'],
    make: (d) => ['Authorization: Bearer ', `7${d(alnum, 31)}`],
    only: true,
    misses: [
      'Authorization: Bearer',
      'Authorization: Bearer $TOKEN',
      'Authorization: Bearer <your-token>',
      'Authorization: Basic dXNlcjpwYXNzd29yZA==',
      'Authorization: required',
    ],
  },
  {
    id: 'command-line-password',
    around: ['CMD app ', ' --verbose'],
    make: (d) => ['--password=', `7a${d(alnum, 14)}`],
    only: true,
    misses: [
      '--password=',
      '--password=$PASSWORD',
      '--password-file=/run/secrets/db',
      '--password=password',
      '--token-ttl=30m',
    ],
  },
  {
    id: 'login-password',
    around: ['RUN docker login -u app ', ' registry.acme.dev'],
    make: (d) => ['-p ', `7a${d(alnum, 14)}`],
    only: true,
    misses: ['--password-stdin', '-p $PASSWORD', '-p password', '-p "${TOKEN}"', '-p <token>'],
  },
];

function staticKey(lines: readonly string[]): string {
  return `-----BEGIN OpenVPN Static key V1-----\n${lines.join('\n')}\n-----END OpenVPN Static key V1-----`;
}
