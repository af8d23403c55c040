import fc from 'fast-check';
import { extract } from 'tar-stream';
import { expect, test } from 'vitest';
import type { LayerFacts } from '../../../src/image/facts.ts';
import { readLayer, readTar } from '../../../src/image/layer.ts';
import { defaultLimits } from '../../../src/image/limits.ts';
import { normalPath } from '../../../src/image/path.ts';
import { checksumHolds } from '../../../src/image/tar-header.ts';
import { paxRecord, type TarEntry, tarArchive, tarEntry, tarHeader } from '../../../src/testing/tar.ts';

function read(entries: readonly TarEntry[]): LayerFacts {
  return facts(tarArchive(entries));
}

function facts(tar: Uint8Array): LayerFacts {
  const result = readTar(tar);
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

function paths(entries: readonly TarEntry[]): string[] {
  return read(entries).entries.map(({ path }) => path);
}

test('names are normalised', () => {
  expect(
    paths([
      { name: './a' },
      { name: '/b' },
      { name: 'c//d/./e' },
      { name: 'f/', type: '5' },
      { name: './', type: '5' },
    ]),
  ).toEqual(['a', 'b', 'c/d/e', 'f', '']);
  expect(paths([{ name: '...' }, { name: '.hidden' }, { name: 'a/..b' }])).toEqual(['...', '.hidden', 'a/..b']);
});

test('a name that climbs above the root is held there, and said', () => {
  const { entries, faults } = read([{ name: 'a/../../etc/passwd' }, { name: 'x', type: '1', link: '../../y' }]);
  expect(entries).toMatchObject([{ path: 'etc/passwd' }, { path: 'x', type: 'hardlink', link: 'y' }]);
  expect(faults.map(({ kind, path }) => [kind, path])).toEqual([
    ['path-escape', 'etc/passwd'],
    ['path-escape', 'x'],
  ]);
});

test('long names come from PAX, GNU and ustar headers alike', () => {
  const long = `${'folder/'.repeat(40)}file`;
  expect(paths([{ name: long }])).toEqual([long]);
  expect(paths([{ name: long, format: 'gnu' }])).toEqual([long]);
  expect(paths([{ name: 'file', prefix: 'folder/folder' }])).toEqual(['folder/folder/file']);
  const [link] = read([{ name: 'l', type: '2', link: long, format: 'gnu' }]).entries;
  expect(link?.link).toBe(long);
});

test('GNU keeps times where ustar keeps a prefix', () => {
  expect(paths([{ name: 'file', prefix: '14752513473', format: 'gnu' }])).toEqual(['file']);
});

test('v7 archives mark a directory by its slash', () => {
  expect(
    read([
      { name: 'a/', type: '\0', format: 'v7' },
      { name: 'a/b', type: '\0', format: 'v7', content: 'x' },
    ]).entries,
  ).toMatchObject([
    { path: 'a', type: 'dir' },
    { path: 'a/b', type: 'file', size: 1 },
  ]);
});

test('names that are not UTF-8 lose nothing', () => {
  expect(paths([{ name: Buffer.from([0x63, 0x61, 0x66, 0xe9]) }])).toEqual(['café']);
  expect(paths([{ name: 'café' }])).toEqual(['café']);
});

test('a NUL in a PAX name ends it, and is said', () => {
  const { entries, faults } = read([{ name: 'x', pax: { path: 'etc/passwd\0.txt' } }]);
  expect(entries).toMatchObject([{ path: 'etc/passwd' }]);
  expect(faults).toMatchObject([{ kind: 'nul-in-name' }]);
});

test('numbers are octal, base 256 or PAX decimals', () => {
  const [huge, pax, negative] = read([
    { name: 'a', uid: 3_000_000_000 },
    { name: 'b', pax: { uid: '4000000000', gid: '5', mtime: '-86400.5' } },
    { name: 'c', mtime: -1 },
  ]).entries;
  expect(huge?.uid).toBe(3_000_000_000);
  expect(pax).toMatchObject({ uid: 4_000_000_000, gid: 5, mtime: -86_401 });
  expect(negative?.mtime).toBe(-1);
});

test('type bits are masked off the mode', () => {
  expect(read([{ name: 'a', mode: 0o104755 }]).entries).toMatchObject([{ mode: 0o4755 }]);
});

test('a field that holds no number is read as none, and said', () => {
  const { entries, faults } = read([
    { name: 'a', patch: { 108: Buffer.from('zz\0') } },
    { name: 'b', pax: { gid: 'x' } },
  ]);
  expect(entries).toMatchObject([{ uid: 0 }, { gid: 0 }]);
  expect(faults).toMatchObject([
    { kind: 'bad-header-field', path: 'a' },
    { kind: 'bad-header-field', path: 'b' },
  ]);
});

test('a PAX size stands over that of the header', () => {
  const content = 'twelve bytes';
  const { entries } = read([{ name: 'a', content, size: 0, pax: { size: '12' } }, { name: 'b' }]);
  expect(entries).toMatchObject([{ path: 'a', size: 12 }, { path: 'b' }]);
});

test('global headers are passed over', () => {
  const global = { name: 'pax_global_header', type: 'g', content: paxRecord('path', 'evil') };
  expect(paths([global, { name: 'a' }])).toEqual(['a']);
});

test('a stale link name on a regular file is none', () => {
  const [file] = read([{ name: 'a', type: '0', link: 'stale' }]).entries;
  expect(file?.link).toBeUndefined();
});

test('links have no body, whatever their size field says', () => {
  const { entries } = read([
    { name: 'a', content: 'x' },
    { name: 'b', type: '1', link: './a', size: 99 },
    { name: 'c' },
  ]);
  expect(entries).toMatchObject([{ path: 'a' }, { path: 'b', type: 'hardlink', link: 'a', size: 0 }, { path: 'c' }]);
});

test('devices, pipes and entries of unknown types are told apart', () => {
  const { entries } = read([
    { name: 'null', type: '3', major: 1, minor: 3 },
    { name: 'sda', type: '4' },
    { name: 'pipe', type: '6' },
    { name: 'what', type: 'Z', content: 'skipped' },
    { name: 'last' },
  ]);
  expect(entries.map(({ type }) => type)).toEqual(['char', 'block', 'fifo', 'other', 'file']);
});

test('capabilities are kept as the bytes they are', () => {
  const raw = Buffer.from('0100000200200000000000000000000000000000', 'hex');
  const { entries } = read([
    { name: 'ping', pax: { 'SCHILY.xattr.security.capability': raw } },
    { name: 'ping2', pax: { 'LIBARCHIVE.xattr.security.capability': raw.toString('base64') } },
    { name: 'plain', pax: { 'SCHILY.xattr.user.note': '=x\n' } },
  ]);
  expect(entries.map(({ capability }) => capability)).toEqual([raw.toString('hex'), raw.toString('hex'), undefined]);
});

test('whiteouts and opaque markers are no files', () => {
  const facts = read([
    { name: 'app/.wh..env', mode: 0 },
    { name: '.wh.top' },
    { name: 'var/.wh..wh..opq' },
    { name: '.wh..wh..opq' },
    { name: '.wh..wh.aufs' },
    { name: '.wh..wh.plnk/12.34', content: 'x' },
  ]);
  expect(facts.entries).toEqual([]);
  expect(facts.whiteouts).toEqual(['app/.env', 'top']);
  expect(facts.opaque).toEqual(['var', '']);
  expect(facts.faults).toEqual([]);
});

test('names that only look like whiteouts are said', () => {
  const { faults, whiteouts, entries } = read([
    { name: '.wh.' },
    { name: 'a/.wh...' },
    { name: 'a/.wh..wh.x' },
    { name: '.wh.d/e' },
  ]);
  expect(faults.map(({ kind }) => kind)).toEqual(Array(4).fill('reserved-whiteout'));
  expect([...whiteouts, ...entries]).toEqual([]);
});

test('of a repeated path the last entry counts, and directories may repeat', () => {
  const { entries, faults } = read([
    { name: 'd/', type: '5', mode: 0o700 },
    { name: 'a', content: 'first' },
    { name: 'd/', type: '5', mode: 0o755 },
    { name: './a', content: 'second!' },
  ]);
  expect(entries).toMatchObject([
    { path: 'd', mode: 0o755 },
    { path: 'a', size: 7 },
  ]);
  expect(faults).toMatchObject([{ kind: 'duplicate-entry', path: 'a' }]);
});

test('a link that climbs above the root is said', () => {
  const { faults } = read([
    { name: 'a/b/in', type: '2', link: '../../c' },
    { name: 'a/b/out', type: '2', link: '../../../c' },
    { name: 'abs', type: '2', link: '/etc/passwd' },
  ]);
  expect(faults).toMatchObject([{ kind: 'symlink-escape', path: 'a/b/out' }]);
});

test('an archive may end after any entry, without padding and without an end', () => {
  const whole = Buffer.concat([
    tarEntry({ name: 'a', content: 'sixteen bytes ok' }),
    tarHeader({ name: 'b', content: 'seven b' }),
  ]);
  expect(facts(whole.subarray(0, 512 + 16)).entries).toMatchObject([{ path: 'a', size: 16 }]);
  expect(facts(Buffer.concat([whole, Buffer.from('seven b')])).entries).toHaveLength(2);
  expect(facts(Buffer.concat([whole.subarray(0, 1024), Buffer.alloc(512)])).entries).toHaveLength(1);
  expect(facts(Buffer.alloc(1024)).entries).toEqual([]);
  expect(facts(Buffer.alloc(0)).entries).toEqual([]);
});

test('an archive that ends inside an entry is truncated', () => {
  const whole = tarEntry({ name: 'a', content: 'sixteen bytes ok' });
  for (const at of [100, 511, 512 + 15]) {
    expect(readTar(whole.subarray(0, at))).toMatchObject({ ok: false, problem: { reason: 'truncated' } });
  }
});

test('what is no header is no archive', () => {
  const garbage = Buffer.alloc(1024, 'x');
  const lone = Buffer.concat([tarEntry({ name: 'a' }), Buffer.alloc(512), tarEntry({ name: 'b' })]);
  for (const bytes of [garbage, Buffer.concat([tarEntry({ name: 'a' }), garbage]), lone]) {
    expect(readTar(bytes)).toMatchObject({ ok: false, problem: { reason: 'malformed' } });
  }
});

test('what stands after the end is not read, and is part of the digest', () => {
  const one = tarArchive([{ name: 'a' }]);
  const two = facts(Buffer.concat([one, tarArchive([{ name: 'b' }])]));
  expect(two.entries).toHaveLength(1);
  expect(two.diffID).not.toBe(facts(one).diffID);
});

function gnuSparse(): Uint8Array {
  const field = (value: number): string => `${value.toString(8).padStart(11, '0')}\0`;
  return Buffer.concat([
    tarHeader({
      name: 'sparse',
      type: 'S',
      format: 'gnu',
      size: 1024,
      patch: {
        386: Buffer.from([4096, 512, 8192, 512].map(field).join('')),
        483: Buffer.from(field(12_288)),
      },
    }),
    Buffer.alloc(1024, 'x'),
    tarEntry({ name: 'after' }),
  ]);
}

test('sparse files count their holes, in every format that has them', () => {
  const map = {
    'GNU.sparse.major': '1',
    'GNU.sparse.minor': '0',
    'GNU.sparse.name': 'sparse',
    'GNU.sparse.realsize': '12288',
  };
  const inData = Buffer.concat([Buffer.from('2\n4096\n512\n8192\n512\n'.padEnd(512, '\0')), Buffer.alloc(1024, 'x')]);
  const forms = [
    gnuSparse(),
    tarArchive([{ name: 'GNUSparseFile.0/sparse', content: inData, pax: map }, { name: 'after' }]),
    tarArchive([
      {
        name: 'sparse',
        content: Buffer.alloc(1024, 'x'),
        pax: { 'GNU.sparse.size': '12288', 'GNU.sparse.numblocks': '2', 'GNU.sparse.map': '4096,512,8192,512' },
      },
      { name: 'after' },
    ]),
  ];
  const plain = Buffer.alloc(12_288);
  plain.fill('x', 4096, 4608).fill('x', 8192, 8704);
  const [expected] = read([{ name: 'sparse', content: plain }]).entries;
  for (const tar of forms) {
    const { entries } = facts(tar);
    expect(entries).toHaveLength(2);
    expect(entries[0]).toEqual(expected);
  }
});

test('a sparse file that fits no map is no archive, and one of too many regions is too much', () => {
  const make = (map: string, size = '100'): Uint8Array =>
    tarArchive([{ name: 's', content: 'x', pax: { 'GNU.sparse.size': size, 'GNU.sparse.map': map } }]);
  for (const tar of [make('0,200'), make('50,10,20,10'), make('a,b'), make('-1,5')]) {
    expect(readTar(tar)).toMatchObject({ ok: false, problem: { reason: 'malformed' } });
  }
  const many = make(Array.from({ length: 70_000 }, (_, index) => `${index},0`).join(','), '70000');
  expect(readTar(many)).toMatchObject({ ok: false, problem: { reason: 'limit-exceeded' } });
});

test('tar-stream, where it can read an archive, reads the same of it', async () => {
  const entries: TarEntry[] = [
    { name: 'a/', type: '5', mode: 0o755 },
    { name: 'a/file', content: 'content', mode: 0o640, uid: 5, gid: 6, mtime: 77 },
    { name: `long/${'x'.repeat(120)}`, content: 'y' },
    { name: 'link', type: '2', link: 'a/file' },
    { name: 'hard', type: '1', link: 'a/file' },
    { name: 'pipe', type: '6' },
  ];
  const theirs: unknown[] = [];
  const reader = extract();
  reader.on('entry', (header, stream, next) => {
    const { name, mode, uid, gid, size, mtime } = header;
    theirs.push({ path: name.replace(/\/$/, ''), mode, uid, gid, size, mtime: (mtime?.getTime() ?? 0) / 1000 });
    stream.on('end', next).resume();
  });
  const done = new Promise<void>((resolve) => reader.on('finish', () => resolve()));
  reader.end(tarArchive(entries));
  await done;
  const ours = read(entries).entries.map(({ path, mode, uid, gid, size, mtime }) => ({
    path,
    mode,
    uid,
    gid,
    size,
    mtime,
  }));
  expect(ours).toEqual(theirs);
});

const anyEntry = fc.record(
  {
    name: fc.string({ minLength: 1, maxLength: 200 }),
    type: fc.constantFrom('0', '\0', '1', '2', '3', '5', '6', 'S', 'L', 'K', 'x', 'g', 'Z'),
    content: fc.uint8Array({ maxLength: 700 }),
    link: fc.string({ maxLength: 150 }),
    mode: fc.nat(),
    mtime: fc.integer(),
    format: fc.constantFrom('ustar' as const, 'gnu' as const, 'v7' as const),
    pax: fc.dictionary(
      fc.constantFrom(
        'path',
        'linkpath',
        'size',
        'uid',
        'mtime',
        'GNU.sparse.map',
        'GNU.sparse.major',
        'GNU.sparse.size',
      ),
      fc.oneof(fc.string(), fc.nat({ max: 900 }).map(String)),
    ),
  },
  { requiredKeys: ['name'] },
);

test('no archive makes the reader throw, wherever it is cut', () => {
  fc.assert(
    fc.property(fc.array(anyEntry, { maxLength: 6 }), fc.double({ min: 0, max: 1, noNaN: true }), (entries, share) => {
      const tar = tarArchive(entries);
      const result = readTar(tar.subarray(0, Math.floor(tar.length * share)));
      for (const { path } of result.ok ? result.value.entries : []) {
        expect(path).not.toMatch(/^\/|\/$|\/\/|(^|\/)\.\.?(\/|$)/);
      }
    }),
    { numRuns: 400 },
  );
});

test('chunks of any size give the same facts', async () => {
  const tar = tarArchive([
    { name: 'etc/passwd', content: 'root:x:0:0::/root:/bin/sh\n' },
    { name: `${'deep/'.repeat(30)}file`, content: Buffer.alloc(30_000, 'abc') },
    { name: 'zeros', content: Buffer.alloc(20_000) },
    { name: 'tiny', content: 'x' },
    { name: 'middle', content: Buffer.alloc(5000, 'q') },
  ]);
  const whole = readTar(tar);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 20 }), async (sizes) => {
      async function* chunks(): AsyncGenerator<Uint8Array> {
        for (let at = 0, turn = 0; at < tar.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          yield tar.slice(at, at + size);
          at += size;
        }
      }
      expect(await readLayer(chunks())).toEqual(whole);
    }),
    { numRuns: 25 },
  );
});

