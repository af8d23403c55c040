import { type CachePlace, cacheUses } from '../../src/image/caches.ts';
import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

const places: readonly CachePlace[] = [
  { folder: '*/.m2/repository' },
  { folder: '*/.gradle/caches' },
  { folder: '*/.ivy2/cache' },
  { folder: '*/.sbt/boot' },
  { folder: '*/.cache/coursier' },
];

export default defineRule({
  id: 'maven-gradle-cache-in-layer',
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'No layer may hold a cache of Java packages.',
  why: 'What a cache of Java packages holds is of no use in the image: it is fetched again where it is needed, and ships in every pull until then.',
  options: (z) =>
    z.strictObject({
      minimum: z
        .number()
        .int()
        .nonnegative()
        .default(10000)
        .describe('Bytes in one folder of a layer below which nothing is said.'),
    }),
  bad: [{ layers: [{ '[|root/.m2/repository|]': { type: 'dir' }, 'root/.m2/repository/x/part': { size: 50_000 } }] }],
  good: [{ layers: [{ 'app/server': { size: 50_000 } }] }],

  *check(image, { minimum }) {
    for (const { layer, path, bytes, count, removed } of cacheUses(image, places)) {
      if (bytes < minimum) continue;
      yield {
        place: { kind: 'layer', layer, path },
        message: `The cache of Java packages \`/${path}\` weighs ${size(bytes)}${removed ? ', and ships although a later layer removes it' : ''}.`,
        evidence: [{ kind: 'bytes', what: 'cache of Java packages', bytes, count }],
        help: 'Build in another stage and copy the result, or use a cache mount.',
      };
    }
  },
});
