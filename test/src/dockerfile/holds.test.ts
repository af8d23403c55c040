/** What rules are asked by: what a Dockerfile holds at all, twice, within its instructions, and besides. */
import { expect, test } from 'vitest';
import type { Needs } from '../../../src/dockerfile/model.ts';
import { parse } from '../../../src/dockerfile/parse.ts';

const file = parse(
  'ARG TAG=12.9\nFROM debian:${TAG} AS build\nCMD a\nCMD b\nONBUILD RUN make\nRUN make Install\nENV A=1 STA\\\nGE=2\nCOPY <<EOF /a\n$X\nEOF\n',
  { file: 'Dockerfile' },
);

test.each<[boolean, Needs]>([
  [true, { instructions: ['cmd'] }],
  [false, { instructions: ['label'] }],
  [true, { twice: ['cmd'] }],
  // Once by itself, once as a trigger.
  [true, { twice: ['run'] }],
  [false, { twice: ['from', 'env', 'onbuild'] }],
  [true, { within: [{ kinds: ['from'], texts: ['$'] }] }],
  [false, { within: [{ kinds: ['arg', 'env', 'cmd', 'label'], texts: ['$'] }] }],
  [
    true,
    {
      within: [
        { kinds: ['env'], texts: ['$'] },
        { kinds: ['label', 'run'], texts: ['none', 'install'] },
      ],
    },
  ],
  // A word that goes on in the next line is one.
  [true, { within: [{ kinds: ['env'], texts: ['stage'] }] }],
  [true, { instructions: ['env'], and: { twice: ['cmd'] } }],
  [false, { instructions: ['env'], and: { twice: ['env'] } }],
  [false, { instructions: ['label'], and: { twice: ['cmd'] } }],
  [false, { instructions: ['env'], and: { twice: ['cmd'], and: { commands: ['true'] } } }],
  [false, {}],
])('%s: %j', (expected, needs) => expect(file.holds(needs)).toBe(expected));
