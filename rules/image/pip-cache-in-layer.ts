import { type CachePlace, cacheUses } from '../../src/image/caches.ts';
import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

const places: readonly CachePlace[] = [
  { folder: '*/.cache/pip' },
  { folder: '*/.cache/uv' },
  { folder: '*/.cache/pypoetry' },
  { folder: '*/.cache/pipenv' },
  { folder: 'opt/conda/pkgs', keeps: (rest) => rest.startsWith('cache/') && rest.endsWith('.json') },
];

export default defineRule({
  id: 'pip-cache-in-layer',
  aliases: ['DL3042'],
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'No layer may hold a cache of Python packages.',
  why: 'What a cache of Python packages holds is of no use in the image: it is fetched again where it is needed, and ships in every pull until then.',
  fault: 'pip-cache',
  options: (z) =>
    z.strictObject({
      minimum: z
        .number()
        .int()
        .nonnegative()
        .default(10000)
        .describe('Bytes in one folder of a layer below which nothing is said.'),
    }),
  bad: [{ layers: [{ '[|root/.cache/pip|]': { type: 'dir' }, 'root/.cache/pip/x/part': { size: 50_000 } }] }],
  good: [{ layers: [{ 'app/server': { size: 50_000 } }] }],

  *check(image, { minimum }) {
    for (const { layer, path, bytes, count, removed } of cacheUses(image, places)) {
      if (bytes < minimum) continue;
      yield {
        place: { kind: 'layer', layer, path },
        message: `The cache of Python packages \`/${path}\` weighs ${size(bytes)}${removed ? ', and ships although a later layer removes it' : ''}.`,
        evidence: [{ kind: 'bytes', what: 'cache of Python packages', bytes, count }],
        help: 'Install with `pip install --no-cache-dir`, or use `--mount=type=cache,target=/root/.cache`.',
      };
    }
  },
});
