import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'stage-cycle',
  on: 'dockerfile',
  since: '1.0',
  severity: 'error',
  category: 'correctness',
  summary: 'Stages must not need each other in a circle.',
  why: 'None of them can be built first, and the builder stops.',
  needs: { texts: ['from='], and: { twice: ['from'] } },
  bad: [
    '[|FROM debian:12.9 AS a|]\nCOPY --from=b /x /x\nFROM debian:12.9 AS b\nCOPY --from=a /y /y',
    '[|FROM debian:12.9 AS a|]\nRUN --mount=from=b,target=/b true\nFROM a AS b',
  ],
  good: [
    'FROM debian:12.9 AS a\nFROM a AS b\nCOPY --from=a /x /x',
    'FROM b AS a\nFROM a AS b',
    'FROM debian:12.9 AS a\nCOPY --from=a /x /x',
  ],

  *check({ cycles }) {
    for (const [first, ...others] of cycles) {
      // A stage that copies from itself is for `copy-from-self`.
      if (!first || others.length === 0) continue;
      const names = [first, ...others, first].map(({ name, index }) => `\`${name ?? index}\``);
      yield {
        place: first.from.place,
        message: `These stages need each other: ${names.join(' → ')}.`,
        help: 'Move what both need into a stage of its own.',
        related: others.map(({ from, name, index }) => ({
          place: from.place,
          message: `\`${name ?? index}\` is part of the circle.`,
        })),
      };
    }
  },
});
