import { isEmail, misfits } from '../../src/dockerfile/labels.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'label-email',
  aliases: ['DL3058'],
  on: 'dockerfile',
  needs: { instructions: ['label'] },
  since: '1.0',
  severity: 'off',
  category: 'metadata',
  summary: 'Labels that hold an e-mail address must hold one, and nothing else.',
  why: 'Whoever has a question about the image takes the address from there.',
  options: (z) =>
    z.strictObject({
      labels: z.array(z.string()).default([]).describe('Keys of the labels that are judged.'),
    }),
  bad: [
    { code: 'FROM debian:12.9\nLABEL maintainer=[|Ann|]', options: { labels: ['maintainer'] } },
    { code: 'FROM debian:12.9\nLABEL maintainer=[|ann@localhost|]', options: { labels: ['maintainer'] } },
  ],
  good: [
    { code: 'FROM debian:12.9\nLABEL maintainer=ann@example.com', options: { labels: ['maintainer'] } },
    { code: 'FROM debian:12.9\nLABEL maintainer=$MAIL', options: { labels: ['maintainer'] } },
    'FROM debian:12.9\nLABEL maintainer=x',
  ],

  *check(file, { labels }) {
    for (const { key, value, pair } of misfits(file, labels, isEmail)) {
      yield {
        place: pair.value?.place ?? pair.place,
        message: `\`${key}\` is \`${value}\`, which is no e-mail address.`,
        evidence: [{ kind: 'value', name: key, value }],
        help: 'Write `name@example.com`.',
      };
    }
  },
});
