import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyGathered, type Gathered } from '../../../src/image/extract/extractor.ts';
import { extractorOf } from '../../../src/image/extract/extractors.ts';

function extracted(path: string, content: string | Buffer): Gathered {
  const gathered = emptyGathered();
  extractorOf(path)?.(path, Buffer.from(content), gathered);
  return gathered;
}

test('accounts of /etc/passwd, each with its line', () => {
  const { passwd, shadow } = extracted(
    'etc/passwd',
    'root:x:0:0:root:/root:/bin/sh\n# comment\nbroken\napp:x:1000:1000::/home/app:/bin/sh\r\nopen::5:5::/:/bin/sh\nbad:x:one:1::/:/x\n',
  ).extracts;
  expect(passwd.map(({ user, uid, line }) => [user, uid, line])).toEqual([
    ['root', 0, 1],
    ['app', 1000, 4],
    ['open', 5, 5],
  ]);
  expect(passwd[1]?.shell).toBe('/bin/sh');
  expect(shadow).toEqual([{ path: 'etc/passwd', line: 5, user: 'open', state: 'empty' }]);
});

test('groups and their members', () => {
  expect(extracted('etc/group', 'wheel:x:10:root,app\nempty:x:11:\nbad\n').extracts.group).toMatchObject([
    { group: 'wheel', gid: 10, members: ['root', 'app'] },
    { group: 'empty', gid: 11, members: [] },
  ]);
});

test('of a shadow password the state is kept, and nothing of the hash', () => {
  const lines = [
    'a::',
    'b:*:',
    'c:!$6$salt$hash:',
    'd:$y$j9T$salt$hash:',
    'e:ab01cdEFghIJk:',
    'f:!!:',
    'g:x:',
    'h:_J9..K0AyUubDnRrDvFk:',
  ];
  const gathered = extracted('etc/shadow', `${lines.join('\n')}\n`);
  expect(gathered.extracts.shadow.map(({ state }) => state)).toEqual([
    'empty',
    'locked',
    'locked',
    'hashed',
    'des',
    'locked',
    'locked',
    'des',
  ]);
  expect(JSON.stringify(gathered)).not.toMatch(/salt|hash[^e]|ab01cd/);
});

test('what sudoers grant', () => {
  const text = [
    '# comment ALL=(ALL) ALL',
    'Defaults env_reset',
    'Cmnd_Alias SHELLS = /bin/sh',
    'root ALL=(ALL:ALL) ALL',
    '%sudo ALL=(ALL) NOPASSWD: ALL # everyone',
    'app ALL=(root) NOPASSWD:/usr/bin/apt, \\',
    '  /usr/bin/apt-get',
    '#1000 ALL=NOPASSWD: SETENV: ALL',
    '@includedir /etc/sudoers.d',
    'broken line',
  ].join('\n');
  expect(extracted('etc/sudoers.d/app', text).extracts.sudoers).toEqual([
    { path: 'etc/sudoers.d/app', line: 4, who: 'root', nopasswd: false, all: true },
    { path: 'etc/sudoers.d/app', line: 5, who: '%sudo', nopasswd: true, all: true },
    { path: 'etc/sudoers.d/app', line: 6, who: 'app', nopasswd: true, all: false },
    { path: 'etc/sudoers.d/app', line: 8, who: '#1000', nopasswd: true, all: true },
  ]);
});

test('the distribution, its quotes taken off', () => {
  const text = 'NAME=Fedora\nPRETTY_NAME="Fedora \\"41\\""\nID=fedora\nVERSION_ID=\'41\'\nID_LIKE="rhel centos"\n';
  expect(extracted('usr/lib/os-release', text).extracts.osRelease).toEqual([
    { path: 'usr/lib/os-release', id: 'fedora', idLike: ['rhel', 'centos'], version: '41', name: 'Fedora "41"' },
  ]);
  expect(extracted('etc/os-release', 'nothing\n').extracts.osRelease).toEqual([]);
});

test('package.json is read outside of node_modules', () => {
  const json = '{"name":"app","version":"1.0.0","dependencies":{"express":"^4"},"devDependencies":{"vitest":"5"}}';
  expect(extracted('app/package.json', json).extracts.packageJson).toEqual([
    { path: 'app/package.json', name: 'app', version: '1.0.0', dependencies: ['express'], devDependencies: ['vitest'] },
  ]);
  expect(extracted('app/node_modules/x/package.json', json).extracts.packageJson).toEqual([]);
  expect(extracted('package.json', '[1]').extracts.packageJson).toEqual([]);
});

const status = `Package: curl
Essential: yes
Status: install ok installed
Installed-Size: 501
Architecture: amd64
Source: curl (7.88)
Version: 7.88.1-10
Conffiles:
 /etc/curlrc 0123
Description: tool

Package: gone
Status: deinstall ok config-files
Version: 1

Package: base
Status: install ok installed
Version: 2
`;

