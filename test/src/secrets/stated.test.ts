/** Detectors that a configuration states: which expressions are taken, and what they find. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Node, parseExpression } from '../../../src/secrets/expression-tree.ts';
import { whyNotLinear } from '../../../src/secrets/linear.ts';
import { redact } from '../../../src/secrets/mask.ts';
import { scanPair } from '../../../src/secrets/pair.ts';
import { scanBytes } from '../../../src/secrets/scan.ts';
import { scanText } from '../../../src/secrets/scan-text.ts';

describe('expressions', () => {
  test.each([
    'acme_[a-z0-9]{32}',
    'acme_[a-z0-9]{20,40}',
    String.raw`\w+-\d+`,
    String.raw`(?i)acme[_-](?:live|test)_[0-9a-f]{40}\b`,
    '(?<value>[A-Z]{4}[A-Z0-9]{16})',
    '"([^"]+)"',
    '(a?b){3}',
    '[a-z]{20}[a-z0-9]{3,9}',
    String.raw`acme-\d{4,8}(?:-[a-z]{4})?`,
    '(?:ab){3}a',
    'a(-a)*;',
    String.raw`key: *[\x61-\x7a]{8}`,
  ])('%s is taken', (expression) => expect(whyNotLinear(expression)).toBeUndefined());
  test.each([
    ['(a+)+', 1],
    ['(a|a)*b', 3],
    ['(ab|ac)', 4],
    [String.raw`\w+\d+`, 3],
    ['.*x', 2],
    ['(a*)*', 0],
    ['a*a*', 2],
    ['(a{2,3}){4}', 1],
    ['(ab?){2}b', 8],
    [String.raw`(a)\1`, 3],
    ['(?i)[a-z]+K', 10],
    [String.raw`\p{L}{8}`, 0],
    ['a?', 0],
    ['', 0],
  ])('%s is refused at %i', (expression, at) => expect(whyNotLinear(expression)?.at).toBe(at));
  test('what is taken never takes long, whatever the text', () => {
    const atom = fc.constantFrom('a', 'b', '[ab]', '[^a]', String.raw`\w`, '.', '-');
    const times = fc.constantFrom('', '', '?', '*', '+', '{3}', '{1,4}');
    const one = fc.tuple(atom, times).map(([set, many]) => set + many);
    const group = fc
      .tuple(fc.array(one, { minLength: 1, maxLength: 3 }), times)
      .map(([ones, many]) => `(?:${ones.join('')})${many}`);
    const expression = fc
      .array(fc.oneof(one, group), { minLength: 1, maxLength: 4 })
      .map((parts) => `^${parts.join('')}$`);
    fc.assert(
      fc.property(expression, fc.string({ unit: fc.constantFrom('a', 'b', '-'), maxLength: 30 }), (source, noise) => {
        const text = `${'a'.repeat(100)}${noise}!`;
        if (!whyNotLinear(source)) expect(stepsOf(source, text)).toBeLessThan(60 * text.length);
      }),
      { numRuns: 2000 },
    );
    expect(stepsOf('^(?:a?a?)*b$', 'a'.repeat(12))).toBeGreaterThan(60 * 12);
  });
});

/** How many characters a matcher looks at that tries one way after the other, from the first character on. */
function stepsOf(source: string, text: string): number {
  const parsed = parseExpression(source);
  let steps = 0;
  const match = (node: Node, at: number, next: (at: number) => boolean): boolean => {
    switch (node.kind) {
      case 'empty':
        return next(at);
      case 'set':
        return (
          ++steps < 1e6 &&
          ((node.set >> BigInt(text.charCodeAt(at) || 0)) & 1n) === 1n &&
          at < text.length &&
          next(at + 1)
        );
      case 'sequence':
        return node.items.reduceRight<(at: number) => boolean>(
          (rest, item) => (from) => match(item, from, rest),
          next,
        )(at);
      case 'choice':
        return node.items.some((item) => match(item, at, next));
      case 'repeat': {
        const again = (from: number, done: number): boolean =>
          (done < node.most && match(node.item, from, (to) => to > from && again(to, done + 1))) ||
          (done >= node.least && next(from));
        return again(at, 0);
      }
    }
  };
  if (parsed.ok) match(parsed.node, 0, (at) => at === text.length);
  return steps;
}

describe('what they find', () => {
  const detectors = [
    {
      id: 'acme-token',
      description: 'Acme token',
      keywords: ['ACME_KEY', 'acme_'],
      expression: String.raw`(?i)(?:acme_|acme_key\W{1,4})([a-z0-9]{16})`,
      confidence: 'confirmed',
    } as const,
  ];
  const value = 'k3j4h5g6f7d8s9a0';
  test('a text near a keyword, in any mixture of cases', () => {
    for (const text of [`x acme_${value} y`, `ACME_${value}`, `Acme_Key = ${value}`])
      expect(scanText(text, { detectors })).toMatchObject([
        {
          detector: 'acme-token',
          title: 'Acme token',
          confidence: 'confirmed',
          offset: text.indexOf(value),
          length: 16,
        },
      ]);
  });
  test('bytes of files too, once for each value', () => {
    const bytes = Buffer.from(`${'\0'.repeat(400_000)}acme_${value} acme_${value}`);
    expect(scanBytes(bytes, { detectors, name: 'app/bin' }).map(({ offset }) => offset)).toEqual([400_005]);
  });
  test('a variable by its name', () => {
    expect(scanPair('ACME_KEY', value, { detectors })).toMatchObject({ detector: 'acme-token', offset: 0, end: 16 });
  });
  test('no placeholder, and nothing without them', () => {
    expect(scanText('acme_xxxxxxxxxxxxxxxx', { detectors })).toEqual([]);
    expect(scanText(`acme_${value}`)).toEqual([]);
  });
  test('they are covered where texts are shown', () => {
    expect(redact(`RUN acme_${value}`, { detectors })).toBe(`RUN acme_${'*'.repeat(16)}`);
  });
});
