import { type CachePlace, cacheUses } from '../../src/image/caches.ts';
import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

const places: readonly CachePlace[] = [
  { folder: '*/.npm/_cacache' },
  { folder: '*/.cache/yarn' },
  { folder: '*/.yarn/berry/cache' },
  { folder: '*/.local/share/pnpm/store' },
  { folder: '*/.pnpm-store' },
  { folder: '*/.cache/node-gyp' },
];

export default defineRule({
  id: 'npm-yarn-pnpm-cache-in-layer',
  aliases: ['DL3060'],
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'No layer may hold a cache of JavaScript packages.',
  why: 'What a cache of JavaScript packages holds is of no use in the image: it is fetched again where it is needed, and ships in every pull until then.',
  fault: 'npm-cache',
  options: (z) =>
    z.strictObject({
      minimum: z
        .number()
        .int()
        .nonnegative()
        .default(10000)
        .describe('Bytes in one folder of a layer below which nothing is said.'),
    }),
  bad: [{ layers: [{ '[|root/.npm/_cacache|]': { type: 'dir' }, 'root/.npm/_cacache/x/part': { size: 50_000 } }] }],
  good: [{ layers: [{ 'app/server': { size: 50_000 } }] }],

  *check(image, { minimum }) {
    for (const { layer, path, bytes, count, removed } of cacheUses(image, places)) {
      if (bytes < minimum) continue;
      yield {
        place: { kind: 'layer', layer, path },
        message: `The cache of JavaScript packages \`/${path}\` weighs ${size(bytes)}${removed ? ', and ships although a later layer removes it' : ''}.`,
        evidence: [{ kind: 'bytes', what: 'cache of JavaScript packages', bytes, count }],
        help: 'End the RUN with `npm cache clean --force` (`yarn cache clean`), or use a cache mount.',
      };
    }
  },
});
