import { labelsOf } from '../../src/dockerfile/labels.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'label-pattern',
  on: 'dockerfile',
  needs: { instructions: ['label'] },
  since: '1.0',
  severity: 'off',
  category: 'metadata',
  summary: 'Labels must have the form that you ask for.',
  why: 'Teams, products and cost centres have names that a machine must be able to read.',
  options: (z) =>
    z.strictObject({
      labels: z
        .record(z.string(), z.string())
        .default({})
        .describe('By key, the regular expression that the whole value must match.'),
    }),
  bad: [
    {
      code: 'FROM debian:12.9\nLABEL team=[|"The Core Team"|]',
      options: { labels: { team: '[a-z]+' } },
      message: '`team` is `The Core Team`, which does not match `[a-z]+`.',
    },
  ],
  good: [
    { code: 'FROM debian:12.9\nLABEL team=core', options: { labels: { team: '[a-z]+' } } },
    { code: 'FROM debian:12.9\nARG TEAM\nLABEL team=$TEAM', options: { labels: { team: '[a-z]+' } } },
    { code: 'FROM debian:12.9\nLABEL note="Any text."', options: { labels: { team: '[a-z]+' } } },
    'FROM debian:12.9\nLABEL team="The Core Team"',
  ],

  *check({ stages }, { labels }) {
    const patterns = new Map(Object.entries(labels).map(([key, source]) => [key, new RegExp(`^(?:${source})$`, 'u')]));
    for (const { key, value, pair } of stages.flatMap(labelsOf)) {
      const pattern = patterns.get(key);
      if (value === undefined || !pattern || pattern.test(value)) continue;
      yield {
        place: pair.value?.place ?? pair.place,
        message: `\`${key}\` is \`${value}\`, which does not match \`${labels[key]}\`.`,
        evidence: [{ kind: 'value', name: key, value }],
        help: 'Write a value of that form.',
      };
    }
  },
});
