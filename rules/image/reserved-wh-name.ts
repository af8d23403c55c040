import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'reserved-wh-name',
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'No file may be called like a whiteout.',
  why: 'Runtimes take `.wh.` for their own mark: the file is lost, or hides another.',
  bad: [{ layers: [{ '[|app/.wh.|]': 'x' }] }],
  good: [{ layers: [{ 'app/x': 'x' }, { 'app/.wh.x': '' }] }],

  *check({ layers }) {
    for (const { index, facts } of layers) {
      for (const { kind, path, detail } of facts.faults) {
        if (kind !== 'reserved-whiteout') continue;
        yield {
          place: { kind: 'layer', layer: index, path },
          message: `\`${path}\` is called like a whiteout: ${detail}`.replace(/\.?$/, '.'),
          evidence: [{ kind: 'file', path }],
          help: 'Look at what wrote this layer; no common builder does so.',
        };
      }
    }
  },
});
