import { programsOf } from '../../src/image/programs.ts';
import { defineRule } from '../../src/rule.ts';

const tools = new Set(
  'curl wget nc ncat netcat nmap tcpdump strace ltrace telnet ssh scp socat gdbserver vim nano'.split(' '),
);

export default defineRule({
  id: 'debug-tools-in-image',
  aliases: ['CIS-4.3'],
  on: 'image',
  since: '1.0',
  severity: 'off',
  category: 'security',
  securitySeverity: 2,
  summary: 'A hardened image holds no tools for looking around.',
  why: 'What helps to find a fault helps an intruder to look around and to fetch what he needs.',
  options: (z) => z.strictObject({ allow: z.array(z.string()).default([]).describe('Programs that may stay.') }),
  bad: [
    { layers: [{ '[|usr/bin/curl|]': { content: 'x', mode: 0o755 }, 'usr/bin/nc': { content: 'x', mode: 0o755 } }] },
  ],
  good: [
    { layers: [{ 'usr/bin/node': { content: 'x', mode: 0o755 } }] },
    { layers: [{ 'usr/bin/curl': { content: 'x', mode: 0o755 } }], options: { allow: ['curl'] } },
  ],

  *check({ files }, { allow }) {
    const found = programsOf(files).filter(({ path, entry }) => {
      const name = /^(?:usr\/)?(?:local\/)?s?bin\/([^/]+)$/.exec(path)?.[1] ?? '';
      return entry.type === 'file' && tools.has(name) && !allow.includes(name);
    });
    const [first] = found;
    if (!first) return;
    yield {
      place: files.at(first),
      message: `The image holds ${found.map(({ path }) => `\`/${path}\``).join(', ')}.`,
      evidence: found.map(({ path, entry }) => ({ kind: 'file', path, size: entry.size })),
      help: 'Leave them out, and debug with an ephemeral container.',
    };
  },
});
