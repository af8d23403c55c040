import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Found, resolve } from '../../../src/secrets/confirm.ts';
import { generic } from '../../../src/secrets/detectors/generic.ts';

const [detector] = generic();

/** Far apart, near each other, across the borders of stretches, and beyond 32 bits. */
const found = fc
  .record({
    start: fc.oneof(
      fc.nat(9000),
      fc.nat(40).map((at) => 4080 + at),
      fc.nat(40).map((at) => 2 ** 32 - 20 + at),
    ),
    length: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 9000 })),
    confidence: fc.constantFrom('confirmed' as const, 'likely' as const, 'possible' as const),
  })
  .map(
    ({ start, length, confidence }): Found | undefined =>
      detector && { detector, value: 'hunter22', start, end: start + length, verdict: { confidence, why: 'a test' } },
  );

test('of matches that share text one is kept, and nothing is dropped that shares text with none', () => {
  fc.assert(
    fc.property(fc.array(found, { maxLength: 40 }), (some) => {
      const all = some.filter((one) => one !== undefined);
      const kept = resolve(all);
      const share = (one: Found, other: Found) => one.start < other.end && other.start < one.end;
      for (const one of kept) expect(kept.filter((other) => share(one, other))).toEqual([one]);
      for (const one of all) expect(kept.some((other) => other === one || share(one, other))).toBe(true);
    }),
  );
});
