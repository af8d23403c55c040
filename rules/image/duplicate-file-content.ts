import type { FileTree, Version } from '../../src/image/model.ts';
import { once } from '../../src/image/once.ts';
import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'duplicate-file-content',
  on: 'image',
  since: '1.0',
  severity: 'info',
  category: 'size',
  summary: 'One content must not be stored under several names.',
  why: 'Copies of a file weigh as much as the file; a link weighs nothing.',
  options: (z) =>
    z.strictObject({
      minimum: z
        .number()
        .int()
        .nonnegative()
        .default(1_000_000)
        .describe('Bytes that the copies of one file weigh below which nothing is said.'),
    }),
  bad: [
    {
      layers: [{ 'usr/bin/tool': { size: 2_000_000 }, '[|usr/local/bin/tool|]': { size: 2_000_000 } }],
      message: '`/usr/local/bin/tool` has the content of `/usr/bin/tool`: 2.0 MB twice.',
    },
    {
      name: 'three of them',
      layers: [{ a: { size: 600_000 }, '[|b|]': { size: 600_000 } }, { c: { size: 600_000 } }],
      evidence: [{ kind: 'bytes', what: 'copies', bytes: 1_200_000, count: 2 }],
    },
  ],
  good: [
    { layers: [{ a: { size: 2_000_000 }, b: { type: 'hardlink', link: 'a' }, c: { link: 'a' } }] },
    { layers: [{ a: { size: 2_000_000 }, b: { size: 2_000_001 } }] },
    {
      name: 'packages’ own copies',
      layers: [
        {
          'usr/bin/git': { size: 2_000_000 },
          'usr/lib/git-core/git': { size: 2_000_000 },
          'var/lib/dpkg/info/git.md5sums':
            '0cc175b9c0f1b6a831c399e269772661  usr/bin/git\n0cc175b9c0f1b6a831c399e269772661  usr/lib/git-core/git\n',
        },
      ],
    },
    { name: 'one of them is gone', layers: [{ a: { size: 2_000_000 } }, { '.wh.a': '', b: { size: 2_000_000 } }] },
  ],

  *check({ files, layers, join }, { minimum }) {
    const owned = once(() => new Set(layers.flatMap(({ facts }) => facts.owned.map(({ path }) => path))));
    // What a package ships twice is for its makers to mend.
    const isOwned = ({ path }: Version) => owned().has(path) || owned().has(path.replace(/^usr\//, ''));
    for (const [first, second, ...more] of copies(files, minimum)) {
      if (first && second && [first, second, ...more].every(isOwned)) continue;
      const bytes = (first?.entry.size ?? 0) * (more.length + 1);
      if (!first || !second || bytes < minimum) continue;
      const from = new Set([first, second, ...more].map(({ layer }) => join.originOf(layer).from));
      const times = more.length === 0 ? 'twice' : `${more.length + 2} times`;
      yield {
        place: files.at(second),
        message: `\`/${second.path}\` has the content of \`/${first.path}\`: ${size(first.entry.size)} ${times}.`,
        evidence: [{ kind: 'bytes', what: 'copies', bytes, count: more.length + 1 }],
        help:
          from.has('base') && from.size > 1
            ? 'Link to the file of the base image instead.'
            : 'Keep one, and link to it.',
        related: [first, ...more]
          .slice(0, 9)
          .map((version) => ({ place: files.at(version), message: 'The same content.' })),
      };
    }
  },
});

/** Files of one content, each list in path order, the heaviest first. Hard links are one file. */
function copies(files: FileTree, minimum: number): readonly (readonly Version[])[] {
  const contents = files.all.filter(({ entry: { type, hash } }) => type === 'file' && hash !== undefined);
  const sizes = sizesOfCopies(contents, minimum);
  const byContent = Map.groupBy(
    contents.filter(({ entry }) => sizes.has(entry.size)),
    ({ entry }) => `${entry.size} ${entry.hash}`,
  );
  const weight = (same: readonly Version[]) => (same[0]?.entry.size ?? 0) * (same.length - 1);
  return [...byContent.values()].filter(({ length }) => length > 1).sort((a, b) => weight(b) - weight(a));
}

/** Sizes that so many files have that copies among them could weigh enough: most files are alone in theirs. */
function sizesOfCopies(files: readonly Version[], minimum: number): ReadonlySet<number> {
  const counts = new Map<number, number>();
  files.forEach(({ entry: { size } }) => {
    counts.set(size, (counts.get(size) ?? 0) + 1);
  });
  const sizes = new Set<number>();
  counts.forEach((count, bytes) => {
    if (count > 1 && bytes * (count - 1) >= minimum) sizes.add(bytes);
  });
  return sizes;
}
