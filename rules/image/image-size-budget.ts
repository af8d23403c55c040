import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'image-size-budget',
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'An image must keep to its size budget.',
  why: 'Size comes back by a few megabytes at a time; a number that fails the build is what keeps it away.',
  options: (z) =>
    z.strictObject({
      maximum: z
        .number()
        .int()
        .positive()
        .nullable()
        .default(null)
        .describe('Bytes of files in all layers together; `null` sets no budget.'),
    }),
  bad: [
    {
      whole: '[||]',
      options: { maximum: 1000 },
      layers: [{ a: { size: 700 } }, { b: { size: 600 } }],
      message: 'The image weighs 1.3 kB, 300 B above its budget.',
    },
  ],
  good: [{ layers: [{ a: { size: 700 } }] }, { options: { maximum: 1000 }, layers: [{ a: { size: 1000 } }] }],

  *check({ waste, layers }, { maximum }) {
    if (maximum === null || waste.total <= maximum) return;
    const largest = layers.toSorted((a, b) => b.size - a.size).slice(0, 3);
    yield {
      place: { kind: 'image' },
      message: `The image weighs ${size(waste.total)}, ${size(waste.total - maximum)} above its budget.`,
      evidence: [{ kind: 'bytes', what: 'files of all layers', bytes: waste.total }],
      help: 'Look at the largest layers first.',
      related: largest.map((layer) => ({
        place: layer.step?.place ?? { kind: 'image' },
        message: `${size(layer.size)} come with this layer.`,
      })),
    };
  },
});
