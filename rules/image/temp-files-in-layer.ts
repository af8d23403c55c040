import { type CachePlace, cacheUses } from '../../src/image/caches.ts';
import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

const places: readonly CachePlace[] = [{ folder: 'tmp' }, { folder: 'var/tmp' }];

export default defineRule({
  id: 'temp-files-in-layer',
  on: 'image',
  since: '1.0',
  severity: 'info',
  category: 'size',
  summary: 'No layer may hold a folder of temporary files.',
  why: 'What a build leaves in a folder for temporary files nobody misses, and everybody pulls.',
  options: (z) =>
    z.strictObject({
      minimum: z
        .number()
        .int()
        .nonnegative()
        .default(100000)
        .describe('Bytes in one folder of a layer below which nothing is said.'),
    }),
  bad: [{ layers: [{ '[|tmp|]': { type: 'dir', mode: 0o1777 }, 'tmp/build/a.o': { size: 500_000 } }] }],
  good: [{ layers: [{ 'tmp/': { type: 'dir', mode: 0o1777 }, 'tmp/x': { size: 1000 } }] }],

  *check(image, { minimum }) {
    for (const { layer, path, bytes, count, removed } of cacheUses(image, places)) {
      if (bytes < minimum) continue;
      yield {
        place: { kind: 'layer', layer, path },
        message: `The folder of temporary files \`/${path}\` weighs ${size(bytes)}${removed ? ', and ships although a later layer removes it' : ''}.`,
        evidence: [{ kind: 'bytes', what: 'folder of temporary files', bytes, count }],
        help: 'Remove them in the RUN that makes them, or use `--mount=type=tmpfs,target=/tmp`.',
      };
    }
  },
});
