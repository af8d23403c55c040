import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'oversized-file',
  on: 'image',
  since: '1.0',
  severity: 'info',
  category: 'size',
  summary: 'A single file must not outweigh the image around it.',
  why: 'Models, disk images and dumps change on their own schedule: in the image they make every pull slow, and every release stores them again.',
  options: (z) =>
    z.strictObject({
      maximum: z.number().int().nonnegative().default(200_000_000).describe('Bytes of the largest file that is fine.'),
    }),
  bad: [
    {
      options: { maximum: 1_000_000 },
      layers: [{ '[|models/weights.bin|]': { size: 2_000_000 }, 'app/server': 'x' }],
      message: '`/models/weights.bin` weighs 2.0 MB.',
    },
  ],
  good: [{ layers: [{ 'models/weights.bin': { size: 2_000_000 } }] }],

  *check({ files }, { maximum }) {
    for (const version of files.all.filter(({ entry: { type, size } }) => type === 'file' && size > maximum)) {
      const { size: bytes } = version.entry;
      yield {
        place: files.at(version),
        message: `\`/${version.path}\` weighs ${size(bytes)}.`,
        evidence: [{ kind: 'file', path: version.path, size: bytes }],
        help: 'Mount it when the container runs, or fetch it from where it is versioned.',
      };
    }
  },
});
