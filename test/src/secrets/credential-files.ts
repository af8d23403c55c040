/** Samples of files whose path or first bytes say where the secret is. */
import { generateKeyPairSync } from 'node:crypto';
import { alnum, base64url, hex, type Random, random, type Sample } from './samples.ts';

const value = (draw: Random) => `7a${draw(alnum, 18)}`;
const pem = String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
const crypt = (draw: Random) => `$6$${draw(alnum, 16)}$${draw(alnum, 86)}`;

export const credentialFiles: readonly Sample[] = [
  {
    id: 'netrc-password',
    path: 'root/.netrc',
    around: ['machine git.acme.dev login app ', ''],
    make: (d) => ['password ', value(d)],
    only: true,
    misses: ['password $', 'password $TOKEN', 'password <token>', 'account app', 'passwort 7aB9cD3eF5gH1'],
  },
  {
    id: 'git-credentials',
    path: 'root/.git-credentials',
    make: (d) => ['https://app:', value(d)],
    around: ['', '@git.acme.dev'],
    only: true,
    misses: ['https://app', 'https://', 'https://app:$TOKEN', 'https://app:<token>', 'https://app:xxxxxxxx'],
  },
  {
    id: 'pgpass-password',
    path: 'root/.pgpass',
    make: (d) => ['db.acme.dev:5432:app:app:', value(d)],
    only: true,
    misses: [
      'db.acme.dev:5432:app:app:',
      'db.acme.dev:app:app:x',
      '#db.acme.dev:5432:app:app:7aB9cD3eF5',
      '*:*:*:*:${PASSWORD}',
      'hostname',
    ],
  },
  {
    id: 'bundler-credential',
    path: 'app/.bundle/config',
    make: (d) => ['BUNDLE_GEMS__ACME__DEV: "', `app:${value(d)}`],
    around: ['', '"'],
    only: true,
    misses: [
      'BUNDLE_PATH: "vendor/bundle',
      'BUNDLE_GEMS__ACME__DEV: "',
      'BUNDLE_GEMS__ACME__DEV: "$TOKEN',
      'BUNDLE_WITHOUT: "development:test',
      'BUNDLE_JOBS: "4',
    ],
  },
  {
    id: 'rails-master-key',
    path: 'app/config/master.key',
    whole: true,
    make: (d) => ['', d(hex, 32)],
    only: true,
    misses: [random(1)(hex, 31), random(1)(hex, 33), '0'.repeat(32), 'the key', random(1)('ghijklmn', 32)],
  },
  {
    id: 'kubernetes-service-account-token',
    path: 'run/secrets/kubernetes.io/serviceaccount/token',
    whole: true,
    make: (d) => ['', `eyJ${d(base64url, 60)}.eyJ${d(base64url, 200)}.${d(alnum, 86)}`],
    only: true,
    misses: [
      '',
      'token',
      'eyJhbGciOiJSUzI1NiJ9',
      'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhY21lIn0.x',
      'eyJhbGciOiJSUzI1NiJ9..',
    ],
  },
  {
    id: 'password-hash',
    path: 'etc/shadow',
    make: (d) => ['app:', crypt(d)],
    around: ['', ':19700:0:99999:7:::'],
    only: true,
    misses: ['app:*', 'app:!', 'app:x', 'app:', 'app:!!', 'app:$6$'],
  },
  {
    id: 'password-hash',
    path: 'srv/.htpasswd',
    make: (d) => ['app:', `$2y$10$${d(alnum, 53)}`],
    only: true,
    misses: ['app:plain', '# app:$2y$10$'],
  },
  {
    id: 'kubeconfig-credential',
    path: 'root/.kube/config',
    make: (d) => ['    token: ', value(d)],
    around: ['apiVersion: v1\nusers:\n- name: app\n  user:\n', ''],
    only: true,
    misses: [
      '    token: ',
      '    token: <token>',
      '    tokenFile: /run/token',
      '    token: ${TOKEN}',
      '    client-certificate-data: LS0tLS1CRUdJTg==',
    ],
  },
  {
    id: 'kubeconfig-credential',
    confidence: 'confirmed',
    path: 'root/.kube/config',
    make: () => ['    client-key-data: ', Buffer.from(pem).toString('base64')],
    around: ['apiVersion: v1\nusers:\n- name: app\n  user:\n', ''],
    only: true,
    wrong: [(text) => text.replace('client-key-data', 'client-certificate-data'), undefined],
  },
  {
    id: 'kubernetes-secret',
    path: 'app/secret.yaml',
    make: (d) => ['  password: ', Buffer.from(value(d)).toString('base64')],
    around: ['apiVersion: v1\nkind: Secret\ndata:\n', ''],
    only: true,
    misses: [
      '  password: ',
      '  password: Y2hhbmdlbWU=',
      '  namespace: YXBwLTEyMzQ1',
      '  tls.crt: LS0tLS1CRUdJTg==',
      '  password: {{ .Values.password }}',
    ],
  },
  {
    id: 'xml-password',
    path: 'root/.m2/settings.xml',
    make: (d) => ['<password>', value(d)],
    around: ['<server><id>acme</id>', '</password></server>'],
    only: true,
    misses: [
      '<password>',
      '<password>${env.PASSWORD}',
      '<password>changeme',
      '<!-- <password>7aB9cD3eF5</password> --><password>',
      '<passwordless>7aB9cD3eF5',
    ],
  },
  {
    id: 'pkcs12-keystore',
    confidence: 'confirmed',
    path: 'app/store.p12',
    whole: true,
    make: (d) => ['', pkcs12('\x01', d)],
    wrong: [(text) => text.replace('\x0c\x0a\x01\x01', '\x0c\x0a\x01\x03'), undefined],
    only: true,
    misses: [
      '',
      '0\x82',
      pkcs12('\x03', random(1)),
      pkcs12('\x01', random(1)).replace('\x02\x01\x03', '\x02\x01\x02'),
      pkcs12('\x01', random(1)).slice(1),
    ],
  },
  { id: 'pkcs12-keystore', path: 'app/store.p12', whole: true, make: (d) => ['', pkcs12('\x02', d)], only: true },
  {
    id: 'java-keystore',
    path: 'app/store.jks',
    whole: true,
    make: (d) => ['', jks('\x01', d)],
    wrong: [(text) => jks('\x02', random(text.length)), undefined],
    only: true,
    misses: ['', '\xfe\xed\xfe\xed', jks('\x02', random(1)), jks('\x01', random(1)).slice(4), jks('\x09', random(1))],
  },
  {
    id: 'kerberos-keytab',
    confidence: 'confirmed',
    path: 'etc/krb5.keytab',
    whole: true,
    make: (d) => ['', `\x05\x02\0\0\0\x44\0\x01\0\x0bEXAMPLE.COM\0\x03app${d(alnum, 32)}`],
    wrong: [(text) => text.replace('\x05\x02', '\x05\x01'), undefined],
    only: true,
    misses: ['', '\x05\x02', '\x05\x02\0\0', `\x05\x02\0\0\0\x44\0\0\0`, `\x05\x03\0\0\0\x44\0\x01\0`],
  },
];

/** A store of version 3 with one bag: a plain key (1), a shrouded one (2) or a certificate (3). */
function pkcs12(bag: string, draw: Random): string {
  const data = '\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01';
  return `0\x82\x04\x00\x02\x01\x030\x82\x03\xf0${data}\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01${bag}${draw(alnum, 200)}`;
}

/** A store with one entry: a key (1) or a certificate (2). */
function jks(tag: string, draw: Random): string {
  return `\xfe\xed\xfe\xed\0\0\0\x02\0\0\0\x01\0\0\0${tag}\0\x03app${'\0'.repeat(8)}\0\x05X.509\0\0\0\x20${draw(alnum, 32)}`;
}
