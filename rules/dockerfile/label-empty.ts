import { labelsOf } from '../../src/dockerfile/labels.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'label-empty',
  aliases: ['DL3051'],
  on: 'dockerfile',
  needs: { instructions: ['label'] },
  since: '1.0',
  severity: 'off',
  category: 'metadata',
  summary: 'Labels that are asked for must not be empty.',
  why: 'An empty label passes every check for its presence and tells nobody anything.',
  options: (z) =>
    z.strictObject({
      labels: z.array(z.string()).default([]).describe('Keys of the labels that are judged; an empty list is all.'),
    }),
  bad: [
    'FROM debian:12.9\nLABEL [|team=""|]',
    { code: 'FROM debian:12.9\nLABEL [|team=|] note=""', options: { labels: ['team'] } },
  ],
  good: [
    'FROM debian:12.9\nLABEL team="core"',
    'FROM debian:12.9\nARG TEAM\nLABEL team=$TEAM',
    { code: 'FROM debian:12.9\nLABEL note=""', options: { labels: ['team'] } },
  ],

  *check({ stages }, { labels }) {
    for (const { key, value, pair } of stages.flatMap(labelsOf)) {
      if (value !== '' || (labels.length > 0 && !labels.includes(key))) continue;
      yield { place: pair.place, message: `The label \`${key}\` is empty.`, help: 'Give it a value, or remove it.' };
    }
  },
});
