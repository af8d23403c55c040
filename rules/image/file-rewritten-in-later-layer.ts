import { size } from '../../src/image/size.ts';
import { isBookkeeping, wasteGroups } from '../../src/image/waste.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'file-rewritten-in-later-layer',
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'Large files must be written once.',
  why: 'Each layer that changes a file stores the whole of it again, and the older copies ship unseen.',
  options: (z) =>
    z.strictObject({
      minimum: z
        .number()
        .int()
        .nonnegative()
        .default(1_000_000)
        .describe('Bytes that one layer rewrites of another below which nothing is said.'),
    }),
  bad: [
    {
      layers: [{ 'app/model.bin': { size: 2_000_000 } }, { '[|app/model.bin|]': { size: 2_000_001 } }],
      message: '`/app/model.bin` is written again here: the older copy, 2.0 MB, ships unseen.',
    },
    {
      name: 'several files of one layer',
      layers: [
        { 'app/a': { size: 700_000 }, 'app/b': { size: 600_000 } },
        { '[|app/a|]': { size: 700_001 }, 'app/b': { size: 600_001 } },
      ],
      evidence: [{ kind: 'bytes', what: 'rewritten later', bytes: 1_300_000, count: 2 }],
    },
  ],
  good: [
    { layers: [{ 'app/model.bin': { size: 2_000_000 } }, { 'app/model.txt': 'x' }] },
    { name: 'only its mode changed', layers: [{ a: { size: 2_000_000 } }, { a: { size: 2_000_000, mode: 0o755 } }] },
    {
      name: 'a package database, which every install writes anew',
      layers: [{ 'var/lib/dpkg/status': { size: 2_000_000 } }, { 'var/lib/dpkg/status': { size: 2_000_009 } }],
    },
  ],

  *check({ waste, join }, { minimum }) {
    const own = waste.items.filter(({ path }) => !isBookkeeping(path));
    for (const { layer, killer, items, bytes } of wasteGroups({ ...waste, items: own }, ['rewritten'])) {
      const [first, ...more] = items;
      if (bytes < minimum || !first) continue;
      const what = more.length > 0 ? `\`/${first.path}\` and ${more.length} more are` : `\`/${first.path}\` is`;
      const copies = more.length > 0 ? 'copies' : 'copy';
      const written = join.placeOf({ layer }) ?? { kind: 'layer', layer, path: first.path };
      yield {
        place: { kind: 'layer', layer: killer, path: first.path },
        message: `${what} written again here: the older ${copies}, ${size(bytes)}, ${more.length > 0 ? 'ship' : 'ships'} unseen.`,
        evidence: [{ kind: 'bytes', what: 'rewritten later', bytes, count: items.length }],
        help: 'Change the file in the instruction that brings it, or bring only its last version.',
        related: [{ place: written, message: 'First written here.' }],
      };
    }
  },
});
