import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'invalid-port',
  aliases: ['DL3011', 'DS-0008'],
  on: 'dockerfile',
  needs: { instructions: ['expose'] },
  since: '1.0',
  severity: 'error',
  category: 'correctness',
  summary: 'EXPOSE must name ports between 0 and 65535.',
  why: 'There are no other ports, and the builder stops.',
  bad: [
    'FROM debian:12.9\nEXPOSE [|80000|]',
    'FROM debian:12.9\nEXPOSE 80 [|65000-66000/udp|]',
    'FROM debian:12.9\nARG PORT=99999\nEXPOSE [|$PORT|]',
    { code: 'FROM debian:12.9\nEXPOSE [|9000-8000|]', message: '`9000-8000` ends before it begins.' },
    { code: 'FROM debian:12.9\nEXPOSE [|http|]', message: '`http` is no port.' },
  ],
  good: [
    'FROM debian:12.9\nEXPOSE 65535 0 8000-9000/tcp',
    'FROM debian:12.9\nEXPOSE $PORT',
    'FROM debian:12.9\nEXPOSE 127.0.0.1:8080:80',
  ],

  *check({ stages }) {
    for (const { text, place } of stages.flatMap((stage) => stage.of('expose')).flatMap(({ words }) => words)) {
      const wrong = text === undefined || text === '' ? undefined : judge(text);
      if (wrong) yield { place, message: `\`${text}\` ${wrong}.`, help: 'Write `port`, `port/udp` or `first-last`.' };
    }
  },
});

function judge(text: string): string | undefined {
  if (isPlain(text)) return undefined;
  const [, ports = ''] = /^(?:.*:)?([^/:]*)(?:\/\w*)?$/.exec(text) ?? [];
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(ports) ?? [];
  if (first === undefined || last === undefined) return 'is no port';
  if (Number(first) > 65535 || Number(last) > 65535) return 'is above 65535';
  return Number(last) < Number(first) ? 'ends before it begins' : undefined;
}

/** A number alone, as most ports are written. */
function isPlain(text: string): boolean {
  const port = Number(text);
  return port >= 0 && port <= 65535 && String(port) === text && Number.isInteger(port);
}
