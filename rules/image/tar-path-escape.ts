import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'tar-path-escape',
  on: 'image',
  since: '1.0',
  severity: 'error',
  category: 'security',
  summary: 'A layer must not name paths outside of the image.',
  why: 'A careless extractor writes them over files of the host.',
  bad: [{ layers: [{ '[|../etc/cron.d/x|]': 'x' }] }],
  good: [{ layers: [{ './app/x': 'x', '/app/y': 'x' }] }],

  *check({ layers }) {
    for (const { index, facts } of layers) {
      for (const { kind, path, detail } of facts.faults) {
        if (kind !== 'path-escape') continue;
        yield {
          place: { kind: 'layer', layer: index, path },
          message: `\`${path}\` leads outside of the image: ${detail}`.replace(/\.?$/, '.'),
          evidence: [{ kind: 'file', path }],
          help: 'Look at what wrote this layer; no common builder does so.',
        };
      }
    }
  },
});
