import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placedIn } from '../../../../src/config/builds/inline.ts';

test('every span of a text that is set in is where it stands', () => {
  const line = fc.constantFrom('FROM debian:12.9', 'RUN true \\', '  && false', '# note', '');
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 8 }),
      fc.nat(6),
      fc.nat(80),
      fc.nat(80),
      (lines, indent, a, b) => {
        const text = ['FROM scratch', ...lines].join('\n');
        const before = 'web:\n  dockerfile_inline: |\n';
        const source = `${before}${text.replaceAll(/^(?=.)/gm, ' '.repeat(indent))}\n`;
        const [start, end] = [a, b].map((at) => Math.min(at, text.length)).sort((x, y) => x - y);
        const from = { start: before.indexOf('|'), end: before.indexOf('|') + 1 };
        const span = placedIn(source, from, text)({ start: start ?? 0, end: end ?? 0 });
        const even = (one: string) => one.replaceAll(/^ +/gm, '');
        expect(even(source.slice(span.start, span.end))).toBe(even(text.slice(start, end)));
      },
    ),
    { numRuns: 300 },
  );
});

test('a text that is written otherwise is meant as a whole', () => {
  const source = 'web: { dockerfile_inline: "FROM debian:12.9\\nUSER 1000\\n" }\n';
  const from = { start: 26, end: 57 };
  expect(placedIn(source, from, 'FROM debian:12.9\nUSER 1000\n')({ start: 5, end: 16 })).toEqual(from);
});