test('a checksum is that of its block wherever it lies, of signed or unsigned bytes', () => {
  const block = fc.uint8Array({ minLength: 512, maxLength: 512 });
  fc.assert(
    fc.property(block, fc.nat({ max: 9 }), fc.boolean(), (bytes, at, signed) => {
      bytes.fill(0x20, 148, 156);
      const sum = bytes.reduce((total, byte) => total + (signed && byte > 127 ? byte - 256 : byte), 0);
      fc.pre(sum >= 0);
      const stated = Buffer.from(`${sum.toString(8).padStart(6, '0')}\0 `);
      const place = Buffer.concat([Buffer.alloc(at, 1), bytes, Buffer.alloc(5, 1)]);
      stated.copy(place, at + 148);
      expect(checksumHolds(place, at)).toBe(true);
      place.writeUInt8((place[at + 500] ?? 0) ^ 1, at + 500);
      expect(checksumHolds(place, at)).toBe(false);
    }),
    { numRuns: 200 },
  );
});

test('every name comes to the path that its parts make', () => {
  const part = fc.constantFrom('', '.', '..', '...', 'a', '.b', 'b.', '..c');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      const kept: string[] = [];
      let escapes = false;
      for (const one of parts) {
        if (one === '..') escapes = kept.pop() === undefined || escapes;
        else if (one !== '' && one !== '.') kept.push(one);
      }
      expect(normalPath(parts.join('/'))).toEqual({ path: kept.join('/'), escapes, depth: kept.length });
    }),
    { numRuns: 500 },
  );
});

test('random bytes never make the reader throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      const result = readTar(bytes);
      expect(typeof result.ok).toBe('boolean');
    }),
    { numRuns: 300 },
  );
});

test('limits stop the reading', () => {
  const options = { limits: { ...defaultLimits, layerEntries: 3, pathBytes: 50, pathDepth: 4, specialHeader: 1000 } };
  const many = readTar(tarArchive(Array.from({ length: 5 }, (_, index) => ({ name: `f${index}` }))), options);
  expect(many).toMatchObject({ ok: false, problem: { reason: 'limit-exceeded' } });
  const odd = readTar(
    tarArchive([{ name: 'a/b/c/d/e' }, { name: 'x'.repeat(60) }, { name: 'y', pax: { comment: 'z'.repeat(2000) } }]),
    options,
  );
  expect(odd).toMatchObject({
    ok: true,
    value: { entries: [], limits: [{ limit: 'path' }, { limit: 'path' }, { limit: 'special-header' }] },
  });
});
