import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assemble } from '../../../src/image/assemble.ts';
import { compareImages } from '../../../src/image/compare/compare.ts';
import type { Image } from '../../../src/image/model.ts';
import type { ImageSketch } from '../../../src/rule.ts';
import { sketchParts } from '../../../src/testing/parts.ts';

const compare = (before: ImageSketch, after: ImageSketch) =>
  compareImages(assemble(sketchParts(before)), assemble(sketchParts(after)));
const filesOf = (before: ImageSketch, after: ImageSketch) =>
  compare(before, after).files.map(({ change, path }) => `${change} ${path}`);

const base = { 'bin/sh': { size: 5000, mode: 0o755 }, 'etc/motd': 'hello\n' };

test('an image is what it is itself, wherever it was read from', () => {
  const sketch = { layers: [base], config: { User: 'app' } };
  expect(
    compare(sketch, {
      ...sketch,
      reference: 'acme/app:2.0',
      source: 'registry',
      top: { created: '2026-01-01T00:00:00Z' },
    }),
  ).toMatchObject({
    shared: { layers: 1, size: 5006 },
    ...{ layers: [], config: [], packages: [], files: [] },
  });
});

describe('files', () => {
  test('what came, went, has other bytes, another target or another mode', () => {
    const before = { same: 'a', went: 'b', bytes: 'c', sized: 'd', mode: 'e', owner: 'f', link: { link: 'same' } };
    const after = {
      ...{ same: 'a', came: 'b', bytes: 'C', sized: 'dd', link: { link: 'came' } },
      mode: { content: 'e', mode: 0o755 },
      owner: { content: 'f', uid: 10 },
    };
    expect(filesOf({ layers: [before] }, { layers: [after] })).toEqual([
      'content bytes',
      'added came',
      'content link',
      'metadata mode',
      'metadata owner',
      'content sized',
      'removed went',
    ]);
  });

  test('only the final filesystems are compared, however many layers they are spread over', () => {
    const layers = [base, { 'app/.env': 'A=1' }, { 'app/.wh..env': '', 'app/server.js': 'start()' }];
    expect(filesOf({ layers }, { layers: [base, { app: { type: 'dir' }, 'app/server.js': 'start()' }] })).toEqual([]);
  });

  test('folders that are new or gone are told, whether an entry states them or not', () => {
    expect(filesOf({ layers: [base] }, { layers: [base, { 'opt/tool/a': 'a' }] })).toEqual([
      'added opt',
      'added opt/tool',
      'added opt/tool/a',
    ]);
    expect(filesOf({ layers: [{ 'opt/': { type: 'dir' }, 'opt/a': 'a' }] }, { layers: [{ 'etc/a': 'a' }] })).toEqual([
      'added etc',
      'added etc/a',
      'removed opt',
      'removed opt/a',
    ]);
  });

  test('a folder that no entry states may stand where a file did', () => {
    expect(filesOf({ layers: [{ f: 'x' }] }, { layers: [{ 'f/a': 'x' }] })).toEqual(['content f', 'added f/a']);
    expect(filesOf({ layers: [{ 'f/a': 'x' }] }, { layers: [{ f: 'x' }] })).toEqual(['content f', 'removed f/a']);
  });

  test('a folder that becomes a link moves what was in it', () => {
    const after = { lib: { link: 'usr/lib' }, 'usr/lib/libc.so': 'elf' };
    expect(filesOf({ layers: [{ 'lib/': { type: 'dir' }, 'lib/libc.so': 'elf' }] }, { layers: [after] })).toEqual([
      'content lib',
      'removed lib/libc.so',
      'added usr',
      'added usr/lib',
      'added usr/lib/libc.so',
    ]);
  });

  test('a hard link is the file that it names', () => {
    const copy = { 'bin/a': { content: 'tool', mode: 0o755 }, 'bin/b': { content: 'tool', mode: 0o755 } };
    const link = {
      'bin/a': { content: 'tool', mode: 0o755 },
      'bin/b': { type: 'hardlink', link: 'bin/a', mode: 0o755 },
    } as const;
    expect(filesOf({ layers: [copy] }, { layers: [link] })).toEqual([]);
    expect(filesOf({ layers: [link] }, { layers: [{ ...link, 'bin/a': { content: 'TOOL', mode: 0o755 } }] })).toEqual([
      'content bin/a',
      'content bin/b',
    ]);
  });

  test('the state of both sides is told, with the layer that put it there', () => {
    const [change] = compare(
      { layers: [base] },
      { layers: [base, { 'etc/motd': { content: 'hi\n', mode: 0o600 } }] },
    ).files;
    expect(change).toEqual({
      change: 'content',
      path: 'etc/motd',
      before: { type: 'file', size: 6, mode: 0o644, uid: 0, gid: 0, layer: 0 },
      after: { type: 'file', size: 3, mode: 0o600, uid: 0, gid: 0, layer: 1 },
    });
  });
});

