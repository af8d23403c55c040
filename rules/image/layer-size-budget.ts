import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'layer-size-budget',
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'Each layer must keep to the size budget.',
  why: 'A layer is pulled whole and by one connection: the largest one decides how long the image takes.',
  options: (z) =>
    z.strictObject({
      maximum: z
        .number()
        .int()
        .positive()
        .nullable()
        .default(null)
        .describe('Bytes of files in one layer; `null` sets no budget.'),
    }),
  bad: [
    {
      options: { maximum: 1000 },
      layers: [{ a: 'x', '[|models/b|]': { size: 1500 } }, { c: { size: 900 } }],
      message: 'Layer 0 weighs 1.5 kB, 501 B above the budget; `/models/b` is the largest in it.',
    },
  ],
  good: [{ layers: [{ a: { size: 1500 } }] }, { options: { maximum: 1000 }, layers: [{ a: { size: 1000 } }] }],

  *check({ layers }, { maximum }) {
    for (const { index, facts, size: bytes } of layers) {
      if (maximum === null || bytes <= maximum) continue;
      const [largest] = facts.entries.toSorted((a, b) => b.size - a.size);
      if (!largest) continue;
      yield {
        place: { kind: 'layer', layer: index, path: largest.path },
        message: `Layer ${index} weighs ${size(bytes)}, ${size(bytes - maximum)} above the budget; \`/${largest.path}\` is the largest in it.`,
        evidence: [{ kind: 'bytes', what: 'files of the layer', bytes, count: facts.entries.length }],
        help: 'Bring less into it, or split what changes often from what does not.',
      };
    }
  },
});
