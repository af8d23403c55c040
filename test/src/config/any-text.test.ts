import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { readDocument } from '../../../src/config/document.ts';
import { explain } from '../../../src/config/explain.ts';
import { namesOf } from '../../../src/config/names.ts';
import { configSchema } from '../../../src/config/schema.ts';
import type { Problem } from '../../../src/finding.ts';
import { kit } from './project.ts';

const schema = configSchema(z, kit.rules, ['latest-tag', 'sudo', 'DS-0001', 'SC2086']);
const names = namesOf(kit.rules);

function problemsOf(text: string): readonly Problem[] {
  const document = readDocument(text, 'plimsoll.yaml');
  if (!document.ok) return [document.problem];
  const parsed = schema.safeParse(document.value.data ?? {}, { reportInput: true });
  return parsed.success ? [] : explain(parsed.error.issues, { z, schema, document: document.value, names });
}

const word = fc.constantFrom(
  ...[
    'rules',
    'sudo',
    'latest-tag',
    'off',
    'ignore',
    'rule',
    'until',
    '2026-01-01',
    'overrides',
    'files',
    'max',
    'custom',
  ],
  ...[
    'forbid',
    'env',
    'a-rule',
    'failOn',
    'extends',
    'buildArgs',
    '1',
    'null',
    '~',
    '"x',
    '&a',
    '*a',
    '!!map',
    '<<',
    '|',
    '>',
  ],
);
const glue = fc.constantFrom(
  ': ',
  ':\n  ',
  '\n',
  '\n  - ',
  '\n    ',
  ', ',
  ' { ',
  ' } ',
  '[',
  ']',
  '\t',
  '---\n',
  ' # ',
  '\r\n',
  '? ',
);
const texts = fc
  .array(fc.tuple(word, glue), { maxLength: 12 })
  .map((parts) => parts.map(([one, two]) => one + two).join(''));

test('whatever stands in the file, what is wrong is said in sentences that point into it', () => {
  fc.assert(
    fc.property(fc.oneof(texts, fc.string({ unit: 'binary', maxLength: 40 })), (text) => {
      for (const { message, file, span, line, column } of problemsOf(text)) {
        expect(message).toMatch(/^[^\n]+[.?]$/);
        expect(message).not.toMatch(/undefined|\[object|Invalid input|\p{Cc}/u);
        expect(file).toBe('plimsoll.yaml');
        expect(span?.start).toBeLessThanOrEqual(text.length);
        expect(span?.end).toBeGreaterThanOrEqual(span?.start ?? 0);
        expect(line).toBeGreaterThan(0);
        expect(column).toBeGreaterThan(0);
      }
    }),
    { numRuns: 300 },
  );
});
