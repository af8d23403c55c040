import type { Image } from '../../src/image/model.ts';
import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'wasted-space-budget',
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'An image must keep to its budget of wasted bytes.',
  why: 'Bytes that later layers hide are stored and pulled for nothing; a budget fails the build that adds more of them.',
  options: (z) =>
    z.strictObject({
      highestWastedBytes: z
        .number()
        .int()
        .nonnegative()
        .nullable()
        .default(null)
        .describe(
          'Wasted bytes that are fine; dive’s option of this name, each byte counted once. `null` sets no budget.',
        ),
      highestUserWastedPercent: z
        .number()
        .min(0)
        .max(1)
        .nullable()
        .default(null)
        .describe(
          'Share of the bytes above the base image that may be wasted; dive’s option of this name. `null` sets no budget.',
        ),
    }),
  bad: [
    {
      whole: '[||]',
      options: { highestWastedBytes: 500 },
      layers: [{ a: { size: 700 } }, { a: { size: 300 } }],
      message: 'The image wastes 700 B, 200 B above its budget.',
    },
    {
      whole: '[||]',
      options: { highestUserWastedPercent: 0.1 },
      base: 1,
      layers: [{ a: { size: 700 } }, { b: { size: 400 } }, { b: { size: 600 } }],
      message: 'The image wastes 40.0 % of the 1.0 kB above its base.',
    },
  ],
  good: [
    { layers: [{ a: { size: 700 } }, { a: { size: 300 } }] },
    { options: { highestWastedBytes: 700 }, layers: [{ a: { size: 700 } }, { a: { size: 300 } }] },
    {
      name: 'waste of the base',
      options: { highestUserWastedPercent: 0.1 },
      base: 2,
      layers: [{ a: { size: 700 } }, { a: { size: 300 } }, { b: { size: 400 } }],
    },
  ],

  *check(image, { highestWastedBytes, highestUserWastedPercent }) {
    const { bytes, items } = image.waste;
    const evidence = [{ kind: 'bytes', what: 'wasted', bytes, count: items.length }] as const;
    const help = 'Remove and change files in the instruction that brings them.';
    if (highestWastedBytes !== null && bytes > highestWastedBytes) {
      const message = `The image wastes ${size(bytes)}, ${size(bytes - highestWastedBytes)} above its budget.`;
      yield { place: { kind: 'image' }, message, evidence, help };
    }
    const own = aboveBase(image);
    const share = own.total === 0 ? 0 : own.wasted / own.total;
    if (highestUserWastedPercent !== null && share > highestUserWastedPercent) {
      const message = `The image wastes ${(share * 100).toFixed(1)} % of the ${size(own.total)} above its base.`;
      yield { place: { kind: 'image' }, message, evidence, help };
    }
  },
});

/** Layers that are not known to be the base's: their bytes, and the wasted ones among them. */
function aboveBase({ layers }: Image): { readonly total: number; readonly wasted: number } {
  const own = layers.filter(({ origin }) => origin.from !== 'base');
  const sum = (of: 'size' | 'waste') => own.reduce((total, layer) => total + layer[of], 0);
  return { total: sum('size'), wasted: sum('waste') };
}
