import type { Entry } from '../../src/image/facts.ts';
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
      for (const { path, size: bytes } of facts.entries.filter(isDump)) {
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

function isDump({ path, type, kind, size: bytes }: Entry): boolean {
  if (kind !== undefined && (kind.is === 'heapdump' || (kind.is === 'elf' && kind.type === 'core'))) return true;
  return type === 'file' && bytes > 0 && (path.endsWith('.hprof') || path.endsWith('.dmp'));
}
