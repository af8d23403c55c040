import { labelsOf } from '../../src/dockerfile/labels.ts';
import { namePattern } from '../../src/dockerfile/name-pattern.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'unexpected-label',
  aliases: ['DL3050'],
  on: 'dockerfile',
  needs: { instructions: ['label'] },
  since: '1.0',
  severity: 'off',
  category: 'metadata',
  summary: 'Only labels of your list may be set.',
  why: 'A misspelt key is a label that nobody reads.',
  options: (z) =>
    z.strictObject({
      labels: z
        .array(z.string())
        .default([])
        .describe('Keys that may be set; `*` stands for anything but `/`. An empty list allows all.'),
    }),
  bad: [{ code: 'FROM debian:12.9\nLABEL team=core [|taem|]=core', options: { labels: ['team'] } }],
  good: [
    'FROM debian:12.9\nLABEL any=thing',
    { code: 'FROM debian:12.9\nLABEL team=core', options: { labels: ['team'] } },
    { code: 'FROM debian:12.9\nLABEL com.example.team=core', options: { labels: ['com.example.*'] } },
  ],

  *check({ stages }, { labels }) {
    if (labels.length === 0) return;
    const patterns = labels.map(namePattern);
    for (const { key, pair } of stages.flatMap(labelsOf)) {
      if (patterns.some((pattern) => pattern.test(key))) continue;
      yield {
        place: pair.key.place,
        message: `\`${key}\` is not on the list of labels.`,
        help: 'Remove it, or put it on the list.',
      };
    }
  },
});
