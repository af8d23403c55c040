import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from '../../../src/dockerfile/parse.ts';
import type { RawHistory } from '../../../src/image/history.ts';
import { emptyConfig, image, layer } from './layers.ts';

/** Histories as real builders wrote them: `base` and `full` of fixtures/histories, and `child` built on `full`. */
interface Captured {
  readonly layers: number;
  readonly history: readonly RawHistory[];
}

const folder = new URL('../../../fixtures/histories/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');

function joined(history: string, file: string) {
  const captured: Captured = JSON.parse(read(`${history}.json`));
  const diffIDs = Array.from({ length: captured.layers }, (_, index) => `sha256:${index}`);
  const dockerfile = parse(read(`${file}.Dockerfile`), { file: 'Dockerfile' });
  const layers = diffIDs.map((diffID) => layer({}, diffID));
  const made = image({ config: { ...emptyConfig, diffIDs }, history: captured.history, layers, dockerfile });
  const lineOf = (instruction: { readonly span: { readonly start: number } } | undefined) =>
    instruction && dockerfile.lines.position(instruction.span.start).line;
  return {
    image: made,
    steps: made.history.map(({ index }) => lineOf(made.join.instructionOfStep(index))),
    layers: diffIDs.map((_, index) => lineOf(made.join.instructionOf(index))),
  };
}

/** The instructions of `full` after its FROM, by line. */
const lines = [
  6, 7, 8, 9, 10, 12, 13, 14, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37,
];
const tail = [39, 40, 41, 42, 43, 44, 45];
const none = (count: number) => Array.from({ length: count }, () => undefined);

test.each([
  ['classic', [...lines, 38, ...tail]],
  ['buildah-layers', [...lines, 38, ...tail]],
  // BuildKit writes nothing for ONBUILD, line 38.
  ['buildkit', [...lines, ...tail]],
  ['buildah-nolayers', [...lines, 38, ...tail]],
])('%s: every step is joined, and the four below are the base', (builder, expected) => {
  const { image: made, steps } = joined(`${builder}.full`, 'full');
  expect(steps).toEqual([...none(4), ...expected]);
  expect(made.history.map(({ index }) => made.join.originOfStep(index).from)).toEqual([
    ...Array.from({ length: 4 }, () => 'base'),
    ...Array.from(expected, () => 'yours'),
  ]);
});

test('layers: docker makes one for WORKDIR, buildah does not', () => {
  const bringing = [14, 18, 19, 20, 21, 22, 23, 24, 26, 43, 44];
  expect(joined('classic.full', 'full').layers).toEqual([undefined, 12, 13, ...bringing]);
  expect(joined('buildkit.full', 'full').layers).toEqual([undefined, 12, 13, ...bringing]);
  expect(joined('buildah-layers.full', 'full').layers).toEqual([undefined, ...bringing]);
});

test('one layer for many steps has no instruction, and says why', () => {
  const { image: made, layers } = joined('buildah-nolayers.full', 'full');
  expect(layers).toEqual([undefined, undefined]);
  expect(made.join.reasonOf(1)).toBe(
    'One layer holds the work of the history steps 4 to 39: the image was built without a layer for each.',
  );
  expect([0, 1].map((index) => made.join.originOf(index).from)).toEqual(['base', 'yours']);
});

test.each(['buildah-squash.full', 'buildah-layerssquash.full'])('%s: base and build are in one layer', (name) => {
  const { image: made, layers } = joined(name, 'full');
  expect(layers).toEqual([undefined]);
  expect(made.join.originOf(0).from).toBe('unknown');
});

test.each([
  ['classic.child', [undefined, 2, 3, 4]],
  ['buildkit.child', [undefined, 2, 3, 4]],
  ['buildah-layers.child', [undefined, 2, 3, 4]],
])('%s: a trigger of the base has no line in the file built on it', (name, last) => {
  const { steps } = joined(name, 'child');
  expect(steps.slice(-4)).toEqual(last);
  expect(steps.slice(0, -4).every((line) => line === undefined)).toBe(true);
});

test.each(['classic.child', 'buildkit.child'])(
  '%s: a file that is not the last one built from claims its own steps',
  (name) => {
    const { steps } = joined(name, 'full');
    expect(steps.slice(-4)).toEqual([undefined, undefined, undefined, undefined]);
    expect(steps[11]).toBe(14);
  },
);

test('build arguments are read as each builder records them, spaces and all', () => {
  const argsOf = (name: string, step: number) => joined(name, 'full').image.history[step]?.buildArgs;
  const both = [
    { name: 'TOKEN', value: 'abc' },
    { name: 'VERSION', value: '2 x' },
  ];
  expect(argsOf('classic.full', 11)).toEqual(both);
  expect(argsOf('buildah-layers.full', 11)).toEqual(both);
  expect(argsOf('buildkit.full', 11)).toEqual(both.toReversed());
  expect(argsOf('buildkit.full', 4)).toEqual([{ name: 'VERSION', value: '1.2' }]);
});
