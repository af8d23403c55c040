import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detectors, planOf } from '../../../src/secrets/catalogue.ts';
import { hasShape } from '../../../src/secrets/gate.ts';
import { type Anchor, type Prefilter, plainPrefilter } from '../../../src/secrets/prefilter.ts';
import { literalsOf, searchText } from '../../../src/secrets/search.ts';
import { nameOf, readPlan, simdPrefilter } from '../../../src/secrets/simd.ts';

const { anchors } = planOf(detectors());
const literals = literalsOf(anchors);
const size = 4096;

function seenBy(prefilter: Prefilter | undefined, bytes: Uint8Array, from = 0, to = bytes.length): string[] {
  const seen: string[] = [];
  prefilter?.window.fill(0x20);
  prefilter?.window.set(bytes);
  prefilter?.search(from, to, (anchor, at) => seen.push(`${at} ${anchor}`));
  return seen.sort();
}

const simd = simdPrefilter(anchors, size);
const plain = plainPrefilter(anchors, size);

describe('the prefilters', () => {
  test('WebAssembly is there', () => {
    expect(simd).toBeDefined();
  });
  test('see every literal of the catalogue, in its own case and in any', () => {
    for (const [index, { text, fold }] of anchors.entries()) {
      const bytes = Buffer.from(`..${fold ? text.toUpperCase() : text}=user:word@`, 'latin1');
      expect(seenBy(simd, bytes), text).toContain(`2 ${index}`);
      expect(seenBy(plain, bytes), text).toContain(`2 ${index}`);
    }
  });
  test('see the same in any bytes', () => {
    const piece = fc.oneof(
      fc.constantFrom(...anchors.map((anchor) => anchor.text)),
      fc.constantFrom(...anchors.map((anchor) => anchor.text.toUpperCase())),
      fc.constantFrom('=', ': ', ' string = ', '"', '\\', '_name', 'user:', 'word@', '/', ' '),
      fc.string({ unit: 'binary-ascii', maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.nat(40), fc.nat(40), (pieces, skip, cut) => {
        const bytes = Buffer.from(pieces.join(''), 'latin1').subarray(0, size);
        const to = Math.max(skip, bytes.length - cut);
        const seen = seenBy(plain, bytes, Math.min(skip, bytes.length), Math.min(to, bytes.length));
        expect(seenBy(simd, bytes, Math.min(skip, bytes.length), Math.min(to, bytes.length))).toEqual(seen);
        if (skip === 0 && cut === 0) {
          const looked: string[] = [];
          searchText(bytes.toString('latin1'), literals, (anchor, at) => {
            const shape = anchors[anchor]?.shape;
            if (!shape || hasShape(shape, bytes, at, bytes.length)) looked.push(`${at} ${anchor}`);
          });
          expect(looked.sort()).toEqual(seen);
        }
      }),
    );
  });
  test('agree on more hits than there is room for at once', () => {
    const bytes = Buffer.alloc(60_000, 'key=token=');
    const wide = simdPrefilter(anchors, bytes.length);
    const slow = plainPrefilter(anchors, bytes.length);
    expect(seenBy(wide, bytes)).toEqual(seenBy(slow, bytes));
    expect(seenBy(wide, bytes).length).toBe(12_000);
  });
  test('find literals that no plan knows', () => {
    const own: readonly Anchor[] = [
      { text: 'acme_', fold: false },
      { text: 'zz9', fold: true },
    ];
    expect(seenBy(simdPrefilter(own, 64), Buffer.from('acme_ ACME_ zz9 ZZ9'))).toEqual(['0 0', '12 1', '16 1']);
  });
  test('look at a shape up to where they are told to', () => {
    for (const prefilter of [simd, plain]) {
      prefilter?.window.set(Buffer.from('a token  = "x"'));
      const seen = (end: number) => {
        let count = 0;
        prefilter?.search(0, 7, () => count++, end);
        return count;
      };
      expect([7, 8, 9, 10, 14].map(seen)).toEqual([0, 0, 0, 1, 1]);
    }
  });
  test('count lines alike', () => {
    const bytes = Buffer.from('a\nb\n\n\nlonger than sixteen bytes in a row\n');
    simd?.window.set(bytes);
    plain.window.set(bytes);
    for (let from = 0; from < 6; from++) expect(simd?.lines(from, bytes.length)).toBe(plain.lines(from, bytes.length));
    expect(simd?.lines(0, bytes.length)).toBe(5);
  });
});

test('the plan knows every literal: else run `node bin/dev/prefilter.ts FOLDER…`', () => {
  const plan = readPlan();
  expect(anchors.filter((anchor) => !plan.has(nameOf(anchor))).map((anchor) => anchor.text)).toEqual([]);
});
