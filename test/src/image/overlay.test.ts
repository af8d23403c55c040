import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Overlay } from '../../../src/image/overlay.ts';
import { layer } from './layers.ts';

type Sketch = Parameters<typeof layer>[0];

const overlay = (...layers: Sketch[]) => new Overlay(layers.map((sketch) => layer(sketch)));
const paths = (files: Overlay) => Array.from(files.all, ({ path, layer: at }) => `${at}:${path}`);
const hidden = (files: Overlay) =>
  Array.from(files.hidden, ({ path, layer: at, ended }) => `${at}:${path} ${ended?.by} by ${ended?.layer}`);

const hash = { size: 2048, hash: 'a'.repeat(64) };
const other = { size: 2048, hash: 'b'.repeat(64) };
const dir = { type: 'dir' } as const;

describe('whiteouts', () => {
  test('a file is deleted, and stays a hidden version', () => {
    const files = overlay({ files: { 'app/.env': { size: 63 } } }, { gone: ['app/.env'] });
    expect(paths(files)).toEqual([]);
    expect(hidden(files)).toEqual(['0:app/.env deleted by 1']);
    expect(files.versions('app/.env')).toHaveLength(1);
    expect(files.get('app/.env')).toBeUndefined();
  });

  test('a directory goes with all that is below it', () => {
    const files = overlay({ files: { a: dir, 'a/b': dir, 'a/b/c': hash, d: hash } }, { gone: ['a'] });
    expect(paths(files)).toEqual(['0:d']);
    expect(hidden(files)).toEqual(['0:a deleted by 1', '0:a/b deleted by 1', '0:a/b/c deleted by 1']);
  });

  test('an opaque directory hides what is below, and keeps what its own layer brings', () => {
    const files = overlay(
      { files: { a: dir, 'a/old': hash, 'a/same': hash } },
      { opaque: ['a'], files: { 'a/same': hash, a: dir, 'a/new': hash } },
    );
    expect(paths(files)).toEqual(['1:a', '1:a/new', '1:a/same']);
    expect(hidden(files)).toEqual(['0:a/old opaque by 1', '0:a/same identical by 1']);
  });

  test('a whiteout in the lowest layer, or of what is not there, hides nothing', () => {
    expect(hidden(overlay({ gone: ['a'], opaque: ['b'], files: { a: hash } }, { gone: ['x/y'] }))).toEqual([]);
  });

  test('a whiteout of a link leaves its target alone, and so does an opaque marker', () => {
    const usr = { files: { 'usr/lib/a': hash, lib: { link: 'usr/lib' } } };
    expect(paths(overlay(usr, { gone: ['lib'] }))).toEqual(['0:usr/lib/a']);
    expect(paths(overlay(usr, { opaque: ['lib'] }))).toEqual(['0:lib', '0:usr/lib/a']);
  });

  test('what a layer removes and brings again is rewritten, not deleted', () => {
    const files = overlay({ files: { a: hash } }, { gone: ['a'], files: { a: other } });
    expect(hidden(files)).toEqual(['0:a rewritten by 1']);
  });
});

describe('rewrites', () => {
  test.each([
    ['identical', hash, hash],
    ['metadata', hash, { ...hash, uid: 1000 }],
    ['metadata', hash, { ...hash, capability: '01' }],
    ['rewritten', hash, other],
    ['rewritten', { size: 10 }, { size: 10 }],
    ['metadata', { size: 10, mtime: 5 }, { size: 10, mtime: 5, mode: 0o600 }],
    ['rewritten', { size: 10, mtime: 0 }, { size: 10, mtime: 0, mode: 0o600 }],
    ['rewritten', hash, { link: 'b' }],
    ['identical', { link: 'b' }, { link: 'b' }],
  ] as const)('%s: %j → %j', (by, before, after) => {
    const files = overlay({ files: { a: before } }, { files: { a: after } });
    expect(files.versions('a').map(({ ended }) => ended?.by)).toEqual([by, undefined]);
  });

  test('a directory stated again is no hidden version', () => {
    const files = overlay({ files: { a: dir, 'a/b': hash } }, { files: { a: { ...dir, mode: 0o700 } } });
    expect(hidden(files)).toEqual([]);
    expect(files.get('a')?.entry.mode).toBe(0o700);
    expect(files.list('')).toEqual(['a']);
  });

  test('a file in the place of a directory ends what was below', () => {
    const files = overlay({ files: { 'a/b': hash } }, { files: { a: hash } });
    expect(paths(files)).toEqual(['1:a']);
    expect(hidden(files)).toEqual(['0:a/b deleted by 1']);
  });

  test('a path stated twice in one layer: the last one holds', () => {
    const twice = {
      ...layer({}),
      entries: [...layer({ files: { a: hash } }).entries, ...layer({ files: { a: other } }).entries],
    };
    expect(new Overlay([twice]).get('a')?.entry.hash).toBe(other.hash);
  });
});

