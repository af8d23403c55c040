import { isUrl, misfits } from '../../src/dockerfile/labels.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'label-url',
  aliases: ['DL3052'],
  on: 'dockerfile',
  needs: { instructions: ['label'] },
  since: '1.0',
  severity: 'off',
  category: 'metadata',
  summary: 'Labels that hold an address must hold a URL.',
  why: 'Tools turn the label into a link, and a reader follows it.',
  options: (z) =>
    z.strictObject({
      labels: z
        .array(z.string())
        .default([
          'org.opencontainers.image.url',
          'org.opencontainers.image.source',
          'org.opencontainers.image.documentation',
        ])
        .describe('Keys of the labels that are judged.'),
    }),
  bad: ['FROM debian:12.9\nLABEL org.opencontainers.image.url=[|example.com/app|]'],
  good: [
    'FROM debian:12.9\nLABEL org.opencontainers.image.url=https://example.com/app',
    'FROM debian:12.9\nLABEL org.opencontainers.image.url=ssh://git@example.com/acme/app.git',
    'FROM debian:12.9\nLABEL org.opencontainers.image.url=""',
    'FROM debian:12.9\nLABEL org.opencontainers.image.url=$URL',
    { code: 'FROM debian:12.9\nLABEL org.opencontainers.image.url=x', options: { labels: [] } },
  ],

  *check(file, { labels }) {
    for (const { key, value, pair } of misfits(file, labels, isUrl)) {
      yield {
        place: pair.value?.place ?? pair.place,
        message: `\`${key}\` is \`${value}\`, which is no URL.`,
        evidence: [{ kind: 'value', name: key, value }],
        help: 'Write the whole address, with its scheme.',
      };
    }
  },
});
