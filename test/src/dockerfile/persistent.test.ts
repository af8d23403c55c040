import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PersistentMap } from '../../../src/dockerfile/persistent.ts';

describe('PersistentMap', () => {
  it('holds what a Map holds, and leaves older versions as they were', () => {
    const entries = fc.array(fc.tuple(fc.string({ maxLength: 3 }), fc.integer()), { maxLength: 200 });
    fc.assert(
      fc.property(entries, (pairs) => {
        const versions = [PersistentMap.empty<number>()];
        for (const [key, value] of pairs)
          versions.push((versions.at(-1) ?? PersistentMap.empty<number>()).with(key, value));
        for (const at of [0, pairs.length >> 1, pairs.length]) {
          const expected = new Map(pairs.slice(0, at));
          const version = versions[at];
          expect(version?.size).toBe(expected.size);
          for (const [key] of pairs) expect(version?.get(key)).toBe(expected.get(key));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('goes through its entries in the order in which their values were set', () => {
    const map = PersistentMap.empty<number>().with('b', 1).with('a', 2).with('b', 3);
    expect([...map]).toEqual([
      ['a', 2],
      ['b', 3],
    ]);
  });
});
