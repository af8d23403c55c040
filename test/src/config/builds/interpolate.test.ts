import { expect, test } from 'vitest';
import { interpolate, readDotenv } from '../../../../src/config/builds/interpolate.ts';

const environment = new Map([
  ['TAG', '12.9'],
  ['EMPTY', ''],
]);

test.each([
  ['debian:$TAG', 'debian:12.9'],
  ['debian:${TAG}-slim', 'debian:12.9-slim'],
  ['debian:${TAG:-11}', 'debian:12.9'],
  ['debian:${RELEASE:-11}', 'debian:11'],
  ['debian:${RELEASE-11}', 'debian:11'],
  ['debian:${EMPTY:-11}', 'debian:11'],
  ['debian:${EMPTY-11}', 'debian:'],
  ['debian:${RELEASE:-${TAG}}', 'debian:12.9'],
  ['debian:${RELEASE:-${OTHER}}', undefined],
  ['debian:$RELEASE', undefined],
  ['debian:${RELEASE?set it}', undefined],
  ['debian:${TAG:?set it}', 'debian:12.9'],
  ['debian${TAG:+:stable}', 'debian:stable'],
  ['debian${EMPTY:+:stable}', 'debian'],
  ['debian${RELEASE:+:stable}', undefined],
  ['cost: 5$$', 'cost: 5$'],
  ['cost: 5$ more', undefined],
  ['debian:${TAG', undefined],
])('%s', (text, value) => {
  expect(interpolate(text, environment)).toBe(value);
});

test.each([
  ['$A $$B ${C:-${D}} ${TAG} ${E:?set it}', ['A 0', 'D 7', 'E 25']],
  ['${TAG:+$X}${EMPTY:+$Y}${Z:+z}', ['X 0', 'Z 22']],
  ['$A 5$ $B', ['A 0', ' 4']],
  ['${A', [' 0']],
  ['${TAG}', []],
])('what %s lacks', (text, expected) => {
  const missing: string[] = [];
  interpolate(text, environment, ({ name = '', at }) => missing.push(`${name} ${at}`));
  expect(missing).toEqual(expected);
});

test('.env', () => {
  const text = [
    '# versions',
    'TAG=12.9',
    'export NODE=22 # long term',
    "PLAIN='a $TAG # b'",
    'JOINED="node-${NODE}"',
    'NONE=',
    'OPEN="begins here',
    'UNKNOWN=$ELSEWHERE',
    'no assignment',
  ].join('\n');
  expect([...readDotenv(text)]).toEqual([
    ['TAG', '12.9'],
    ['NODE', '22'],
    ['PLAIN', 'a $TAG # b'],
    ['JOINED', 'node-22'],
    ['NONE', ''],
  ]);
});
