import { duplicates } from '../../src/dockerfile/duplicates.ts';
import { fix, removeInstruction } from '../../src/dockerfile/edits.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'duplicate-cmd',
  aliases: ['DL4003', 'DS-0016', 'MultipleInstructionsDisallowed'],
  on: 'dockerfile',
  needs: { twice: ['cmd'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  tags: 'unnecessary',
  summary: 'A stage must have one CMD.',
  why: 'Only the last one counts: the others are dead text that a reader takes for the truth.',
  bad: [
    {
      code: 'FROM debian:12.9\n[|CMD ["a"]|]\nUSER app\nCMD ["b"]',
      message: 'This `CMD` has no effect: a later one of the same stage replaces it.',
      fixed: 'FROM debian:12.9\nUSER app\nCMD ["b"]',
    },
    'FROM debian:12.9\n[|CMD ["a"]|]\n[|CMD ["c"]|]\nCMD ["b"]',
  ],
  good: [
    'FROM debian:12.9\nCMD ["b"]',
    'FROM debian:12.9 AS base\nCMD ["a"]\nFROM base\nCMD ["b"]',
    'FROM debian:12.9\nONBUILD CMD ["a"]\nCMD ["b"]',
  ],

  *check(file) {
    for (const { dead, winner } of duplicates(file, 'cmd')) {
      yield {
        place: dead.place,
        message: 'This `CMD` has no effect: a later one of the same stage replaces it.',
        help: 'Remove it.',
        related: [{ place: winner.place, message: 'This one counts.' }],
        fixes: [fix('Remove the dead CMD', 'safe', removeInstruction(file, dead))],
      };
    }
  },
});
