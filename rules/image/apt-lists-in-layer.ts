import type { Layer } from '../../src/image/model.ts';
import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

const folder = 'var/lib/apt/lists';
const below = `${folder}/`;

export default defineRule({
  id: 'apt-lists-in-layer',
  aliases: ['DKL-DI-0005', 'DL3009'],
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'No layer may hold apt package lists.',
  why: 'Package lists go stale the next day and weigh tens of megabytes; a layer that holds them ships them even when a later layer removes them.',
  fault: 'apt-lists',
  options: (z) =>
    z.strictObject({
      minimum: z.number().int().nonnegative().default(64).describe('Bytes in one layer below which nothing is said.'),
    }),
  bad: [
    {
      layers: [
        {
          '[|var/lib/apt/lists|]': { type: 'dir' },
          'var/lib/apt/lists/deb.debian.org_dists_bookworm_InRelease': { size: 4096 },
        },
      ],
    },
    {
      name: 'removed too late',
      layers: [
        { '[|var/lib/apt/lists|]': { type: 'dir' }, 'var/lib/apt/lists/deb.debian.org_Packages.lz4': { size: 4096 } },
        { 'var/lib/apt/lists/.wh.deb.debian.org_Packages.lz4': '' },
      ],
    },
  ],
  good: [
    { layers: [{ 'var/lib/apt/lists/lock': '', 'var/lib/apt/lists/partial': { type: 'dir' } }] },
    { layers: [{ 'var/lib/apt/lists/.wh.deb.debian.org_Packages.lz4': '' }] },
  ],

  *check({ layers, files }, { minimum }) {
    for (const layer of layers) {
      const { bytes, count } = listsIn(layer);
      if (bytes < minimum) continue;
      const last = files.get(folder);
      const gone = last === undefined || files.list(folder).every((name) => keeps(name));
      yield {
        place: { kind: 'layer', layer: layer.index, path: folder },
        message: told(count, size(bytes), gone),
        evidence: [{ kind: 'bytes', what: 'apt package lists', bytes, count }],
        help: 'Remove them in the RUN that made them: `rm -rf /var/lib/apt/lists/*`.',
      };
    }
  },
});

function told(count: number, weight: string, gone: boolean): string {
  if (count === 1)
    return `An apt package list in \`/${folder}\` weighs ${weight}${gone ? ', and ships although a later layer removes it' : ''}.`;
  return `${count} apt package lists in \`/${folder}\` weigh ${weight}${gone ? ', and ship although a later layer removes them' : ''}.`;
}

function listsIn({ facts }: Layer): { bytes: number; count: number } {
  const lists = facts.entries.filter(
    ({ path, type }) => type === 'file' && path.startsWith(below) && !keeps(path.slice(below.length)),
  );
  return { bytes: lists.reduce((sum, one) => sum + one.size, 0), count: lists.length };
}

/** What apt keeps there of itself. */
function keeps(name: string): boolean {
  return name === 'lock' || name.startsWith('partial') || name.startsWith('auxfiles');
}
