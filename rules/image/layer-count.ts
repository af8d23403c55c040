import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'layer-count',
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'An image must not have more layers than hosts can stack.',
  why: 'Storage drivers stack at most 127 layers, and an image built on this one adds its own.',
  options: (z) =>
    z.strictObject({ maximum: z.number().int().positive().default(100).describe('Layers that are fine.') }),
  bad: [
    {
      whole: '[||]',
      options: { maximum: 1 },
      layers: [{ a: 'x' }, { b: 'x' }],
      message: 'The image has 2 layers.',
    },
  ],
  good: [{ layers: [{ a: 'x' }, { b: 'x' }] }],

  *check({ layers }, { maximum }) {
    if (layers.length <= maximum) return;
    yield {
      place: { kind: 'image' },
      message: `The image has ${layers.length} layers.`,
      evidence: [{ kind: 'value', name: 'layers', value: String(layers.length) }],
      help: `Join instructions, or build in a stage and copy the result: at most ${maximum} layers.`,
    };
  },
});
