import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'symlink-escapes',
  on: 'image',
  since: '1.0',
  severity: 'info',
  category: 'security',
  summary: 'A link must not lead outside of the image.',
  why: 'Tools that unpack the image follow it to files of the host.',
  bad: [{ layers: [{ '[|app/link|]': { link: '../../../etc/passwd' } }] }],
  good: [
    { layers: [{ 'app/link': { link: '../etc/passwd' }, 'etc/passwd': 'root:x:0:0::/:/bin/sh\n' }] },
    { layers: [{ 'bin/sh': { link: '/usr/bin/dash' } }] },
  ],

  *check({ layers }) {
    for (const { index, facts } of layers) {
      for (const { kind, path, detail } of facts.faults) {
        if (kind !== 'symlink-escape') continue;
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
