import { type KeptCache, keptCaches, oncePerRun, withFlag } from '../../src/dockerfile/kept-caches.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'apk-cache-kept',
  aliases: ['DL3019', 'DS-0025'],
  on: 'dockerfile',
  needs: { managers: ['apk'] },
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'What apk keeps for later must not stay in a layer.',
  why: 'Files of the cache are of no use to the image once the install is done, and stay in its layer for good.',
  fault: 'apk-cache',
  options: (z) =>
    z.strictObject({
      stages: z.enum(['shipped', 'all']).default('shipped').describe('Which stages are judged.'),
    }),
  bad: [
    { code: 'FROM alpine:3.21\nRUN [|apk add|] curl', fixed: 'FROM alpine:3.21\nRUN apk add --no-cache curl' },
    {
      code: 'FROM alpine:3.21\nRUN [|apk update|] && apk add --virtual .build gcc',
      fixed: 'FROM alpine:3.21\nRUN apk update --no-cache && apk add --no-cache --virtual .build gcc',
    },
    { code: 'FROM alpine:3.21 AS build\nRUN [|apk add|] curl\nFROM scratch', options: { stages: 'all' } },
  ],
  good: [
    'FROM alpine:3.21\nRUN apk add --no-cache curl',
    'FROM alpine:3.21\nRUN apk --no-cache add curl',
    'FROM alpine:3.21\nRUN apk update && apk add curl && rm -rf /var/cache/apk/*',
    'FROM alpine:3.21\nRUN --mount=type=cache,target=/var/cache/apk apk add curl',
    'FROM alpine:3.21\nRUN apk add curl && rm -rf /var/cache',
    'FROM alpine:3.21\nRUN apk upgrade && apk add --no-cache curl',
    'FROM alpine:3.21\nRUN apk add --allow-untrusted glibc-2.23-r3.apk ./app.apk',
    'FROM alpine:3.21 AS build\nRUN apk add curl\nFROM scratch',
  ],

  *check(file, { stages }) {
    const caches = keptCaches(stages === 'all' ? file.stages : file.shipped, 'apk').filter(fetches);
    for (const kept of oncePerRun(caches)) {
      const { command, verb, verbWord, path } = kept;
      yield {
        place: file.at({ start: command.span.start, end: verbWord.span.end }),
        message: `\`${`${command.name} ${verb}`.trim()}\` leaves the package index in \`${path}\` of this layer.`,
        evidence: [{ kind: 'file', path }],
        help: 'Give `--no-cache`, or use a cache mount.',
        fixes: withFlag(kept, '--no-cache'),
      };
    }
  },
});

/** An upgrade by itself asks for no index: it takes the one at hand, or does nothing. Nor does a package that is a file. */
function fetches({ action, command, packages }: KeptCache): boolean {
  if (packages.length > 0 && packages.every(({ kind }) => kind === 'file')) return false;
  return action !== 'upgrade' || command.has('-U', '--update-cache', '--update');
}
