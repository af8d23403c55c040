import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'ssh-port',
  aliases: ['DS-0004', 'CKV_DOCKER_1'],
  on: 'dockerfile',
  needs: { within: [{ kinds: ['expose'], texts: ['22', '-', '$'] }] },
  since: '1.0',
  severity: 'warning',
  category: 'security',
  securitySeverity: 5.0,
  summary: 'An image must not offer SSH.',
  why: 'A server for logins in a container is one more door with keys and patches of its own; `docker exec` and `kubectl exec` need none.',
  bad: [
    'FROM debian:12.9\nEXPOSE 80 [|22|]',
    'FROM debian:12.9\nEXPOSE [|22/tcp|]',
    'FROM debian:12.9\nEXPOSE [|20-25|]',
  ],
  good: [
    'FROM debian:12.9\nEXPOSE 80 2222',
    'FROM debian:12.9\nEXPOSE 22/sctp',
    'FROM debian:12.9 AS test\nEXPOSE 22\nFROM debian:12.9',
  ],

  *check({ shipped }) {
    for (const { text = '', place } of shipped.flatMap((stage) => stage.of('expose')).flatMap(({ words }) => words)) {
      if (!text.includes('22') && !text.includes('-')) continue;
      const [, first, last = first] = /^(?:.*:)?(\d+)(?:-(\d+))?(?:\/(?:tcp|udp))?$/i.exec(text) ?? [];
      if (first === undefined || Number(first) > 22 || Number(last) < 22) continue;
      yield {
        place,
        message: `\`${text}\` is the port of SSH.`,
        help: 'Leave the server out, and enter with `docker exec`.',
      };
    }
  },
});
