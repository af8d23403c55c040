/** Text for a terminal, and the source lines quoted in it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excerpt } from '../../../src/report/excerpt.ts';
import { count, list, size } from '../../../src/report/numbers.ts';
import { cells, cut, plain, shown, wrap } from '../../../src/report/plain.ts';
import { sourceOf } from '../../../src/report/source.ts';

const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('a', '\t', '\n', '\r', '漢', '\u202e', '\u001b', '\ud800', '🐳', 'e\u0301'),
    fc.string(),
  ),
});

describe('plain', () => {
  test.each([
    ['\u001b[31mred', '␛[31mred'],
    ['a\tb\r\nc', 'a b c'],
    ['\u007f\u009b2J', '␡<U+009B>2J'],
    ['\u202egnp', '<U+202E>gnp'],
    ['zero\u200bwidth', 'zero<U+200B>width'],
    ['\ud800', '<U+D800>'],
    ['größe 漢字 🐳', 'größe 漢字 🐳'],
  ])('%j is shown as %j', (given, expected) => {
    expect(plain(given)).toBe(expected);
  });

  test('leaves nothing that moves, hides or turns', () => {
    fc.assert(
      fc.property(text, (given) => {
        expect(plain(given)).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u200b\u2028\u2029]|\p{Surrogate}/u);
      }),
    );
  });
});

describe('shown', () => {
  test('tabs go to the next stop, and every offset keeps its column', () => {
    const { text: drawn, column } = shown('a\tb漢\u202ec');
    expect(drawn).toBe('a   b漢<U+202E>c');
    expect([0, 1, 2, 3, 4, 5, 6].map(column)).toEqual([0, 1, 4, 5, 7, 15, 16]);
  });

  test('columns never fall, and the last is the width', () => {
    fc.assert(
      fc.property(text, (given) => {
        const line = given.replace(/[\r\n]/g, '');
        const drawn = shown(line);
        const columns = Array.from({ length: line.length + 1 }, (_, offset) => drawn.column(offset));
        expect(columns).toEqual(columns.toSorted((a, b) => a - b));
        expect(columns.at(-1)).toBe(cells(drawn.text));
      }),
    );
  });
});

describe('cut', () => {
  test('keeps the columns asked for, half a wide character is a space', () => {
    expect(cut('漢字ab', 1, 5)).toBe(' 字a');
    expect(cut('abcdef', 2, 4)).toBe('cd');
  });

  test('is never wider than asked', () => {
    fc.assert(
      fc.property(text, fc.nat(20), fc.nat(20), (given, from, width) => {
        expect(cells(cut(plain(given), from, from + width))).toBeLessThanOrEqual(width);
      }),
    );
  });
});

test('wrap breaks at spaces and loses nothing', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrap('unbreakable', 4)).toEqual(['unbreakable']);
});

describe('numbers', () => {
  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [43_100_000, '43.1 MB'],
    [312_000_000, '312 MB'],
    [999_600_000, '1.0 GB'],
  ])('%d bytes are %s', (bytes, expected) => {
    expect(size(bytes)).toBe(expected);
  });

  test('counts and lists read as sentences', () => {
    expect([count(1, 'error'), count(2, 'error'), count(1_234_567, 'file')]).toEqual([
      '1 error',
      '2 errors',
      '1,234,567 files',
    ]);
    expect([list([]), list(['a']), list(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']);
  });
});

const same = (given: string) => given;

describe('a source', () => {
  test('counts lines and columns from 1, and CRLF as one end', () => {
    const source = sourceOf('ab\r\nc\n\nd', same);
    expect([0, 2, 4, 6, 7].map((offset) => source.position(offset))).toEqual([
      { line: 1, column: 1 },
      { line: 1, column: 3 },
      { line: 2, column: 1 },
      { line: 3, column: 1 },
      { line: 4, column: 1 },
    ]);
    expect([1, 2, 3, 4].map((line) => source.quote(line))).toEqual(['ab', 'c', '', 'd']);
    expect(source.position(99)).toEqual({ line: 4, column: 2 });
  });

  test('agrees with counting by hand at every offset', () => {
    fc.assert(
      fc.property(text, (given) => {
        const source = sourceOf(given, same);
        for (let offset = 0; offset <= given.length; offset++) {
          const before = given.slice(0, offset).split('\n');
          expect(source.position(offset)).toEqual({ line: before.length, column: (before.at(-1)?.length ?? 0) + 1 });
        }
        expect(source.count).toBe(given.split('\n').length);
      }),
      { numRuns: 60 },
    );
  });

  test('hides whole lines where a masker changed their length', () => {
    const source = sourceOf('A=1\nTOKEN=hunter2\n', (given) => given.replace('hunter2', '***'));
    expect([1, 2].map((line) => source.quote(line))).toEqual(['A=1', '•••••••••••••']);
  });

  test('hides everything where the secret shows only in the whole', () => {
    const source = sourceOf('one\ntwo', (given) => given.replace('one\ntwo', '***'));
    expect(source.quote(1)).toBe('•••');
  });
});

describe('an excerpt', () => {
  const file = 'FROM debian:12.9\nRUN one \\\n  # why\n  && two \\\n  && three \\\n  && four\n';

  const marksOf = (needle: string, width = 80) => {
    const start = file.indexOf(needle);
    return excerpt(sourceOf(file, same), { start, end: start + needle.length }, width).map((row) =>
      row.kind === 'elision'
        ? `… ${row.lines}`
        : `${row.number} ${row.text} ${row.mark?.from ?? '-'}+${row.mark?.width ?? '-'}`,
    );
  };

  test('marks the characters of the span', () => {
    expect(marksOf('debian:12.9')).toEqual(['1 FROM debian:12.9 5+11']);
  });

  test('shows the head of the instruction that a line continues', () => {
    expect(marksOf('three')).toEqual(['2 RUN one \\ -+-', '… 2', '5   && three \\ 5+5']);
  });

  test('leaves out the middle of a long span, and marks no indentation', () => {
    expect(marksOf('one \\\n  # why\n  && two \\\n  && three \\\n  && four')).toEqual([
      '2 RUN one \\ 4+5',
      '… 3',
      '6   && four 2+7',
    ]);
  });

  test('marks one column for an empty span, at the end of a line too', () => {
    const source = sourceOf('FROM a\n', same);
    expect(excerpt(source, { start: 6, end: 6 }, 80)).toEqual([
      { kind: 'line', number: 1, text: 'FROM a', mark: { from: 6, width: 1 } },
    ]);
  });

  test('keeps the mark within the window of a long line', () => {
    fc.assert(
      fc.property(
        fc.nat(300),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 20, max: 90 }),
        (start, length, width) => {
          const line = Array.from({ length: 400 }, (_, at) => String.fromCharCode(97 + (at % 26))).join('');
          const [row] = excerpt(sourceOf(line, same), { start, end: Math.min(400, start + length) }, width);
          if (row?.kind !== 'line' || row.mark === undefined) throw new Error('no mark');
          expect(cells(row.text)).toBeLessThanOrEqual(width);
          const under = row.text.slice(row.mark.from, row.mark.from + row.mark.width);
          expect(line.slice(start, start + under.length)).toBe(under);
        },
      ),
    );
  });

  test('never fails, whatever the span', () => {
    fc.assert(
      fc.property(text, fc.nat(40), fc.nat(40), fc.integer({ min: 20, max: 60 }), (given, start, length, width) => {
        const rows = excerpt(sourceOf(given, same), { start, end: start + length }, width);
        expect(rows.length).toBeGreaterThan(0);
      }),
    );
  });
});