test('installed packages of dpkg', () => {
  expect(extracted('var/lib/dpkg/status', status).extracts.packages).toEqual([
    {
      path: 'var/lib/dpkg/status',
      line: 1,
      manager: 'dpkg',
      name: 'curl',
      version: '7.88.1-10',
      arch: 'amd64',
      size: 501 * 1024,
      source: 'curl',
      essential: true,
    },
    { path: 'var/lib/dpkg/status', line: 16, manager: 'dpkg', name: 'base', version: '2' },
  ]);
  expect(extracted('var/lib/dpkg/status.d/tzdata', 'Package: tzdata\nVersion: 2024\n').extracts.packages).toMatchObject(
    [{ name: 'tzdata', version: '2024' }],
  );
});

test('files that packages of dpkg own', () => {
  const sums =
    'd41d8cd98f00b204e9800998ecf8427e  usr/bin/curl\nd41d8cd98f00b204e9800998ecf8427f  ./usr/share/x y\nnot a sum\n';
  expect(extracted('var/lib/dpkg/info/curl:amd64.md5sums', sums).owned).toEqual([
    { path: 'usr/bin/curl', package: 'curl', md5: 'd41d8cd98f00b204e9800998ecf8427e' },
    { path: 'usr/share/x y', package: 'curl', md5: 'd41d8cd98f00b204e9800998ecf8427f' },
  ]);
});

test('packages and files of apk', () => {
  const db =
    'C:Q1x=\nP:musl\nV:1.2.5-r0\nA:x86_64\nI:634880\no:musl\nF:lib\nR:ld-musl.so\na:0:0:755\nZ:Q1AAECAwQFBgcICQoLDA0ODxAREhM=\nF:\nR:root\n\nP:busybox\nV:1.36\n';
  const { extracts, owned } = extracted('lib/apk/db/installed', db);
  expect(extracts.packages).toEqual([
    {
      path: 'lib/apk/db/installed',
      line: 2,
      manager: 'apk',
      name: 'musl',
      version: '1.2.5-r0',
      arch: 'x86_64',
      size: 634_880,
      source: 'musl',
    },
    { path: 'lib/apk/db/installed', line: 14, manager: 'apk', name: 'busybox', version: '1.36' },
  ]);
  expect(owned).toEqual([
    { path: 'lib/ld-musl.so', package: 'musl', sha1: '000102030405060708090a0b0c0d0e0f10111213' },
    { path: 'root', package: 'musl' },
  ]);
});

type Value = string | readonly string[] | number | readonly number[];

/** An rpm header: an index of tags, and the data it points into. */
function rpmHeader(values: Readonly<Record<number, Value>>): Buffer {
  const index: Buffer[] = [];
  let data = Buffer.alloc(0);
  for (const [tag, value] of Object.entries(values)) {
    const list = typeof value === 'string' || typeof value === 'number' ? [value] : value;
    const isText = typeof list[0] === 'string';
    const entry = Buffer.alloc(16);
    entry.writeUInt32BE(Number(tag), 0);
    entry.writeUInt32BE(isText ? (typeof value === 'string' ? 6 : 8) : 4, 4);
    entry.writeUInt32BE(data.length, 8);
    entry.writeUInt32BE(list.length, 12);
    index.push(entry);
    const parts = list.map((one) => {
      if (typeof one === 'string') return Buffer.from(`${one}\0`);
      const number = Buffer.alloc(4);
      number.writeUInt32BE(one);
      return number;
    });
    data = Buffer.concat([data, ...parts]);
  }
  const head = Buffer.alloc(8);
  head.writeUInt32BE(index.length, 0);
  head.writeUInt32BE(data.length, 4);
  return Buffer.concat([head, ...index, data]);
}

const names = Array.from({ length: 300 }, (_, index) => `file-${index}`);
const headers = [
  rpmHeader({ 1000: 'gpg-pubkey', 1001: 'x', 1002: 'y' }),
  rpmHeader({
    1000: 'bash',
    1001: '5.1.8',
    1002: '6.el9',
    1003: 1,
    1009: 7_738_634,
    1022: 'x86_64',
    1044: 'bash-5.1.8-6.el9.src.rpm',
    1116: names.map(() => 1),
    1117: names,
    1118: ['/unused/', '/usr/share/bash/'],
  }),
  rpmHeader({ 1000: 'tzdata', 1001: '2024a', 1002: '1', 1044: '(none)' }),
];

function sqliteDatabase(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-rpm-'));
  const file = join(folder, 'rpmdb.sqlite');
  const db = new DatabaseSync(file);
  db.exec('PRAGMA synchronous = OFF; BEGIN; CREATE TABLE "Name" (key TEXT)');
  db.exec('CREATE TABLE "Packages" (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)');
  const insert = db.prepare('INSERT INTO Packages (blob) VALUES (?)');
  for (const header of headers) insert.run(header);
  // Enough rows for a tree of several levels.
  for (let index = 0; index < 600; index += 1) insert.run(rpmHeader({ 1000: `p${index}`, 1001: '1', 1002: '1' }));
  db.exec('COMMIT');
  db.close();
  const bytes = readFileSync(file);
  rmSync(folder, { recursive: true });
  return bytes;
}

