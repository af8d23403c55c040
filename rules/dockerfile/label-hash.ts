import { isHash, misfits } from '../../src/dockerfile/labels.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'label-hash',
  aliases: ['DL3055'],
  on: 'dockerfile',
  needs: { instructions: ['label'] },
  since: '1.0',
  severity: 'off',
  category: 'metadata',
  summary: 'Labels that hold a revision must hold the hash of a commit.',
  why: 'A branch or tag moves; only the hash says what was built.',
  options: (z) =>
    z.strictObject({
      labels: z
        .array(z.string())
        .default(['org.opencontainers.image.revision'])
        .describe('Keys of the labels that are judged.'),
    }),
  bad: [
    'FROM debian:12.9\nLABEL org.opencontainers.image.revision=[|main|]',
    'FROM debian:12.9\nLABEL org.opencontainers.image.revision=[|ABCDEF1|]',
  ],
  good: [
    'FROM debian:12.9\nLABEL org.opencontainers.image.revision=0123abc',
    'FROM debian:12.9\nLABEL org.opencontainers.image.revision=2222222222222222222222222222222222222222',
    'FROM debian:12.9\nLABEL org.opencontainers.image.revision=$REVISION',
    { code: 'FROM debian:12.9\nLABEL org.opencontainers.image.revision=x', options: { labels: [] } },
  ],

  *check(file, { labels }) {
    for (const { key, value, pair } of misfits(file, labels, isHash)) {
      yield {
        place: pair.value?.place ?? pair.place,
        message: `\`${key}\` is \`${value}\`, which is no hash of a commit.`,
        evidence: [{ kind: 'value', name: key, value }],
        help: 'Write the hash in full.',
      };
    }
  },
});
