import { isSpdx, misfits } from '../../src/dockerfile/labels.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'label-spdx',
  aliases: ['DL3054'],
  on: 'dockerfile',
  needs: { instructions: ['label'] },
  since: '1.0',
  severity: 'off',
  category: 'metadata',
  summary: 'Labels that hold a license must hold an SPDX expression.',
  why: 'Tools that collect licenses read the identifiers of SPDX, not prose.',
  options: (z) =>
    z.strictObject({
      labels: z
        .array(z.string())
        .default(['org.opencontainers.image.licenses'])
        .describe('Keys of the labels that are judged.'),
    }),
  bad: [
    'FROM debian:12.9\nLABEL org.opencontainers.image.licenses=[|"The Apache License"|]',
    'FROM debian:12.9\nLABEL org.opencontainers.image.licenses=[|"Apache 2"|]',
    'FROM debian:12.9\nLABEL org.opencontainers.image.licenses=[|"MIT OR"|]',
  ],
  good: [
    'FROM debian:12.9\nLABEL org.opencontainers.image.licenses=Apache-2.0',
    'FROM debian:12.9\nLABEL org.opencontainers.image.licenses="MIT OR (GPL-2.0-only WITH Classpath-exception-2.0 AND BSD-3-Clause)"',
    'FROM debian:12.9\nLABEL org.opencontainers.image.licenses=LicenseRef-acme',
    'FROM debian:12.9\nLABEL org.opencontainers.image.licenses=$LICENSE',
    { code: 'FROM debian:12.9\nLABEL org.opencontainers.image.licenses=x', options: { labels: [] } },
  ],

  *check(file, { labels }) {
    for (const { key, value, pair } of misfits(file, labels, isSpdx)) {
      yield {
        place: pair.value?.place ?? pair.place,
        message: `\`${key}\` is \`${value}\`, which is no SPDX license expression.`,
        evidence: [{ kind: 'value', name: key, value }],
        help: 'Write an identifier of https://spdx.org/licenses.',
      };
    }
  },
});