function ndbDatabase(): Buffer {
  const slots = Buffer.alloc(4096);
  slots.write('RpmP', 0);
  slots.writeUInt32LE(1, 12);
  const blobs: Buffer[] = [];
  let block = 4096 / 16;
  for (const [index, header] of headers.entries()) {
    const head = Buffer.alloc(16);
    head.write('BlbS', 0);
    head.writeUInt32LE(header.length, 12);
    const blob = Buffer.concat([head, header, Buffer.alloc(16 + ((16 - (header.length % 16)) % 16))]);
    const at = 32 + index * 16;
    slots.write('Slot', at);
    slots.writeUInt32LE(block, at + 8);
    blobs.push(blob);
    block += blob.length / 16;
  }
  return Buffer.concat([slots, ...blobs]);
}

/** A metadata page, one page of pointers, and the values on overflow pages. */
function bdbDatabase(): Buffer {
  const size = 4096;
  const meta = Buffer.alloc(size);
  meta.writeUInt32LE(0x00061561, 12);
  meta.writeUInt32LE(size, 20);
  const hash = Buffer.alloc(size);
  hash[25] = 13;
  hash.writeUInt16LE(headers.length * 2, 20);
  const pages = [meta, hash];
  let top = size;
  for (const [index, header] of headers.entries()) {
    top -= 5;
    hash.writeUInt16LE(top, 26 + index * 4);
    top -= 12;
    hash.writeUInt16LE(top, 26 + index * 4 + 2);
    hash[top] = 3;
    hash.writeUInt32LE(pages.length, top + 4);
    hash.writeUInt32LE(header.length, top + 8);
    for (let at = 0; at < header.length; at += size - 26) {
      const page = Buffer.alloc(size);
      const part = header.subarray(at, at + size - 26);
      page[25] = 7;
      page.writeUInt32LE(at + part.length < header.length ? pages.length + 1 : 0, 16);
      page.writeUInt16LE(part.length, 22);
      part.copy(page, 26);
      pages.push(page);
    }
  }
  return Buffer.concat(pages);
}

for (const [file, make] of [
  ['var/lib/rpm/rpmdb.sqlite', sqliteDatabase],
  ['usr/lib/sysimage/rpm/Packages.db', ndbDatabase],
  ['var/lib/rpm/Packages', bdbDatabase],
] as const) {
  test(`packages and files of ${file}`, () => {
    const { extracts, owned } = extracted(file, make());
    expect(extracts.packages.slice(0, 2)).toEqual([
      {
        path: file,
        manager: 'rpm',
        name: 'bash',
        version: '1:5.1.8-6.el9',
        arch: 'x86_64',
        size: 7_738_634,
        source: 'bash',
      },
      { path: file, manager: 'rpm', name: 'tzdata', version: '2024a-1' },
    ]);
    expect(extracts.packages).toHaveLength(file.endsWith('sqlite') ? 602 : 2);
    expect(owned.map(({ path }) => path)).toEqual(names.map((name) => `usr/share/bash/${name}`));
  });

  test(`${file} cut or changed anywhere never throws`, () => {
    const bytes = make();
    fc.assert(
      fc.property(
        fc.nat({ max: bytes.length }),
        fc.nat({ max: bytes.length }),
        fc.nat({ max: 255 }),
        (end, at, byte) => {
          const broken = Buffer.from(bytes.subarray(0, end));
          if (at < end) broken[at] = byte;
          const { extracts } = extracted(file, broken);
          expect(extracts.packages.length).toBeLessThan(100_000);
        },
      ),
      { numRuns: 150 },
    );
  });
}

const everyPath = [
  'etc/passwd',
  'etc/group',
  'etc/shadow',
  'etc/sudoers',
  'etc/os-release',
  'package.json',
  'var/lib/dpkg/status',
  'var/lib/dpkg/info/x.md5sums',
  'lib/apk/db/installed',
  'var/lib/rpm/rpmdb.sqlite',
  'var/lib/rpm/Packages.db',
  'var/lib/rpm/Packages',
];

test('random bytes never make an extractor throw', () => {
  const magic = fc.constantFrom('', 'SQLite format 3\0', 'RpmP', '\0\0\0\0\0\0\0\0\0\0\0\0\x61\x15\x06\0');
  fc.assert(
    fc.property(fc.constantFrom(...everyPath), magic, fc.uint8Array({ maxLength: 2000 }), (path, start, bytes) => {
      const gathered = extracted(path, Buffer.concat([Buffer.from(start, 'latin1'), bytes]));
      expect(Object.keys(gathered)).toEqual(['extracts', 'owned']);
    }),
    { numRuns: 500 },
  );
});
