import { expect, it } from 'vitest';
import { defaultsOf } from '../../../rules/defaults.ts';
import { grammarOf } from '../../../src/dockerfile/grammar.ts';
import { parse } from '../../../src/dockerfile/parse.ts';
import { releasesOf } from '../../../src/dockerfile/release.ts';
import { hasWord, rowOf } from '../../../src/dockerfile/row.ts';

const table = `
tar -f --file -C
unzip -d
`;

it('finds what follows a key', () => {
  expect(rowOf(table, 'tar')).toBe('-f --file -C');
  expect(rowOf(table, 'unzip')).toBe('-d');
});

it.each(['', 'ta', 'zip', '-d', '--file', 'tar -f', '-d\nunzip', 'constructor'])('has no row of %j', (key) => {
  expect(rowOf(table, key)).toBeUndefined();
});

it('has whole words alone', () => {
  const words = ' gcc g++ gcc-c++ ';
  expect(['gcc', 'g++', 'gcc-c++'].every((word) => hasWord(words, word))).toBe(true);
  expect(['', 'g', 'c++', 'gcc g++', ' '].some((word) => hasWord(words, word))).toBe(false);
});

it('gives a name that stands for another the flags of that one', () => {
  expect(grammarOf('egrep')).toBe(grammarOf('grep'));
  expect(grammarOf('pip3.12')).toBe(grammarOf('pip'));
  expect(grammarOf('acme')).toBe(grammarOf(undefined));
});

it('knows the options of rules that have some', () => {
  expect(defaultsOf('layer-count')).toEqual({ maximum: 100 });
  expect(defaultsOf('sudo')).toBeUndefined();
});

it.each([
  ['debian:12.9', [{ product: 'debian', release: '12', ends: '2028-06-30' }]],
  [
    'node:22-bookworm',
    [
      { product: 'node', release: '22', ends: '2027-04-30' },
      { product: 'debian', release: '12', ends: '2028-06-30' },
    ],
  ],
  ['python:3.9.18-alpine3.2', expect.arrayContaining([{ product: 'alpine', release: '3.2', ends: '2017-05-01' }])],
  ['debian:99', [{ product: 'debian', release: '99' }]],
  // What every object has is no name of a release.
  ['debian:constructor', []],
])('%s is of releases that the table knows', (image, releases) => {
  const [stage] = parse(`FROM ${image}\n`, { file: 'Dockerfile' }).stages;
  expect(stage?.base.kind === 'image' && releasesOf(stage.base)).toEqual(releases);
});
