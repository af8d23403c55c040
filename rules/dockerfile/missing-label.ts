import { images } from '../../src/dockerfile/images.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'missing-label',
  aliases: ['DL3049'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'off',
  category: 'metadata',
  summary: 'An image must carry the labels that you ask for.',
  why: 'Whoever finds the image in a registry learns from its labels whose it is and what it was built from.',
  options: (z) =>
    z.strictObject({
      labels: z.array(z.string()).default([]).describe('Keys of the labels that every image must have.'),
    }),
  bad: [
    {
      code: '[|FROM debian:12.9|]\nLABEL note=a',
      options: { labels: ['team'] },
      message: 'The image has no label `team`.',
    },
    { code: 'FROM debian:12.9 AS build\nLABEL team=core\n[|FROM debian:12.9|]', options: { labels: ['team'] } },
  ],
  good: [
    'FROM debian:12.9',
    { code: 'FROM debian:12.9\nLABEL team=core', options: { labels: ['team'] } },
    { code: 'FROM debian:12.9 AS base\nLABEL team=core\nFROM base', options: { labels: ['team'] } },
    { code: 'FROM debian:12.9 AS build\nFROM debian:12.9\nLABEL team=core', options: { labels: ['team'] } },
    { code: 'FROM debian:12.9\nLABEL $KEY=core', options: { labels: ['team'] } },
  ],

  *check(file, { labels }) {
    for (const stage of images(file)) {
      const written = stage.lineage.flatMap((one) =>
        one.of('label').flatMap(({ pairs }) => pairs.map(({ key }) => key.text)),
      );
      if (written.includes(undefined)) continue;
      for (const key of labels) {
        if (written.includes(key)) continue;
        yield {
          place: stage.from.place,
          message: `The image has no label \`${key}\`.`,
          help: `Add \`LABEL ${key}="…"\`.`,
        };
      }
    }
  },
});
