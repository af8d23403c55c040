import { namePattern } from '../../src/dockerfile/name-pattern.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'unreachable-stage',
  on: 'dockerfile',
  needs: { twice: ['from'] },
  since: '1.0',
  severity: 'info',
  category: 'correctness',
  tags: 'unnecessary',
  summary: 'Every stage must lead to an image.',
  why: 'A stage that no image needs is skipped by BuildKit, built for nothing by others, and read in vain.',
  options: (z) =>
    z.strictObject({
      named: z
        .boolean()
        .default(false)
        .describe('Speak of stages with a name too, which somebody may build by `--target`.'),
      targets: z
        .array(z.string())
        .default([])
        .describe('Names of stages that are built by `--target`; `*` stands for anything.'),
    }),
  bad: [
    '[|FROM node:22|]\nRUN npm ci\nFROM debian:12.9\nCMD ["app"]',
    { code: '[|FROM node:22 AS assets|]\nFROM debian:12.9', options: { named: true } },
    'FROM node:22 AS deps\n[|FROM deps|]\nRUN npm test\nFROM debian:12.9\nCOPY --from=deps /a /a',
  ],
  good: [
    'FROM node:22\nRUN npm ci\nFROM debian:12.9\nCOPY --from=0 /a /a',
    'FROM node:22 AS test\nFROM debian:12.9',
    { code: 'FROM node:22 AS unit-test\nFROM debian:12.9', options: { named: true, targets: ['*test'] } },
    { code: 'FROM node:22 AS assets\nFROM debian:12.9', targets: ['assets'], options: { named: true } },
    {
      code: 'FROM node:22 AS assets\nFROM assets AS site\nFROM debian:12.9',
      options: { named: true, targets: ['site'] },
    },
    'FROM debian:12.9',
  ],

  *check({ stages }, { named, targets }) {
    const patterns = targets.map(namePattern);
    const kept = new Set(stages.filter(({ name }) => name !== undefined && patterns.some((one) => one.test(name))));
    // What a target needs is needed, too; a set grows while it is gone through.
    for (const stage of kept) for (const needed of stage.needs) kept.add(needed);
    for (const stage of stages) {
      const { name, reachable, from } = stage;
      if (reachable || kept.has(stage) || (name !== undefined && !named)) continue;
      yield {
        place: from.place,
        message: `Nothing that ships needs ${name === undefined ? 'this stage, and it has no name to be built by' : `the stage \`${name}\``}.`,
        help: 'Remove the stage, or use it.',
      };
    }
  },
});
