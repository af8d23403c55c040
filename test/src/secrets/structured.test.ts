import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { scanBytes } from '../../../src/secrets/scan.ts';
import { scanText } from '../../../src/secrets/scan-text.ts';
import { alnum, base64, hex, hitsOf, random } from './samples.ts';

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const seeds = [1, 2, 3];

describe('JSON web tokens', () => {
  const token = (header: unknown, claims: unknown, seed = 1) =>
    `${part(header)}.${part(claims)}.${random(seed)(alnum, 43)}`;
  test.each(seeds)('one that never expires is likely, %i', (seed) => {
    expect(
      hitsOf('jwt', `token: ${token({ alg: 'HS256', typ: 'JWT' }, { iss: 'acme', role: 'admin' }, seed)}`)[0],
    ).toMatchObject({ confidence: 'likely' });
  });
  test('one with an expiry is possible', () => {
    expect(hitsOf('jwt', token({ alg: 'HS256' }, { exp: 1767225600, sub: 'app' }))[0]).toMatchObject({
      confidence: 'possible',
    });
  });
  test('the example that the whole world pastes is none', () => {
    expect(
      hitsOf('jwt', token({ alg: 'HS256', typ: 'JWT' }, { sub: '1234567890', name: 'John Doe', iat: 1516239022 })),
    ).toEqual([]);
  });
  test.each([
    [
      'no header',
      `${Buffer.from('[1, 2, 3, 4, 5]').toString('base64url')}.${part({ a: 'b c d e f' })}.${random(1)(alnum, 43)}`,
    ],
    ['no JSON', `eyJ${random(1)(alnum, 40)}.eyJ${random(2)(alnum, 40)}.${random(3)(alnum, 43)}`],
    ['one part', part({ alg: 'HS256', typ: 'JWT' })],
    ['inside a longer word', `A${token({ alg: 'HS256' }, { iss: 'acme' })}`],
    ['a flat signature', `${part({ alg: 'HS256' })}.${part({ iss: 'acme' })}.${'x'.repeat(43)}`],
  ])('%s is none', (_, text) => expect(hitsOf('jwt', text)).toEqual([]));
});

describe('AWS', () => {
  const secret = (seed: number) => `${random(seed)(base64, 38)}7Q`;
  const id = (seed: number) => `AKIA${random(seed)('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`;
  test.each(seeds)('an id with its secret beside it is confirmed, %i', (seed) => {
    const text = `[default]\naws_access_key_id = ${id(seed)}\naws_secret_access_key = ${secret(seed)}\n`;
    expect(hitsOf('aws-access-key-id', text)[0]?.confidence).toBe('confirmed');
    expect(hitsOf('aws-secret-access-key', text)[0]?.confidence).toBe('likely');
  });
  test.each(seeds)('an id alone is likely, and a word of other letters is none, %i', (seed) => {
    expect(hitsOf('aws-access-key-id', `key=${id(seed)}`)[0]?.confidence).toBe('likely');
    expect(hitsOf('aws-access-key-id', `key=${id(seed).slice(0, -1)}1`)).toEqual([]);
  });
  test('the account is read from the id', () => {
    expect(hitsOf('aws-access-key-id', 'ASIAQNZGKIQY56JQ7WML')[0]?.why).toBe('base32 id of account 02…');
  });
  test.each([
    'AKIAIOSFODNN7EXAMPLE',
    'AROAQNZGKIQY56JQ7WML',
    'akiaqnzgkiqy56jq7wml',
    'AKIAAAAAAAAAAAAAAAAA',
    'xAKIAQNZGKIQY56JQ7WML',
    '+AKIAQNZGKIQY56JQ7WMLab/',
  ])('not %s', (text) => expect(hitsOf('aws-access-key-id', text)).toEqual([]));
  test.each([
    'aws_secret_access_key = ',
    `aws_secret_access_key = ${random(1)(hex, 40)}`,
    'aws_secret_access_key = ${SECRET}',
    `aws_secret_access_key = ${'x'.repeat(40)}`,
    `aws_secret = ${random(1)(base64, 39)}`,
  ])('aws-secret-access-key: not %s', (text) => expect(hitsOf('aws-secret-access-key', text)).toEqual([]));
  test.each(seeds)('a session token has a known beginning, %i', (seed) => {
    expect(
      hitsOf('aws-session-token', `AWS_SESSION_TOKEN=IQoJb3JpZ2lu${random(seed)(base64, 300)}`)[0]?.confidence,
    ).toBe('likely');
  });
});

