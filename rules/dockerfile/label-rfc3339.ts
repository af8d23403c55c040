import { isRfc3339, misfits } from '../../src/dockerfile/labels.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'label-rfc3339',
  aliases: ['DL3053'],
  on: 'dockerfile',
  needs: { instructions: ['label'] },
  since: '1.0',
  severity: 'off',
  category: 'metadata',
  summary: 'Labels that hold a time must hold it as RFC 3339 writes it.',
  why: 'Tools sort and compare by the label, and read one form only.',
  options: (z) =>
    z.strictObject({
      labels: z
        .array(z.string())
        .default(['org.opencontainers.image.created'])
        .describe('Keys of the labels that are judged.'),
    }),
  bad: [
    'FROM debian:12.9\nLABEL org.opencontainers.image.created=[|yesterday|]',
    'FROM debian:12.9\nLABEL org.opencontainers.image.created=[|2026-08-15|]',
    'FROM debian:12.9\nLABEL org.opencontainers.image.created=[|2026-02-30T12:00:00Z|]',
  ],
  good: [
    'FROM debian:12.9\nLABEL org.opencontainers.image.created=2026-08-15T12:00:00Z',
    'FROM debian:12.9\nLABEL org.opencontainers.image.created=2026-08-15T12:00:00.5+02:00',
    'FROM debian:12.9\nLABEL org.opencontainers.image.created=$CREATED',
    { code: 'FROM debian:12.9\nLABEL org.opencontainers.image.created=x', options: { labels: [] } },
  ],

  *check(file, { labels }) {
    for (const { key, value, pair } of misfits(file, labels, isRfc3339)) {
      yield {
        place: pair.value?.place ?? pair.place,
        message: `\`${key}\` is \`${value}\`, which is no time of RFC 3339.`,
        evidence: [{ kind: 'value', name: key, value }],
        help: 'Write a time like `2026-08-15T12:00:00Z`.',
      };
    }
  },
});
