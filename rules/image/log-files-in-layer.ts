import { type CachePlace, cacheUses } from '../../src/image/caches.ts';
import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

const places: readonly CachePlace[] = [{ folder: 'var/log' }];

export default defineRule({
  id: 'log-files-in-layer',
  on: 'image',
  since: '1.0',
  severity: 'info',
  category: 'size',
  summary: 'No layer may hold a folder of logs.',
  why: 'Logs of the build are of no use to whoever runs the image, and say more of the machine that built it than they need to know.',
  options: (z) =>
    z.strictObject({
      minimum: z
        .number()
        .int()
        .nonnegative()
        .default(100000)
        .describe('Bytes in one folder of a layer below which nothing is said.'),
    }),
  bad: [{ layers: [{ '[|var/log|]': { type: 'dir' }, 'var/log/app/app.log': { size: 500_000 } }] }],
  good: [{ layers: [{ 'var/log/dpkg.log': { size: 20_000 } }] }],

  *check(image, { minimum }) {
    for (const { layer, path, bytes, count, removed } of cacheUses(image, places)) {
      if (bytes < minimum) continue;
      yield {
        place: { kind: 'layer', layer, path },
        message: `The folder of logs \`/${path}\` weighs ${size(bytes)}${removed ? ', and ships although a later layer removes it' : ''}.`,
        evidence: [{ kind: 'bytes', what: 'folder of logs', bytes, count }],
        help: 'Remove them in the RUN that writes them; services should log to standard output.',
      };
    }
  },
});
