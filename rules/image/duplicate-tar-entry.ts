import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'duplicate-tar-entry',
  on: 'image',
  since: '1.0',
  severity: 'info',
  category: 'correctness',
  summary: 'A layer must name each path once.',
  why: 'Readers disagree on which of them counts, so two tools see two images.',
  bad: [{ layers: [{ 'app/x': 'one', '[|./app/x|]': 'two' }] }],
  good: [{ layers: [{ 'app/x': 'one' }, { 'app/x': 'two' }] }],

  *check({ layers }) {
    for (const { index, facts } of layers) {
      const twice = facts.faults.filter(({ kind }) => kind === 'duplicate-entry');
      const [first] = twice;
      if (!first) continue;
      const more = twice.length > 1 ? ` and ${twice.length - 1} more stand` : ' stands';
      yield {
        place: { kind: 'layer', layer: index, path: first.path },
        message: `\`${first.path}\`${more} more than once in one layer.`,
        evidence: [{ kind: 'file', path: first.path }],
        help: 'Look at what wrote this layer; no common builder does so.',
      };
    }
  },
});