test('what is told makes one final filesystem into the other', () => {
  const path = fc.constantFrom('a', 'd/a', 'd/b', 'd/e/a', 'd/e/b', 'f', 'f/a');
  const file = fc.record({ content: fc.constantFrom('', 'x', 'yy'), mode: fc.constantFrom(0o644, 0o755) });
  const layers = fc.array(
    fc.dictionary(fc.oneof(path, fc.constantFrom('.wh.d', 'd/.wh.e', '.wh.f')), file, { maxKeys: 4 }),
    {
      maxLength: 3,
    },
  );
  const said = (layer: number, of: { type: string; size: number; mode: number }) =>
    `${of.type} ${of.size} ${of.mode} ${layer}`;
  const states = ({ files }: Image) =>
    new Map(Array.from(files.all, ({ path: at, layer, entry }) => [at, said(layer, entry)] as const));
  fc.assert(
    fc.property(layers, layers, (before, after) => {
      const [old, now] = [before, after].map((all) => assemble(sketchParts({ layers: all })));
      if (!old || !now) return;
      const changes = compareImages(old, now).files;
      const made = new Map(Array.from(states(old), ([at, state]) => [at, state.replace(/ \d+$/, '')]));
      for (const { path: at, after: state } of changes) {
        if (state) made.set(at, said(0, state).replace(/ \d+$/, ''));
        else made.delete(at);
      }
      const wanted = new Map(Array.from(states(now), ([at, state]) => [at, state.replace(/ \d+$/, '')]));
      // Folders that no entry states are told where they are new, and stand in no list of files.
      for (const [at, state] of made) if (state.startsWith('dir') && !wanted.has(at)) made.delete(at);
      expect(made).toEqual(wanted);
    }),
    { numRuns: 300 },
  );
});

test('layers are shared by content, rebuilt by instruction, added or gone', () => {
  const before = {
    layers: [base, { 'app/a': 'a' }, { 'opt/x': 'x' }],
    history: [
      'ADD file:aaaaaaaaaaaaaaaaaaaa in /',
      'COPY file:1111111111111111aaaa in /app',
      'RUN /bin/sh -c make x # buildkit',
    ],
  };
  const after = {
    layers: [base, { 'app/a': 'aa' }, { 'opt/y': 'yyy' }],
    history: [
      'ADD file:aaaaaaaaaaaaaaaaaaaa in /',
      'COPY file:2222222222222222bbbb in /app',
      'RUN /bin/sh -c make y # buildkit',
    ],
  };
  const { shared, layers } = compare(before, after);
  expect(shared).toEqual({ layers: 1, size: 5006 });
  expect(
    layers.map(({ change, before: old, after: now }) => [change, old?.layer, old?.size, now?.layer, now?.size]),
  ).toEqual([
    ['removed', 2, 1, undefined, undefined],
    ['rebuilt', 1, 1, 1, 2],
    ['added', undefined, undefined, 2, 3],
  ]);
});

test('of the configuration every key that differs', () => {
  const before = {
    User: 'app',
    Env: ['A=1', 'B=2'],
    Cmd: ['server'],
    Labels: { version: '1' },
    ExposedPorts: { '80/tcp': {} },
  };
  const after = {
    User: '',
    Env: ['A=1', 'B=3', 'C='],
    Cmd: ['server', '-v'],
    Labels: { version: '1' },
    Volumes: { '/data': {} },
  };
  expect(compare({ config: before }, { config: after }).config).toEqual([
    { what: 'Cmd', before: '["server"]', after: '["server","-v"]' },
    { what: 'Env.B', before: '2', after: '3' },
    { what: 'Env.C', after: '' },
    { what: 'ExposedPorts.80/tcp', before: '' },
    { what: 'User', before: 'app' },
    { what: 'Volumes./data', after: '' },
  ]);
});

test('packages by manager, those that are there twice with both versions', () => {
  const status = (...packages: readonly (readonly [string, string])[]) => ({
    'var/lib/dpkg/status': packages
      .map(([name, version]) => `Package: ${name}\nStatus: install ok installed\nVersion: ${version}\n`)
      .join('\n'),
  });
  const before = status(['curl', '7.88'], ['zlib1g', '1.2'], ['tar', '1.34']);
  const after = status(['curl', '7.89'], ['zlib1g', '1.2'], ['linux-image', '6.1'], ['linux-image', '6.2']);
  expect(compare({ layers: [before] }, { layers: [after] }).packages).toEqual([
    { manager: 'dpkg', what: 'curl', before: '7.88', after: '7.89' },
    { manager: 'dpkg', what: 'linux-image', after: '6.1, 6.2' },
    { manager: 'dpkg', what: 'tar', before: '1.34' },
  ]);
});
