import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { blobId, gitPack, secondInPack, zipArchive } from '../../../bin/dev/containers.ts';
import { fileScanner, scanBytes } from '../../../src/secrets/scan.ts';
import { scanText } from '../../../src/secrets/scan-text.ts';
import { tarArchive } from '../../../src/testing/tar.ts';
import { folder } from '../../cli/run.ts';
import { alnum, base62Crc, hex, random } from './samples.ts';

const body = random(11)(alnum, 30);
const token = `ghp_${body}${base62Crc(body)}`;
const config = `# settings\ntoken: ${token}\n`;

const tar = (files: Readonly<Record<string, string | Uint8Array>>) =>
  tarArchive(Object.entries(files).map(([name, content]) => ({ name, content })));

const only = (bytes: Uint8Array, name: string) => {
  const hits = scanBytes(bytes, { name }).filter((hit) => hit.detector === 'github-token');
  expect(hits).toHaveLength(1);
  return hits[0];
};

describe('archives', () => {
  test('gzip', () => {
    expect(only(gzipSync(config), 'app/config.yml.gz')).toMatchObject({
      confidence: 'confirmed',
      inside: 'config.yml.gz!/config.yml',
      line: 2,
    });
  });
  test('Zstandard', () => {
    expect(only(zstdCompressSync(config), 'app/config.yml.zst')?.inside).toBe('config.yml.zst!/config.yml');
  });
  test('a member of a jar, deflated or stored', () => {
    expect(only(zipArchive({ 'META-INF/a': 'x', 'conf/app.yml': config }), 'app/app.jar')?.inside).toBe(
      'app.jar!/conf/app.yml',
    );
    expect(only(zipArchive({ 'conf/app.yml': config }, false), 'app/app.whl')?.inside).toBe('app.whl!/conf/app.yml');
  });
  test('a tar in gzip, and a jar in it', () => {
    expect(only(gzipSync(tar({ 'srv/a': 'x', 'srv/app.yml': config })), 'backup.tgz')?.inside).toBe(
      'backup.tgz!/backup.tar!/srv/app.yml',
    );
    expect(only(tar({ 'lib/app.jar': zipArchive({ 'app.yml': config }) }), 'backup.tar')?.inside).toContain(
      'app.jar!/app.yml',
    );
  });
  test('what is damaged is read as it is, and breaks nothing', () => {
    const bytes = zipArchive({ 'app.yml': config });
    for (let cut = 1; cut < bytes.length; cut += 37)
      expect(Array.isArray(scanBytes(bytes.subarray(0, cut), { name: 'a.zip' }))).toBe(true);
    expect(only(Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.from(config)]), 'a.zip')?.inside).toBeUndefined();
  });
  test('a bomb ends within its budget, and is told of', () => {
    const scanner = fileScanner({ key: new Uint8Array() });
    const bytes = gzipSync(Buffer.alloc(80 * 1024 * 1024));
    const session = scanner.file('a.gz', bytes.length);
    session?.push(bytes);
    expect(session?.end()).toEqual([]);
    expect(scanner.limits).toEqual([{ path: 'a.gz', detail: expect.stringContaining('unpacks to more than') }]);
  });
});

describe('git', () => {
  const blob = Buffer.from(config);
  const id = blobId(blob);
  test('a loose object', () => {
    const bytes = deflateSync(Buffer.concat([Buffer.from(`blob ${blob.length}\0`), blob]));
    const path = `app/.git/objects/${id.slice(0, 2)}/${id.slice(2)}`;
    expect(only(bytes, path)?.inside).toContain(`blob ${id.slice(0, 12)}`);
  });
  test('a pack, with a delta', () => {
    const base = '# settings\nnothing else is here, and it is long enough to be a base\n';
    const pack = gitPack(base, `token: ${token}\n`);
    expect(only(pack, 'app/.git/objects/pack/pack-1.pack')).toMatchObject({
      inside: `pack-1.pack!/blob ${id.slice(0, 12)}`,
      line: 2,
      offset: secondInPack(pack, base),
    });
  });
});

