import { type CachePlace, cacheUses } from '../../src/image/caches.ts';
import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

const places: readonly CachePlace[] = [
  { folder: 'var/cache/apt', keeps: (rest) => rest === 'archives/lock' || rest === '' },
];

export default defineRule({
  id: 'apt-archives-in-layer',
  aliases: ['DKL-DI-0005'],
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'No layer may hold a cache of apt.',
  why: 'What a cache of apt holds is of no use in the image: it is fetched again where it is needed, and ships in every pull until then.',
  options: (z) =>
    z.strictObject({
      minimum: z
        .number()
        .int()
        .nonnegative()
        .default(10000)
        .describe('Bytes in one folder of a layer below which nothing is said.'),
    }),
  bad: [
    {
      layers: [
        { '[|var/cache/apt|]': { type: 'dir' }, 'var/cache/apt/archives/curl_7.88.1_amd64.deb': { size: 300_000 } },
      ],
    },
  ],
  good: [{ layers: [{ 'var/cache/apt/archives/lock': { size: 0 }, 'var/log/apt/history.log': { size: 900 } }] }],

  *check(image, { minimum }) {
    for (const { layer, path, bytes, count, removed } of cacheUses(image, places)) {
      if (bytes < minimum) continue;
      yield {
        place: { kind: 'layer', layer, path },
        message: `The cache of apt \`/${path}\` weighs ${size(bytes)}${removed ? ', and ships although a later layer removes it' : ''}.`,
        evidence: [{ kind: 'bytes', what: 'cache of apt', bytes, count }],
        help: 'Run `apt-get clean` in the RUN that installs, or use a cache mount.',
      };
    }
  },
});
