import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Finding, Place } from '../../../src/finding.ts';
import { hash } from '../../../src/refine/hash.ts';
import { sort } from '../../../src/refine/sort.ts';

const finding = (place: Place, rule = 'sudo'): Finding => ({
  rule,
  place,
  severity: 'error',
  message: 'It is.',
  related: [],
  evidence: [],
  fixes: [],
  fingerprint: '',
});

const inOrder = [
  finding({ kind: 'image' }),
  finding({ kind: 'dockerfile', file: 'Dockerfile', span: { start: 3, end: 9 } }),
  finding({ kind: 'dockerfile', file: 'Dockerfile', span: { start: 10, end: 12 } }, 'latest-tag'),
  finding({ kind: 'dockerfile', file: 'Dockerfile', span: { start: 10, end: 12 } }),
  finding({ kind: 'dockerfile', file: 'Dockerfile', span: { start: 10, end: 14 } }),
  finding({ kind: 'file', file: '.dockerignore', span: { start: 0, end: 1 } }),
  finding({ kind: 'config', key: 'User' }),
  finding({ kind: 'history', step: 9 }),
  finding({ kind: 'history', step: 10 }),
  finding({ kind: 'layer', layer: 0, path: 'z' }),
  finding({ kind: 'layer', layer: 2, path: 'B' }),
  finding({ kind: 'layer', layer: 2, path: 'a' }),
  finding({ kind: 'layer', layer: 2, path: 'a', line: 2 }),
];

test('a report reads from top to bottom, whatever order the rules spoke in', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(inOrder, { minLength: inOrder.length }), (shuffled) => {
      expect(sort(shuffled)).toEqual(inOrder);
    }),
  );
});

test('hashes of near texts share nothing, and are 24 digits', () => {
  const texts = Array.from({ length: 20_000 }, (_, i) => `latest-tag\0FROM node:${i}`);
  const hashes = new Set(texts.map(hash));
  expect(hashes.size).toBe(texts.length);
  for (const part of [0, 8, 16])
    expect(new Set(texts.map((text) => hash(text).slice(part, part + 8))).size).toBeGreaterThan(19_980);
  expect(hash('')).toMatch(/^[0-9a-f]{24}$/);
});
