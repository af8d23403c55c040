import { isSemver, misfits } from '../../src/dockerfile/labels.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'label-semver',
  aliases: ['DL3056'],
  on: 'dockerfile',
  needs: { instructions: ['label'] },
  since: '1.0',
  severity: 'off',
  category: 'metadata',
  summary: 'Labels that hold a version must hold a semantic version.',
  why: 'Tools compare versions by the rules of SemVer, and read one form only.',
  options: (z) =>
    z.strictObject({
      labels: z.array(z.string()).default([]).describe('Keys of the labels that are judged.'),
    }),
  bad: [
    {
      code: 'FROM debian:12.9\nLABEL org.opencontainers.image.version=[|v1.2.3|]',
      options: { labels: ['org.opencontainers.image.version'] },
    },
    {
      code: 'FROM debian:12.9\nLABEL org.opencontainers.image.version=[|1.2|]',
      options: { labels: ['org.opencontainers.image.version'] },
    },
  ],
  good: [
    {
      code: 'FROM debian:12.9\nLABEL org.opencontainers.image.version=1.2.3',
      options: { labels: ['org.opencontainers.image.version'] },
    },
    {
      code: 'FROM debian:12.9\nLABEL org.opencontainers.image.version=1.2.3-rc.1+build.5',
      options: { labels: ['org.opencontainers.image.version'] },
    },
    {
      code: 'FROM debian:12.9\nLABEL org.opencontainers.image.version=$VERSION',
      options: { labels: ['org.opencontainers.image.version'] },
    },
    'FROM debian:12.9\nLABEL org.opencontainers.image.version=x',
  ],

  *check(file, { labels }) {
    for (const { key, value, pair } of misfits(file, labels, isSemver)) {
      yield {
        place: pair.value?.place ?? pair.place,
        message: `\`${key}\` is \`${value}\`, which is no semantic version.`,
        evidence: [{ kind: 'value', name: key, value }],
        help: 'Write `major.minor.patch`.',
      };
    }
  },
});