describe('links', () => {
  test('an entry below a link lands in its target', () => {
    const files = overlay({ files: { 'usr/lib': dir, lib: { link: 'usr/lib' } } }, { files: { 'lib/apk/db': hash } });
    expect(files.get('usr/lib/apk/db')?.path).toBe('usr/lib/apk/db');
    expect(files.get('lib/apk/db')?.entry.path).toBe('lib/apk/db');
    expect(files.versions('lib/apk/db')).toHaveLength(1);
  });

  test('a directory entry replaces a link', () => {
    const files = overlay(
      { files: { 'usr/lib/a': hash, lib: { link: 'usr/lib' } } },
      { files: { 'lib/x': hash, lib: dir, 'lib/b': hash } },
    );
    expect(paths(files)).toEqual(['1:lib', '1:lib/b', '0:usr/lib/a', '1:usr/lib/x']);
  });

  test('resolve follows links, relative and absolute, and gives up on a circle', () => {
    const files = overlay({
      files: {
        'etc/os-release': { link: '../usr/lib/os-release' },
        'usr/lib/os-release': hash,
        bin: { link: '/usr/bin' },
        'usr/bin/sh': { link: 'dash' },
        'usr/bin/dash': hash,
        a: { link: 'b' },
        b: { link: 'a' },
        up: { link: '../../../../usr' },
      },
    });
    expect(files.resolve('etc/os-release')?.path).toBe('usr/lib/os-release');
    expect(files.resolve('/bin/sh')?.path).toBe('usr/bin/dash');
    expect(files.resolve('a')).toBeUndefined();
    expect(files.resolve('up/bin/sh')?.path).toBe('usr/bin/dash');
    expect(files.resolve('up')?.entry.type).toBe('dir');
    expect(files.list('bin')).toEqual(['dash', 'sh']);
  });

  test('hard links share the bytes of the file they name', () => {
    const files = overlay({ files: { a: hash, b: { type: 'hardlink', link: 'a' } } });
    const [a, b] = [files.get('a'), files.get('b')];
    if (!a || !b) throw new Error('both names are there');
    expect(files.content(b)).toBe(a);
    expect(files.links(a)).toEqual([b]);
  });
});

test('directories that no entry states are there, and not among the entries', () => {
  const files = overlay({ files: { 'app/bin/run': hash } });
  expect(files.get('app')?.entry).toMatchObject({ type: 'dir', mode: 0o755 });
  expect(paths(files)).toEqual(['0:app/bin/run']);
  expect(files.count).toBe(1);
  expect(files.get('')?.entry.type).toBe('dir');
});

test('what is below a directory is in path order, and no link leads to it', () => {
  const files = overlay(
    { files: { bin: { link: 'usr/bin' }, 'usr/bin/b': hash, 'usr/bin/gone': hash, 'usr/bin-2/x': hash } },
    { files: { 'usr/bin/a/deep': hash, 'bin/c': hash }, gone: ['usr/bin/gone'] },
  );
  const below = (path: string) => files.below(path).map((version) => version.path);
  expect(below('usr/bin')).toEqual(['usr/bin/a/deep', 'usr/bin/b', 'usr/bin/c']);
  expect(below('usr')).toEqual(['usr/bin/a/deep', 'usr/bin/b', 'usr/bin/c', 'usr/bin-2/x']);
  expect([below('bin'), below('usr/bin/b'), below('srv')]).toEqual([[], [], []]);
});

test('unusual is what attributes tell from plain files', () => {
  const files = overlay({
    files: {
      'a/device': { type: 'char', mode: 0o600 },
      'a/link': { link: 'device', mode: 0o777 },
      'a/open': { mode: 0o666 },
      'a/ping': { capability: '0100' },
      'a/plain': { mode: 0o755 },
      'a/su': { mode: 0o4755 },
      tmp: { ...dir, mode: 0o1777 },
    },
  });
  expect(files.unusual.map(({ path }) => path)).toEqual(['a/device', 'a/open', 'a/ping', 'a/su', 'tmp']);
});

describe('any layers', () => {
  const name = fc.constantFrom('a', 'b', 'c', '..', '.');
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));
  const made = fc.oneof(
    fc.constant(hash),
    fc.constant(dir),
    path.map((link) => ({ link })),
    path.map((link) => ({ type: 'hardlink' as const, link })),
  );
  const sketch = fc.record({ files: fc.dictionary(path, made), gone: fc.array(path), opaque: fc.array(path) });

  test('every version is shown or hidden, never both; what is shown can be had by its path', () => {
    fc.assert(
      fc.property(fc.array(sketch, { maxLength: 4 }), (sketches) => {
        const files = overlay(...sketches);
        const all = [...files.all];
        expect(all.every(({ ended }) => ended === undefined)).toBe(true);
        expect([...files.hidden].every(({ ended }) => ended !== undefined)).toBe(true);
        for (const version of all) expect(files.get(version.path)).toBe(version);
      }),
      { numRuns: 300 },
    );
  });
});
