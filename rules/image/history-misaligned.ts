import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'history-misaligned',
  on: 'image',
  since: '1.0',
  severity: 'info',
  category: 'metadata',
  summary: 'The history should say what made each layer.',
  why: 'Where the counts differ nobody can tell which instruction made which layer, and findings point at none.',
  bad: [{ history: ['RUN a', 'RUN b'], layers: [{ 'app/x': 'x' }], whole: '[||]' }],
  good: [
    { history: ['RUN a', { by: 'CMD ["a"]', empty: true }], layers: [{ 'app/x': 'x' }] },
    { name: 'none at all', history: [], layers: [{ 'app/x': 'x' }] },
  ],

  *check({ history, layers }) {
    const made = history.filter(({ empty }) => !empty).length;
    if (history.length === 0 || made === layers.length) return;
    yield {
      place: { kind: 'image' },
      message: `The history tells of ${made} layers, and the image has ${layers.length}.`,
      evidence: [{ kind: 'value', name: 'steps', value: String(made) }],
      help: 'Look at the tool that wrote the image; flattening and squashing lose the history.',
    };
  },
});
