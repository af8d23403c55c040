import { createHash } from 'node:crypto';
import { crc32, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fileScanner, scanBytes, scanText } from '../../../src/secrets/scan.ts';
import { alnum, base62Crc, random } from './samples.ts';

const body = random(11)(alnum, 30);
const token = `ghp_${body}${base62Crc(body)}`;
const config = `# settings\ntoken: ${token}\n`;

function entry(name: string, content: string | Uint8Array): Buffer {
  const data = Buffer.from(content);
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('0', 156);
  header.write('ustar\0', 257);
  return Buffer.concat([header, data, Buffer.alloc((512 - (data.length % 512)) % 512)]);
}

const tar = (files: Readonly<Record<string, string | Uint8Array>>) =>
  Buffer.concat([...Object.entries(files).map(([name, content]) => entry(name, content)), Buffer.alloc(1024)]);

function zip(files: Readonly<Record<string, string | Uint8Array>>, deflate = true): Buffer {
  const parts: Buffer[] = [];
  const listed: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const data = Buffer.from(content);
    const stored = deflate ? deflateRawSync(data) : data;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(deflate ? 8 : 0, 4);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(stored.length, 14);
    fields.writeUInt32LE(data.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), stored]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    listed.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, tail, Buffer.from(name)]));
    parts.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(listed);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(listed.length, 4);
  end.writeUInt16LE(listed.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, directory, Buffer.from('PK\x05\x06'), end]);
}

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
    expect(only(zip({ 'META-INF/a': 'x', 'conf/app.yml': config }), 'app/app.jar')?.inside).toBe(
      'app.jar!/conf/app.yml',
    );
    expect(only(zip({ 'conf/app.yml': config }, false), 'app/app.whl')?.inside).toBe('app.whl!/conf/app.yml');
  });
  test('a tar in gzip, and a jar in it', () => {
    expect(only(gzipSync(tar({ 'srv/a': 'x', 'srv/app.yml': config })), 'backup.tgz')?.inside).toBe(
      'backup.tgz!/backup.tar!/srv/app.yml',
    );
    expect(only(tar({ 'lib/app.jar': zip({ 'app.yml': config }) }), 'backup.tar')?.inside).toContain(
      'app.jar!/app.yml',
    );
  });
  test('what is damaged is read as it is, and breaks nothing', () => {
    const bytes = zip({ 'app.yml': config });
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
  const id = createHash('sha1').update(`blob ${blob.length}\0`).update(blob).digest('hex');
  test('a loose object', () => {
    const bytes = deflateSync(Buffer.concat([Buffer.from(`blob ${blob.length}\0`), blob]));
    const path = `app/.git/objects/${id.slice(0, 2)}/${id.slice(2)}`;
    expect(only(bytes, path)?.inside).toContain(`blob ${id.slice(0, 12)}`);
  });
  test('a pack, with a delta', () => {
    const base = Buffer.from('# settings\nnothing else is here, and it is long enough to be a base\n');
    const head = (type: number, size: number) => {
      const bytes = [(type << 4) | (size & 15)];
      for (let rest = size >> 4; rest > 0; rest >>= 7) {
        bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 0x80;
        bytes.push(rest & 0x7f);
      }
      return Buffer.from(bytes);
    };
    const first = Buffer.concat([head(3, base.length), deflateSync(base)]);
    // Copies the first line (11 bytes from 0), then adds what is new.
    const added = Buffer.from(`token: ${token}\n`);
    const delta = Buffer.concat([Buffer.from([base.length, 11 + added.length, 0x91, 0, 11, added.length]), added]);
    const second = Buffer.concat([head(6, delta.length), Buffer.from([first.length]), deflateSync(delta)]);
    const pack = Buffer.concat([Buffer.from('PACK\0\0\0\x02\0\0\0\x02'), first, second, Buffer.alloc(20)]);
    expect(first.length).toBeLessThan(128);
    expect(only(pack, 'app/.git/objects/pack/pack-1.pack')).toMatchObject({
      inside: `pack-1.pack!/blob ${id.slice(0, 12)}`,
      line: 2,
    });
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
