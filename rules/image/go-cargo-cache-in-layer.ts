import { type CachePlace, cacheUses } from '../../src/image/caches.ts';
import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

const places: readonly CachePlace[] = [
  { folder: 'go/pkg/mod' },
  { folder: '*/go/pkg/mod' },
  { folder: '*/.cache/go-build' },
  { folder: '*/.cargo/registry' },
  { folder: '*/.cargo/git' },
  { folder: 'usr/local/cargo/registry' },
];

export default defineRule({
  id: 'go-cargo-cache-in-layer',
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'No layer may hold a cache of Go or Rust packages.',
  why: 'What a cache of Go or Rust packages holds is of no use in the image: it is fetched again where it is needed, and ships in every pull until then.',
  options: (z) =>
    z.strictObject({
      minimum: z
        .number()
        .int()
        .nonnegative()
        .default(10000)
        .describe('Bytes in one folder of a layer below which nothing is said.'),
    }),
  bad: [{ layers: [{ '[|go/pkg/mod|]': { type: 'dir' }, 'go/pkg/mod/x/part': { size: 50_000 } }] }],
  good: [{ layers: [{ 'app/server': { size: 50_000 } }] }],

  *check(image, { minimum }) {
    for (const { layer, path, bytes, count, removed } of cacheUses(image, places)) {
      if (bytes < minimum) continue;
      yield {
        place: { kind: 'layer', layer, path },
        message: `The cache of Go or Rust packages \`/${path}\` weighs ${size(bytes)}${removed ? ', and ships although a later layer removes it' : ''}.`,
        evidence: [{ kind: 'bytes', what: 'cache of Go or Rust packages', bytes, count }],
        help: 'Build in another stage and copy the result, or use a cache mount.',
      };
    }
  },
});
