import type { Layer } from '../../src/image/model.ts';
import { size } from '../../src/image/size.ts';
import { wasteGroups } from '../../src/image/waste.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'deleted-in-later-layer',
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'Files must be removed in the layer that made them.',
  why: 'A layer cannot be taken back: what a later one deletes is still stored, pulled and readable in the image.',
  options: (z) =>
    z.strictObject({
      minimum: z
        .number()
        .int()
        .nonnegative()
        .default(1_000_000)
        .describe('Bytes that one layer deletes of another below which nothing is said.'),
    }),
  bad: [
    {
      layers: [{ '[|opt/toolchain.tar|]': { size: 2_000_000 }, 'opt/notes': 'x' }, { 'opt/.wh.toolchain.tar': '' }],
      message: '`/opt/toolchain.tar`, 2.0 MB, is deleted in a later layer and ships all the same.',
    },
    {
      name: 'a whole directory',
      layers: [{ '[|src/a|]': { size: 900_000 }, 'src/b': { size: 200_000 } }, { '.wh.src': '' }],
      evidence: [{ kind: 'bytes', what: 'deleted later', bytes: 1_100_000, count: 2 }],
    },
    {
      name: 'files of the base, whose bytes no later layer can save',
      base: 1,
      layers: [{ 'usr/share/doc/a': { size: 3_000_000 } }, { '[|usr/share/.wh.doc|]': '' }],
    },
  ],
  good: [
    { layers: [{ 'opt/toolchain.tar': { size: 2_000_000 } }, { 'opt/notes': 'x' }] },
    { name: 'too small to matter', layers: [{ 'tmp/x': { size: 5000 } }, { 'tmp/.wh.x': '' }] },
    { layers: [{ 'tmp/x': { size: 5000 } }, { 'tmp/.wh.x': '' }], options: { minimum: 6000 } },
  ],

  *check({ waste, files, join, layers }, { minimum }) {
    for (const { layer, killer, items, bytes } of wasteGroups(waste, ['deleted', 'opaque'])) {
      const [first, ...more] = items;
      if (bytes < minimum || !first) continue;
      const vain = join.originOf(layer).from === 'base' && join.originOf(killer).from !== 'base';
      const what = more.length > 0 ? `\`/${first.path}\` and ${more.length} more` : `\`/${first.path}\``;
      const removed = join.placeOf({ layer: killer }) ?? { kind: 'layer', layer: killer, path: first.path };
      const version = files.versions(first.path).find((each) => each.layer === layer);
      yield {
        place:
          vain || !version
            ? { kind: 'layer', layer: killer, path: marker(layers[killer], first.path) }
            : files.at(version),
        message: vain
          ? `${what}, ${size(bytes)} of the base image, ${more.length > 0 ? 'are' : 'is'} deleted here, which saves nothing.`
          : `${what}, ${size(bytes)}, ${more.length > 0 ? 'are' : 'is'} deleted in a later layer and ${more.length > 0 ? 'ship' : 'ships'} all the same.`,
        evidence: [{ kind: 'bytes', what: 'deleted later', bytes, count: items.length }],
        help: vain
          ? 'Choose a base image without them, or build on `scratch` and copy what is needed.'
          : 'Remove them in the instruction that makes them, or make them in another stage.',
        related: vain ? [] : [{ place: removed, message: 'Deleted here.' }],
      };
    }
  },
});

/** The whiteout that took the path away, or the path itself where something else did. */
function marker(layer: Layer | undefined, path: string): string {
  const names = path.split('/');
  for (let depth = 1; depth <= names.length; depth += 1) {
    const folder = names.slice(0, depth - 1).join('/');
    const at = names.slice(0, depth).join('/');
    const prefix = folder === '' ? '' : `${folder}/`;
    if (layer?.facts.whiteouts.includes(at)) return `${prefix}.wh.${names[depth - 1]}`;
    if (layer?.facts.opaque.includes(folder)) return `${prefix}.wh..wh..opq`;
  }
  return path;
}
