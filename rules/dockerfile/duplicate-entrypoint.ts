import { duplicates } from '../../src/dockerfile/duplicates.ts';
import { fix, removeInstruction } from '../../src/dockerfile/edits.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'duplicate-entrypoint',
  aliases: ['DL4004', 'DS-0007', 'MultipleInstructionsDisallowed'],
  on: 'dockerfile',
  needs: { twice: ['entrypoint'] },
  since: '1.0',
  severity: 'error',
  category: 'correctness',
  tags: 'unnecessary',
  summary: 'A stage must have one ENTRYPOINT.',
  why: 'Only the last one counts: the others are dead text that a reader takes for the truth.',
  bad: [
    {
      code: 'FROM debian:12.9\n[|ENTRYPOINT ["a"]|]\nUSER app\nENTRYPOINT ["b"]',
      message: 'This `ENTRYPOINT` has no effect: a later one of the same stage replaces it.',
      fixed: 'FROM debian:12.9\nUSER app\nENTRYPOINT ["b"]',
    },
    'FROM debian:12.9\n[|ENTRYPOINT ["a"]|]\n[|ENTRYPOINT ["c"]|]\nENTRYPOINT ["b"]',
  ],
  good: [
    'FROM debian:12.9\nENTRYPOINT ["b"]',
    'FROM debian:12.9 AS base\nENTRYPOINT ["a"]\nFROM base\nENTRYPOINT ["b"]',
    'FROM debian:12.9\nONBUILD ENTRYPOINT ["a"]\nENTRYPOINT ["b"]',
  ],

  *check(file) {
    for (const { dead, winner } of duplicates(file, 'entrypoint')) {
      yield {
        place: dead.place,
        message: 'This `ENTRYPOINT` has no effect: a later one of the same stage replaces it.',
        help: 'Remove it.',
        related: [{ place: winner.place, message: 'This one counts.' }],
        fixes: [fix('Remove the dead ENTRYPOINT', 'safe', removeInstruction(file, dead))],
      };
    }
  },
});
