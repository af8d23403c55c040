import { fix } from '../../src/dockerfile/edits.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'port-protocol-casing',
  aliases: ['ExposeProtoCasing'],
  on: 'dockerfile',
  needs: { within: [{ kinds: ['expose'], texts: ['/'] }] },
  since: '1.0',
  severity: 'warning',
  category: 'style',
  summary: 'Protocols in EXPOSE must be lower-case.',
  why: 'Builders take `TCP` today, and write `tcp` into the image; other readers compare the text.',
  bad: [
    { code: 'FROM debian:12.9\nEXPOSE [|80/TCP|]', fixed: 'FROM debian:12.9\nEXPOSE 80/tcp' },
    { code: 'FROM debian:12.9\nEXPOSE 80 [|$PORT/Udp|]', fixed: 'FROM debian:12.9\nEXPOSE 80 $PORT/udp' },
  ],
  good: ['FROM debian:12.9\nEXPOSE 80/tcp 53/udp', 'FROM debian:12.9\nEXPOSE 80', 'FROM debian:12.9\nEXPOSE $PORT'],

  *check({ stages }) {
    for (const { raw, place, span } of stages.flatMap((stage) => stage.of('expose')).flatMap(({ words }) => words)) {
      const protocol = raw.includes('/') ? /\/([A-Za-z]+)$/.exec(raw)?.[1] : undefined;
      if (protocol === undefined || protocol === protocol.toLowerCase()) continue;
      const wanted = protocol.toLowerCase();
      const edit = { span: { start: span.end - protocol.length, end: span.end }, text: wanted };
      yield {
        place,
        message: `\`${protocol}\` is not lower-case.`,
        help: `Write \`${wanted}\`.`,
        fixes: [fix(`Write \`${wanted}\``, 'safe', edit)],
      };
    }
  },
});
