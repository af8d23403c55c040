import { type CachePlace, cacheUses } from '../../src/image/caches.ts';
import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

const places: readonly CachePlace[] = [
  { folder: 'var/cache/yum' },
  { folder: 'var/cache/dnf' },
  { folder: 'var/cache/libdnf5' },
];

export default defineRule({
  id: 'yum-dnf-cache-in-layer',
  aliases: ['DS-0015', 'DS-0019', 'DS-0027'],
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'No layer may hold a cache of yum or dnf.',
  why: 'What a cache of yum or dnf holds is of no use in the image: it is fetched again where it is needed, and ships in every pull until then.',
  fault: 'rpm-cache',
  options: (z) =>
    z.strictObject({
      minimum: z
        .number()
        .int()
        .nonnegative()
        .default(10000)
        .describe('Bytes in one folder of a layer below which nothing is said.'),
    }),
  bad: [{ layers: [{ '[|var/cache/dnf|]': { type: 'dir' }, 'var/cache/dnf/x/part': { size: 50_000 } }] }],
  good: [{ layers: [{ 'app/server': { size: 50_000 } }] }],

  *check(image, { minimum }) {
    for (const { layer, path, bytes, count, removed } of cacheUses(image, places)) {
      if (bytes < minimum) continue;
      yield {
        place: { kind: 'layer', layer, path },
        message: `The cache of yum or dnf \`/${path}\` weighs ${size(bytes)}${removed ? ', and ships although a later layer removes it' : ''}.`,
        evidence: [{ kind: 'bytes', what: 'cache of yum or dnf', bytes, count }],
        help: 'End the RUN with `dnf clean all` (`yum clean all`), or use a cache mount.',
      };
    }
  },
});