describe('service accounts of Google Cloud', () => {
  const key = String(
    generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );
  const account = {
    type: 'service_account',
    project_id: 'acme',
    private_key_id: random(1)(hex, 40),
    private_key: key,
    client_email: 'app@acme.iam.gserviceaccount.com',
  };
  test.each([
    ['indented', JSON.stringify(account, null, 2)],
    ['compact', JSON.stringify(account)],
    ['in a string of JSON', JSON.stringify({ credentials: JSON.stringify(account) })],
  ])('%s it is confirmed', (_, text) => {
    expect(hitsOf('gcp-service-account', text)[0]?.confidence).toBe('confirmed');
  });
  test('of one secret there is one hit', () => {
    expect(scanText(JSON.stringify(account)).map((hit) => hit.detector)).toEqual(['gcp-service-account']);
  });
  test.each([
    ['no key', { ...account, private_key: undefined }],
    ['a picture of a key', { ...account, private_key: '-----BEGIN PRIVATE KEY-----\n' }],
    ['no email', { ...account, client_email: undefined }],
    ['another type', { ...account, type: 'authorized_user' }],
    ['an empty key', { ...account, private_key: '' }],
  ])('%s: it is none', (_, value) => expect(hitsOf('gcp-service-account', JSON.stringify(value))).toEqual([]));
});

describe('npm configuration', () => {
  test.each(seeds)('a registry credential, %i', (seed) => {
    expect(
      hitsOf('npm-registry-auth', `//registry.example.com/:_authToken=${random(seed)(hex, 36)}`)[0]?.confidence,
    ).toBe('likely');
    expect(hitsOf('npm-registry-auth', `_auth = ${random(seed)(base64, 24)}`)[0]?.confidence).toBe('likely');
  });
  test.each([
    '//registry.npmjs.org/:_authToken=${NPM_TOKEN}',
    '_authToken=',
    '//r.example.com/:_authToken=<token>',
    'always-auth=true',
    '_authToken=xxxxxxxxxxxx',
  ])('not %s', (text) => expect(hitsOf('npm-registry-auth', text)).toEqual([]));
});

describe('URLs', () => {
  test.each([
    'postgres://app:Tr0ub4dor@db.acme.internal:5432/app',
    'https://deploy:kX9-pQ2vLm@git.acme.dev/repo.git',
    'redis://:p4ssw0rd99@cache.acme.dev:6379',
    'mongodb+srv://app:hunter2go@cluster0.acme.mongodb.net',
  ])('%s is likely', (text) => expect(hitsOf('url-credentials', text)[0]?.confidence).toBe('likely'));
  test.each([
    'https://user:pass@example.com',
    'http://user:$(cat /run/secrets/token)@host',
    'https://${USER}:${PASSWORD}@acme.dev',
    'https://user:password@acme.dev/',
    'postgres://postgres:postgres@db/app',
    'https://acme.dev:8080/@scope/package',
    'https://app@acme.dev/',
    'http://user:<password>@acme.dev',
    'ssh://git@github.com:22/a/b',
    'https://$USER:$TOKEN@acme.dev',
  ])('%s is none', (text) => expect(hitsOf('url-credentials', text)).toEqual([]));
  test('a password for this machine is only possible', () => {
    expect(hitsOf('url-credentials', 'postgres://app:Tr0ub4dor@localhost/app')[0]?.confidence).toBe('possible');
  });
});

describe('assignments', () => {
  test.each([
    'secret_key = "9f3kQ0zLw8VbXcT2"',
    '"apiToken": "q8Zr0PfLw3VbXcT2mN5d"',
    'jwtSecret := `u7Yt5Re3Wq1Az9Sx`',
  ])('%s is likely in a build, and possible in any file', (text) => {
    expect(hitsOf('secret-assignment', text)[0]?.confidence).toBe('likely');
    expect(scanBytes(Buffer.from(text), { name: 'app/main.py' })[0]?.confidence).toBe('possible');
  });
  test.each(['DB_PASSWORD=Tr0ub4dor&3', "password: 'h8#kQ0zLw'", 'DB_PASSWORD=swordfish'])('%s is possible', (text) => {
    expect(hitsOf('secret-assignment', text)[0]?.confidence).toBe('possible');
  });
  test('in a file made for secrets they are likely', () => {
    expect(scanBytes(Buffer.from('DB_PASSWORD=q8Zr0PfLw3VbXcT2mN5d'), { name: 'app/.env' })[0]?.confidence).toBe(
      'likely',
    );
    expect(scanBytes(Buffer.from('password = swordfish9'), { name: 'root/.pypirc' })[0]?.confidence).toBe('likely');
    expect(
      scanBytes(Buffer.from('DB_PASSWORD=q8Zr0PfLw3VbXcT2mN5d'), { name: 'app/.env.example' })[0]?.confidence,
    ).toBe('possible');
  });
  test.each([
    'PASSWORD=${DB_PASSWORD}',
    'password: changeme',
    'token = getToken()',
    'GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D',
    'PASSWORD_FILE=/run/secrets/db_password',
    'token_url = "https://acme.dev/token"',
    'secret: true',
    'api_key = os.environ["API_KEY"]',
    'keyboard = "qwertz-layout-1"',
    'password = self.password',
    'TOKEN=<your-token>',
    'private_key = "/etc/ssl/private/server.key"',
  ])('%s is none', (text) => expect(hitsOf('secret-assignment', text)).toEqual([]));
});
