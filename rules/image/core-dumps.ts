import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'core-dumps',
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'security',
  securitySeverity: 5,
  summary: 'No dump of a process’s memory may ship.',
  why: 'It holds whatever the process held: keys, passwords, the data of users. And it is large.',
  bad: [{ layers: [{ '[|app/java_pid17.hprof|]': 'JAVA PROFILE 1.0.2\0' }] }],
  good: [{ layers: [{ 'usr/lib/core.js': 'x', 'app/core': 'no dump\n' }] }],

  *check({ layers }) {
    for (const { index, facts } of layers) {
      for (const { path, type, kind, size: bytes } of facts.entries) {
        const dump =
          (kind?.is === 'elf' && kind.type === 'core') ||
          kind?.is === 'heapdump' ||
          (type === 'file' && /\.(hprof|dmp)$/.test(path) && bytes > 0);
        if (!dump) continue;
        yield {
          place: { kind: 'layer', layer: index, path },
          message: `\`/${path}\` is the memory of a process, ${size(bytes)}.`,
          evidence: [{ kind: 'file', path, size: bytes }],
          help: 'Remove it where it comes from, and change what the process knew.',
        };
      }
    }
  },
});
