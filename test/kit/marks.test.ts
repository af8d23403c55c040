import { expect, test } from 'vitest';
import { mark, unmark } from '../../src/testing/marks.ts';

test('marks come out as spans of the unmarked text', () => {
  expect(unmark('FROM [|a|] AS [|b|]')).toEqual({
    text: 'FROM a AS b',
    spans: [
      { start: 5, end: 6 },
      { start: 10, end: 11 },
    ],
  });
});

test('marks nest, and an empty mark is an empty span', () => {
  expect(unmark('[|a [|b|]|][||]')).toEqual({
    text: 'a b',
    spans: [
      { start: 0, end: 3 },
      { start: 2, end: 3 },
      { start: 3, end: 3 },
    ],
  });
});

test('a shell test is no mark', () => {
  expect(unmark('RUN [ a ] || [[ b |]').spans).toEqual([]);
});

test('an open mark throws', () => {
  expect(() => unmark('FROM [|a')).toThrow('not closed');
});

test('mark is the inverse of unmark', () => {
  const marked = 'FROM [|a|] AS [|b|]';
  const { text, spans } = unmark(marked);
  expect(mark(text, spans)).toBe(marked);
});
