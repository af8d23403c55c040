import { type CachePlace, cacheUses } from '../../src/image/caches.ts';
import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

const places: readonly CachePlace[] = [
  { folder: '*/.composer/cache' },
  { folder: '*/.cache/composer' },
  { folder: '*/.gem/cache' },
  { folder: '*/.bundle/cache' },
  { folder: '*/.nuget/packages' },
  { folder: '*/.ccache' },
  { folder: '*/.cache/ccache' },
  { folder: '*/.cache/bazel' },
  { folder: '*/.cache/huggingface' },
  { folder: '*/.cache/torch' },
];

export default defineRule({
  id: 'composer-gem-nuget-ccache-in-layer',
  on: 'image',
  since: '1.0',
  severity: 'info',
  category: 'size',
  summary: 'No layer may hold a cache of packages or compilers.',
  why: 'What a cache of packages or compilers holds is of no use in the image: it is fetched again where it is needed, and ships in every pull until then.',
  options: (z) =>
    z.strictObject({
      minimum: z
        .number()
        .int()
        .nonnegative()
        .default(10000)
        .describe('Bytes in one folder of a layer below which nothing is said.'),
    }),
  bad: [{ layers: [{ '[|root/.composer/cache|]': { type: 'dir' }, 'root/.composer/cache/x/part': { size: 50_000 } }] }],
  good: [{ layers: [{ 'app/server': { size: 50_000 } }] }],

  *check(image, { minimum }) {
    for (const { layer, path, bytes, count, removed } of cacheUses(image, places)) {
      if (bytes < minimum) continue;
      yield {
        place: { kind: 'layer', layer, path },
        message: `The cache of packages or compilers \`/${path}\` weighs ${size(bytes)}${removed ? ', and ships although a later layer removes it' : ''}.`,
        evidence: [{ kind: 'bytes', what: 'cache of packages or compilers', bytes, count }],
        help: 'Remove it in the RUN that fills it, or use a cache mount.',
      };
    }
  },
});
