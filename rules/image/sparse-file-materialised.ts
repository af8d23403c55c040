import type { Version } from '../../src/image/model.ts';
import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'sparse-file-materialised',
  aliases: ['DL3046'],
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'No layer may store a file of zeros.',
  why: 'A file with holes takes no room on disk, but a layer stores every hole as zeros: `useradd` with a large uid makes gigabytes of them.',
  fault: 'sparse-file',
  options: (z) =>
    z.strictObject({
      minimum: z
        .number()
        .int()
        .nonnegative()
        .default(16_000_000)
        .describe('Bytes of a file below which nothing is said.'),
      share: z
        .number()
        .min(0)
        .max(1)
        .default(0.9)
        .describe('Share of zero blocks from which a file counts as one of zeros.'),
    }),
  bad: [
    {
      options: { minimum: 100_000 },
      layers: [{ '[|var/log/lastlog|]': { size: 200_000 } }],
      message: '`/var/log/lastlog` is 200 kB of which 100 % are zeros.',
    },
    {
      name: 'removed too late',
      options: { minimum: 100_000 },
      layers: [{ '[|disk.img|]': { size: 200_000, content: 'x' } }, { '.wh.disk.img': '' }],
    },
  ],
  good: [
    { layers: [{ 'var/log/lastlog': { size: 200_000 } }] },
    { options: { minimum: 10_000 }, layers: [{ data: 'not zero '.repeat(5000) }] },
  ],

  *check({ files }, { minimum, share }) {
    const isSparse = ({ entry: { type, size, zeros = 0 } }: Version) =>
      type === 'file' && size >= minimum && zeros >= share;
    for (const version of [files.all, files.hidden].flatMap((versions) => versions.filter(isSparse))) {
      const { size: bytes, zeros = 0 } = version.entry;
      const log = /(?:^|\/)(?:lastlog|faillog)$/.test(version.path);
      yield {
        place: files.at(version),
        message: `\`/${version.path}\` is ${size(bytes)} of which ${Math.floor(zeros * 100)} % are zeros.`,
        evidence: [{ kind: 'file', path: version.path, size: bytes }],
        help: log
          ? 'Add the user with `useradd --no-log-init`.'
          : 'Make the file when the container starts, or store it compressed.',
      };
    }
  },
});
