import { expect, test } from 'vitest';
import { kindOf } from '../../../src/image/kind.ts';

function kind(content: string, path = 'file'): unknown {
  return kindOf(Buffer.from(content, 'latin1'), path);
}

function elf(machine: number, { big = false, type = 3 } = {}): Buffer {
  const head = Buffer.alloc(64);
  head.write('\x7fELF\x02', 'latin1');
  head[5] = big ? 2 : 1;
  if (big) head.writeUInt16BE(type, 16);
  else head.writeUInt16LE(type, 16);
  if (big) head.writeUInt16BE(machine, 18);
  else head.writeUInt16LE(machine, 18);
  return head;
}

test('programs, for the architecture they are of', () => {
  expect(kindOf(elf(62), 'x')).toEqual({ is: 'elf', machine: 'amd64', type: 'dyn' });
  expect(kindOf(elf(183, { type: 2 }), 'x')).toEqual({ is: 'elf', machine: 'arm64', type: 'exec' });
  expect(kindOf(elf(22, { big: true }), 'x')).toMatchObject({ machine: 's390x' });
  expect(kindOf(elf(21, { big: true }), 'x')).toMatchObject({ machine: 'ppc64' });
  expect(kindOf(elf(21), 'x')).toMatchObject({ machine: 'ppc64le' });
  expect(kindOf(elf(9999), 'x')).toMatchObject({ machine: 'elf-9999' });
  expect(kind('\x7fELF')).toBeUndefined();
});

test('scripts, with their interpreter as it is written', () => {
  expect(kind('#!/bin/sh -e\necho')).toEqual({ is: 'script', interpreter: '/bin/sh -e' });
  expect(kind('#! /usr/bin/env node\r\n')).toEqual({ is: 'script', interpreter: '/usr/bin/env node' });
  expect(kind('#!/bin/sh')).toEqual({ is: 'script', interpreter: '/bin/sh' });
  expect(kind('#![feature(x)]')).toBeUndefined();
  expect(kind('# comment')).toBeUndefined();
});

test('archives by their first bytes', () => {
  const formats = {
    '\x1f\x8b\x08\0': 'gzip',
    'PK\x03\x04': 'zip',
    '\xfd7zXZ\0': 'xz',
    BZh9: 'bzip2',
    '\x28\xb5\x2f\xfd': 'zstd',
    '!<arch>\n': 'ar',
    '\xed\xab\xee\xdb': 'rpm',
    '7z\xbc\xaf\x27\x1c': '7z',
  };
  for (const [magic, format] of Object.entries(formats))
    expect(kind(`${magic}rest`)).toEqual({ is: 'archive', format });
  expect(kind(`${'name'.padEnd(257, '\0')}ustar\0`)).toEqual({ is: 'archive', format: 'tar' });
});

test('private keys, and nothing that is public', () => {
  expect(kind('-----BEGIN RSA PRIVATE KEY-----\n')).toEqual({ is: 'key', format: 'pem' });
  expect(kind('-----BEGIN PRIVATE KEY-----\n')).toEqual({ is: 'key', format: 'pem' });
  expect(kind('-----BEGIN ENCRYPTED PRIVATE KEY-----\n')).toEqual({ is: 'key', format: 'pem' });
  expect(kind('-----BEGIN OPENSSH PRIVATE KEY-----\n')).toEqual({ is: 'key', format: 'openssh' });
  expect(kind('-----BEGIN PGP PRIVATE KEY BLOCK-----\n')).toEqual({ is: 'key', format: 'pgp' });
  expect(kind('PuTTY-User-Key-File-3: ssh-ed25519')).toEqual({ is: 'key', format: 'putty' });
  expect(kind('\xfe\xed\xfe\xed\0\0\0\x02')).toEqual({ is: 'key', format: 'jks' });
  expect(kind('\x30\x82\x09\x51\x02\x01\x03\x30\x82\x09\x17\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01')).toEqual({
    is: 'key',
    format: 'pkcs12',
  });
  expect(kind('-----BEGIN CERTIFICATE-----\n')).toBeUndefined();
  expect(kind('-----BEGIN PUBLIC KEY-----\n')).toBeUndefined();
  expect(kind('\x30\x82\x03\x4d\x30\x82\x02\x35')).toBeUndefined();
});

test('other kinds', () => {
  expect(kind('SQLite format 3\0')).toEqual({ is: 'sqlite' });
  expect(kind('JAVA PROFILE 1.0.2\0')).toEqual({ is: 'heapdump' });
  expect(kind('\xca\xfe\xba\xbe\0\0\0\x41')).toEqual({ is: 'class' });
  expect(kind('\xca\xfe\xba\xbe\0\0\0\x02')).toEqual({ is: 'macho' });
  expect(kind('\xcf\xfa\xed\xfe')).toEqual({ is: 'macho' });
  expect(kind('\xcb\r\r\n\0\0\0\0', 'x.pyc')).toEqual({ is: 'pyc' });
  expect(kind('\xcb\r\r\n\0\0\0\0', 'x')).toBeUndefined();
  const pe = Buffer.alloc(128);
  pe.write('MZ');
  pe.writeUInt32LE(80, 60);
  pe.write('PE\0\0', 80);
  expect(kindOf(pe, 'x')).toEqual({ is: 'pe' });
  expect(kind('MZ is how a text may begin')).toBeUndefined();
  expect(kind('')).toBeUndefined();
  expect(kind('a')).toBeUndefined();
});
