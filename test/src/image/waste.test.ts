import { expect, test } from 'vitest';
import { image, layer } from './layers.ts';

type Sketch = Parameters<typeof layer>[0];

const wasteOf = (...layers: Sketch[]) => image({ layers: layers.map((sketch) => layer(sketch)) }).waste;
const file = (size: number, hash = 'a') => ({ size, hash: hash.repeat(64) });

test('a file that three layers rewrite wastes the two that are hidden', () => {
  expect(
    wasteOf({ files: { a: file(5000) } }, { files: { a: file(6000, 'b') } }, { files: { a: file(7000, 'c') } }),
  ).toEqual({
    total: 18000,
    bytes: 11000,
    items: [
      { path: 'a', layer: 1, size: 6000, cause: 'rewritten', killer: 2 },
      { path: 'a', layer: 0, size: 5000, cause: 'rewritten', killer: 1 },
    ],
  });
});

test('a deleted directory wastes each file in it once', () => {
  const { bytes, items } = wasteOf({ files: { 'd/a': file(100), 'd/e/b': file(50) } }, { gone: ['d'] });
  expect(bytes).toBe(150);
  expect(items.map(({ path, cause }) => `${path} ${cause}`)).toEqual(['d/a deleted', 'd/e/b deleted']);
});

test('bytes with two names are wasted when the last name goes', () => {
  const linked = { files: { a: file(100), b: { type: 'hardlink', link: 'a' } } } as const;
  expect(wasteOf(linked, { gone: ['a'] }).bytes).toBe(0);
  expect(wasteOf(linked, { gone: ['a'] }, { gone: ['b'] }).items).toEqual([
    { path: 'a', layer: 0, size: 100, cause: 'deleted', killer: 2 },
  ]);
});

test('a hard link to a file of a lower layer keeps its bytes', () => {
  expect(
    wasteOf({ files: { a: file(100) } }, { files: { b: { type: 'hardlink', link: 'a' } } }, { gone: ['a'] }).bytes,
  ).toBe(0);
});

test('indexes of lazy-pulling formats are not counted as rewritten', () => {
  const index = { files: { 'stargz.index.json': file(300) } };
  expect(wasteOf(index, { files: { 'stargz.index.json': file(400, 'b') } }).items).toEqual([]);
});

test('each layer knows its size and its waste', () => {
  const { layers } = image({ layers: [layer({ files: { a: file(100), b: file(20) } }), layer({ gone: ['a'] })] });
  expect(layers.map(({ size, waste, empty }) => ({ size, waste, empty }))).toEqual([
    { size: 120, waste: 100, empty: false },
    { size: 0, waste: 0, empty: false },
  ]);
});
