/** The pictures of an image in a terminal: the table of layers and the tree of a folder. */
import { describe, expect, test } from 'vitest';
import { assemble } from '../../../src/image/assemble.ts';
import { summarise } from '../../../src/image/summary.ts';
import { finalFolders, folderAt, layerFolders, pruned } from '../../../src/report/folders.ts';
import { layers } from '../../../src/report/layers.ts';
import { tree } from '../../../src/report/tree.ts';
import { sketchParts } from '../../../src/testing/parts.ts';
import { context, reports } from '../../golden/fixture.ts';

const image = assemble(
  sketchParts({
    reference: 'acme/app:1.4',
    layers: [
      { 'usr/lib/libc.so.6': { size: 1_900_000 }, 'usr/bin/env': { size: 100_000 } },
      { 'app/data.bin': { size: 3_000_000 }, 'app/cache/a': { size: 1_000_000 }, 'app/cache/b': { size: 500_000 } },
      { 'app/.wh.cache': '', 'app/data.bin': { size: 2_000_000 } },
    ],
    history: [
      '/bin/sh -c #(nop) ADD file:1 in / ',
      'COPY . /app # buildkit',
      'RUN /bin/sh -c rm -rf /app/cache # buildkit',
    ],
    base: 1,
  }),
);

describe('folders', () => {
  test('sum what is shown and what is hidden, each byte once', () => {
    const root = finalFolders(image);
    expect([root.size, root.waste]).toEqual([4_000_000, 4_500_000]);
    expect(folderAt(root, '/app')).toMatchObject({ size: 2_000_000, waste: 4_500_000 });
    expect(folderAt(root, 'app/cache/')).toMatchObject({ size: 0, waste: 1_500_000 });
    expect(folderAt(root, 'no/such')).toBeUndefined();
  });

  test('of a layer hold what it brought', () => {
    const layer = image.layers[1];
    if (layer === undefined) throw new Error('no layer 1');
    const root = layerFolders(image, layer);
    expect([root.size, root.waste]).toEqual([0, 4_500_000]);
    expect(root.children.map(({ name }) => name)).toEqual(['app']);
  });

  test('pruned lose no byte', () => {
    const { children } = pruned(finalFolders(image), 1_950_000);
    expect(children.map(({ name, size, waste }) => [name, size, waste])).toEqual([
      ['app', 2_000_000, 4_500_000],
      ['usr', 2_000_000, 0],
    ]);
    expect(children[0]?.children.map(({ name, size, waste }) => [name, size, waste])).toEqual([
      ['data.bin', 2_000_000, 3_000_000],
      ['cache', 0, 1_500_000],
    ]);
    expect(children[1]?.children.map(({ name, size }) => [name, size])).toEqual([['… 2 more', 2_000_000]]);
  });
});

const report = {
  schema: 1,
  tool: { name: 'plimsoll', version: '0.1.0' },
  subject: { kind: 'image', name: 'acme/app:1.4' },
  today: '2026-11-26',
  findings: [],
  skipped: [],
  image: summarise(image),
} as const;

test('the tree draws what takes the room', () => {
  expect(tree(image, { path: '/' }, { ...context, width: 80 })).toBe(
    [
      '   4.0 MB ████████▒▒▒▒▒▒▒▒  /  + 4.5 MB wasted',
      '   2.0 MB ████▒▒▒▒▒▒▒▒      ├─ app/  + 4.5 MB wasted',
      '   2.0 MB ████▒▒▒▒▒▒        │  ├─ data.bin  + 3.0 MB wasted',
      '      0 B ▒▒▒               │  └─ cache/  + 1.5 MB wasted',
      '      0 B ▒▒                │     ├─ a  + 1.0 MB wasted',
      '      0 B ▒                 │     └─ b  + 500 kB wasted',
      '   2.0 MB ███▊              └─ usr/',
      '   1.9 MB ███▌                 ├─ lib/',
      '   1.9 MB ███▌                 │  └─ libc.so.6',
      '   100 kB ▏                    └─ bin/',
      '   100 kB ▏                       └─ env',
      '',
    ].join('\n'),
  );
  expect(tree(image, { path: '/usr/', depth: 1 }, { ...context, width: 80 })).toBe(
    [
      '   2.0 MB ████████████████  /usr',
      '   1.9 MB ███████████████▏  ├─ lib/',
      '   100 kB ▊                 └─ bin/',
      '',
    ].join('\n'),
  );
  expect(tree(image, { path: 'nowhere' }, context)).toBeUndefined();
});

test('the table shows size, waste, findings and what made a layer', () => {
  expect(layers(report, { ...context, width: 80 })).toBe(
    [
      'acme/app:1.4  linux/amd64, 8.5 MB in 3 layers',
      '',
      'layer     size                    wasted  found     made by',
      '    0    2.0 MB  ███████                 -  -         ADD file:1 in /',
      '         1.9 MB  /usr/lib/libc.so.6',
      '──────── the base image ends here ──────────────────────────────────────────────',
      '    1    4.5 MB  ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒   4.5 MB  -         COPY . /app',
      '         3.0 MB  /app/data.bin  3.0 MB wasted',
      '         1.0 MB  /app/cache/a  1.0 MB wasted',
      '    2    2.0 MB  ███████                 -  -         RUN rm -rf /app/cache',
      '         2.0 MB  /app/data.bin',
      '',
      '47.1 % of the bytes are in the final filesystem; 4.5 MB wasted.',
      '',
    ].join('\n'),
  );
});

test('the table of a joined image names the lines, and counts what was found', () => {
  const [, , , joined] = reports;
  if (joined === undefined) throw new Error('the fixture changed');
  expect(layers(joined, context).split('\n').slice(3, 9)).toEqual([
    '    0    117 MB  █████████▌              -  1I        ADD file:9b38 in /',
    '──────── the base image ends here ──────────────────────────────────────────────────────────────────',
    '    1    195 MB  ████████████▒▒▒▒  43.1 MB  1E        COPY /src /app  line 12',
    '         150 MB  /app/node_modules',
    '        43.0 MB  /app/.git  43.0 MB wasted',
    '    2       0 B                          -  -         RUN rm /app/.env  line 13',
  ]);
});
