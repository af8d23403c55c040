import { type CachePlace, cacheUses } from '../../src/image/caches.ts';
import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

const places: readonly CachePlace[] = [{ folder: 'var/cache/apk' }, { folder: 'etc/apk/cache' }];

export default defineRule({
  id: 'apk-cache-in-layer',
  aliases: ['DKL-DI-0004', 'DS-0025', 'DL3019'],
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'No layer may hold a cache of apk.',
  why: 'What a cache of apk holds is of no use in the image: it is fetched again where it is needed, and ships in every pull until then.',
  fault: 'apk-cache',
  options: (z) =>
    z.strictObject({
      minimum: z
        .number()
        .int()
        .nonnegative()
        .default(10000)
        .describe('Bytes in one folder of a layer below which nothing is said.'),
    }),
  bad: [{ layers: [{ '[|var/cache/apk|]': { type: 'dir' }, 'var/cache/apk/x/part': { size: 50_000 } }] }],
  good: [{ layers: [{ 'app/server': { size: 50_000 } }] }],

  *check(image, { minimum }) {
    for (const { layer, path, bytes, count, removed } of cacheUses(image, places)) {
      if (bytes < minimum) continue;
      yield {
        place: { kind: 'layer', layer, path },
        message: `The cache of apk \`/${path}\` weighs ${size(bytes)}${removed ? ', and ships although a later layer removes it' : ''}.`,
        evidence: [{ kind: 'bytes', what: 'cache of apk', bytes, count }],
        help: 'Install with `apk add --no-cache`.',
      };
    }
  },
});