describe('values without a gap between them', () => {
  const shop = `shpat_${random(5)(hex, 32)}`;
  const found = (bytes: Uint8Array, name: string) =>
    scanBytes(bytes, { name }).filter((hit) => hit.detector === 'shopify-token');

  test.each([
    ['beside another value', ''],
    ['on a page that the row goes on in', 'x'.repeat(9000)],
  ])('in a row of sqlite, %s', (_, before) => {
    const path = join(folder({}), 'app.db');
    const database = new DatabaseSync(path);
    database.exec('CREATE TABLE settings (id INTEGER PRIMARY KEY, name TEXT, value TEXT, note BLOB, rate REAL)');
    for (let row = 0; row < 300; row++)
      database.prepare('INSERT INTO settings VALUES (?, ?, ?, ?, ?)').run(row, 'name of it', 'nothing', null, 0.5);
    database.prepare('INSERT INTO settings VALUES (?, ?, ?, ?, ?)').run(1000, `${before}shop`, shop, null, 1);
    database.close();
    const bytes = readFileSync(path);
    const [hit, ...more] = found(bytes, 'app/app.db');
    expect(hit?.line).toBeUndefined();
    expect(more).toEqual([]);
    if (before === '') expect(hit?.offset).toBe(bytes.indexOf(shop));
    else expect(hit?.confidence).toBe('likely');
  });
  test('of a damaged database what can be read is read', () => {
    const head = Buffer.alloc(8192, 0xff);
    head.write('SQLite format 3\0', 'latin1');
    head.writeUInt16BE(1024, 16);
    head[1024] = 0x0d;
    head.write(` ${shop} `, 5000, 'latin1');
    for (let cut = 16; cut <= head.length; cut += 511)
      expect(found(head.subarray(0, cut), 'a.db').length).toBe(cut > 5039 ? 1 : 0);
  });
  test.each([0x7a, 0xfa, 0xda])('in bytecode behind its length, which is a letter (mark %i)', (mark) => {
    const text = `${shop}${'-'.repeat(97 - shop.length)}`;
    const bytes = Buffer.concat([
      Buffer.from('cb0d0d0a000000000000000000000000', 'hex'),
      Buffer.from([mark, 97]),
      Buffer.from(text),
      Buffer.from([mark, shop.length]),
      Buffer.from(`${shop}z`),
    ]);
    expect(found(bytes, 'app/a.pyc')[0]?.offset).toBe(18);
    expect(found(bytes.subarray(0, 40), 'app/a.pyc')).toEqual([]);
  });
});

describe('encodings', () => {
  test.each([0, 1, 2, 3, 4])('base 64, %i bytes in', (before) => {
    const text = `data: ${Buffer.from(`${'x'.repeat(before)} ${config}`).toString('base64')}`;
    const [hit] = scanText(text).filter((one) => one.detector === 'github-token');
    expect(hit).toMatchObject({ confidence: 'confirmed', inside: 'base64' });
  });
  test('UTF-16 of both orders, with a mark and without', () => {
    const little = Buffer.from(config, 'utf16le');
    const big = Buffer.from(little).swap16();
    for (const bytes of [
      little,
      big,
      Buffer.concat([Buffer.from([0xff, 0xfe]), little]),
      Buffer.concat([Buffer.from([0xfe, 0xff]), big]),
    ]) {
      expect(only(bytes, 'app/notes.txt')).toMatchObject({ inside: 'UTF-16', line: 2 });
    }
    expect(only(little, 'a')?.offset).toBe(config.indexOf(token) * 2);
  });
  test('UTF-16 in the middle of a binary, and plain text 4 MB into one', () => {
    const noise = Buffer.alloc(4_000_001, 0xc3);
    expect(only(Buffer.concat([noise, Buffer.from(` ${token} `, 'utf16le'), noise]), 'app/bin')?.inside).toBe('UTF-16');
    expect(only(Buffer.concat([noise, Buffer.from(`\0${token}\0`), noise]), 'app/bin')?.offset).toBe(4_000_002);
  });
});
