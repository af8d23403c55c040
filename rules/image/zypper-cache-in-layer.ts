import { type CachePlace, cacheUses } from '../../src/image/caches.ts';
import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

const places: readonly CachePlace[] = [{ folder: 'var/cache/zypp' }];

export default defineRule({
  id: 'zypper-cache-in-layer',
  aliases: ['DS-0020'],
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'No layer may hold a cache of zypper.',
  why: 'What a cache of zypper holds is of no use in the image: it is fetched again where it is needed, and ships in every pull until then.',
  fault: 'zypper-cache',
  options: (z) =>
    z.strictObject({
      minimum: z
        .number()
        .int()
        .nonnegative()
        .default(10000)
        .describe('Bytes in one folder of a layer below which nothing is said.'),
    }),
  bad: [{ layers: [{ '[|var/cache/zypp|]': { type: 'dir' }, 'var/cache/zypp/x/part': { size: 50_000 } }] }],
  good: [{ layers: [{ 'app/server': { size: 50_000 } }] }],

  *check(image, { minimum }) {
    for (const { layer, path, bytes, count, removed } of cacheUses(image, places)) {
      if (bytes < minimum) continue;
      yield {
        place: { kind: 'layer', layer, path },
        message: `The cache of zypper \`/${path}\` weighs ${size(bytes)}${removed ? ', and ships although a later layer removes it' : ''}.`,
        evidence: [{ kind: 'bytes', what: 'cache of zypper', bytes, count }],
        help: 'End the RUN with `zypper clean -a`.',
      };
    }
  },
});
