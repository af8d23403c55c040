import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'efficiency-budget',
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'Most of what an image ships must be seen in its final filesystem.',
  why: 'The rest was rewritten or deleted on the way: it is stored and pulled for nothing.',
  options: (z) =>
    z.strictObject({
      lowestEfficiency: z
        .number()
        .min(0)
        .max(1)
        .default(0.9)
        .describe('Share of the bytes in all layers that the final filesystem shows; dive’s option of this name.'),
      minimum: z
        .number()
        .int()
        .nonnegative()
        .default(10_000_000)
        .describe('Wasted bytes below which nothing is said, whatever the share.'),
    }),
  bad: [
    {
      whole: '[||]',
      options: { minimum: 100 },
      layers: [{ a: { size: 700 } }, { a: { size: 300 } }],
      message: 'Only 30.0 % of the image’s 1.0 kB are in its final filesystem: 700 B are wasted.',
    },
  ],
  good: [
    { layers: [{ a: { size: 700 } }, { a: { size: 300 } }] },
    { options: { minimum: 0 }, layers: [{ a: { size: 100 }, b: { size: 900 } }, { '.wh.a': '' }] },
    { name: 'nothing in it', options: { minimum: 0 }, layers: [] },
  ],

  *check({ waste: { total, bytes, items } }, { lowestEfficiency, minimum }) {
    const efficiency = total === 0 ? 1 : (total - bytes) / total;
    if (efficiency >= lowestEfficiency || bytes < minimum) return;
    yield {
      place: { kind: 'image' },
      message: `Only ${(efficiency * 100).toFixed(1)} % of the image’s ${size(total)} are in its final filesystem: ${size(bytes)} are wasted.`,
      evidence: [{ kind: 'bytes', what: 'wasted', bytes, count: items.length }],
      help: 'Remove and change files in the instruction that brings them.',
    };
  },
});
