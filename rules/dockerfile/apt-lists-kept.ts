import { keptCaches, oncePerRun, withCleanUp } from '../../src/dockerfile/kept-caches.ts';
import { defineRule } from '../../src/rule.ts';

const lists = '/var/lib/apt/lists';

export default defineRule({
  id: 'apt-lists-kept',
  aliases: ['DL3009'],
  on: 'dockerfile',
  needs: { managers: ['apt'] },
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'A RUN that updates the apt index must remove it again.',
  why: 'The package lists weigh some 20 to 50 MB, go stale the next day, and stay in the layer for good; a later `rm` only hides them.',
  fault: 'apt-lists',
  options: (z) =>
    z.strictObject({
      stages: z.enum(['shipped', 'all']).default('shipped').describe('Which stages are judged.'),
    }),
  bad: [
    {
      code: 'FROM debian:12.9\nRUN [|apt-get update|] && apt-get install -y curl',
      fixed: 'FROM debian:12.9\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*',
    },
    {
      code: 'FROM debian:12.9\nRUN [|apt-get update|] \\\n    && apt-get install -y curl \\\n    && rm -rf /tmp/*',
      fixed:
        'FROM debian:12.9\nRUN apt-get update \\\n    && apt-get install -y curl \\\n    && rm -rf /tmp/* \\\n    && rm -rf /var/lib/apt/lists/*',
    },
    'FROM debian:12.9\nRUN rm -rf /var/lib/apt/lists/* && [|apt-get update|] && apt-get install -y curl',
    {
      code: 'FROM debian:12.9 AS build\nRUN [|apt-get -q update|]; apt-get install -y gcc\nFROM scratch',
      options: { stages: 'all' },
    },
  ],
  good: [
    'FROM debian:12.9\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*',
    'FROM debian:12.9\nRUN apt-get update && apt-get install -y curl; rm -fr /tmp/* /var/lib/apt',
    'FROM debian:12.9\nRUN --mount=type=cache,target=/var/lib/apt --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y curl',
    'FROM debian:12.9\nRUN apt-get update && apt-get install -y curl && apt-get dist-clean',
    'FROM debian:12.9 AS build\nRUN apt-get update && apt-get install -y gcc\nFROM debian:12.9',
    'FROM debian:12.9\nRUN apt-get install -y curl',
  ],

  *check(file, { stages }) {
    const kept = keptCaches(stages === 'all' ? file.stages : file.shipped, 'apt');
    for (const one of oncePerRun(kept.filter(({ action }) => action === 'refresh'))) {
      const { command, verbWord } = one;
      yield {
        place: file.at({ start: command.span.start, end: verbWord.span.end }),
        message: `\`${command.name} update\` leaves the package lists in \`${lists}\` of this layer.`,
        evidence: [{ kind: 'file', path: lists.slice(1) }],
        help: `End the same RUN with \`rm -rf ${lists}/*\`, or use a cache mount.`,
        fixes: withCleanUp(file, one, `rm -rf ${lists}/*`),
      };
    }
  },
});
