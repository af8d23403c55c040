import { size } from '../../src/image/size.ts';
import { isBookkeeping, wasteGroups } from '../../src/image/waste.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'metadata-only-rewrite',
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'Owner and mode of files must be set where the files are made.',
  why: '`chown` or `chmod` in an instruction of its own stores every file it touches a second time, unchanged.',
  options: (z) =>
    z.strictObject({
      minimum: z
        .number()
        .int()
        .nonnegative()
        .default(1_000_000)
        .describe('Bytes that one layer stores again of another below which nothing is said.'),
    }),
  bad: [
    {
      layers: [{ 'app/data.bin': { size: 3_000_000 } }, { '[|app/data.bin|]': { size: 3_000_000, uid: 1000 } }],
      message: '`/app/data.bin`, 3.0 MB, is stored a second time: only its owner changed.',
    },
    {
      name: 'a recursive chmod',
      layers: [
        { 'app/a': { size: 700_000 }, 'app/b': { size: 600_000 } },
        { '[|app/a|]': { size: 700_000, mode: 0o777 }, 'app/b': { size: 600_000, mode: 0o777 } },
      ],
      evidence: [{ kind: 'bytes', what: 'stored again', bytes: 1_300_000, count: 2 }],
    },
    {
      name: 'nothing changed at all',
      layers: [{ a: { size: 1_000_000 } }, { '[|a|]': { size: 1_000_000 } }],
      message: '`/a`, 1.0 MB, is stored a second time: nothing of it changed.',
    },
  ],
  good: [
    { layers: [{ 'app/data.bin': { size: 3_000_000, uid: 1000 } }] },
    { name: 'its content changed too', layers: [{ a: { size: 2_000_000 } }, { a: { size: 2_000_001, uid: 1000 } }] },
  ],

  *check({ waste, files, join }, { minimum }) {
    const own = waste.items.filter(({ path }) => !isBookkeeping(path));
    for (const { layer, killer, items, bytes } of wasteGroups({ ...waste, items: own }, ['metadata', 'identical'])) {
      const [first, ...more] = items;
      if (bytes < minimum || !first) continue;
      const versions = files.versions(first.path);
      const [before, after] = [layer, killer].map((at) => versions.find((version) => version.layer === at)?.entry);
      const what = more.length > 0 ? `\`/${first.path}\` and ${more.length} more` : `\`/${first.path}\``;
      const made = join.placeOf({ layer }) ?? { kind: 'layer', layer, path: first.path };
      const changed = before && after ? changes(before, after, more.length > 0) : 'nothing of it changed';
      yield {
        place: { kind: 'layer', layer: killer, path: first.path },
        message: `${what}, ${size(bytes)}, ${more.length > 0 ? 'are' : 'is'} stored a second time: ${changed}.`,
        evidence: [{ kind: 'bytes', what: 'stored again', bytes, count: items.length }],
        help: 'Set owner and mode where the files are made: `COPY --chown=… --chmod=…`, or in the same RUN.',
        related: [{ place: made, message: 'First stored here.' }],
      };
    }
  },
});

interface Attributes {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

function changes(before: Attributes, after: Attributes, several: boolean): string {
  const owner = before.uid !== after.uid || before.gid !== after.gid;
  const mode = before.mode !== after.mode;
  if (owner && mode) return 'only owner and mode changed';
  if (owner) return several ? 'only their owner changed' : 'only its owner changed';
  if (mode) return several ? 'only their mode changed' : 'only its mode changed';
  return several ? 'nothing of them changed' : 'nothing of it changed';
}
