import { fix } from '../../src/dockerfile/edits.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'port-mapping',
  aliases: ['ExposeInvalidFormat'],
  on: 'dockerfile',
  needs: { within: [{ kinds: ['expose'], texts: [':', '$'] }] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'EXPOSE must name ports of the container alone.',
  why: 'An address or a port of the host has no meaning in an image; builders drop it today and have announced to refuse it.',
  bad: [
    { code: 'FROM debian:12.9\nEXPOSE [|8080:80|]', fixed: 'FROM debian:12.9\nEXPOSE 80' },
    { code: 'FROM debian:12.9\nEXPOSE 22 [|127.0.0.1:53:53/udp|]', fixed: 'FROM debian:12.9\nEXPOSE 22 53/udp' },
  ],
  good: [
    'FROM debian:12.9\nEXPOSE 80 53/udp',
    'FROM debian:12.9\nARG PORT\nEXPOSE $PORT',
    'FROM debian:12.9\nEXPOSE ${PORT:-80}',
  ],

  *check({ stages }) {
    for (const { text, raw, place, span } of stages
      .flatMap((stage) => stage.of('expose'))
      .flatMap(({ words }) => words)) {
      if (!text?.includes(':')) continue;
      const port = text.slice(text.lastIndexOf(':') + 1);
      yield {
        place,
        message: `\`${text}\` maps a port, which \`EXPOSE\` cannot do.`,
        help: `Write \`${port}\`, and publish it with \`docker run --publish\`.`,
        fixes: raw === text ? [fix(`Write \`${port}\``, 'safe', { span, text: port })] : [],
      };
    }
  },
});
