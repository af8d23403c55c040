import { duplicates } from '../../src/dockerfile/duplicates.ts';
import { fix, removeInstruction } from '../../src/dockerfile/edits.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'duplicate-healthcheck',
  aliases: ['DL3012', 'DS-0023', 'MultipleInstructionsDisallowed'],
  on: 'dockerfile',
  needs: { twice: ['healthcheck'] },
  since: '1.0',
  severity: 'error',
  category: 'correctness',
  tags: 'unnecessary',
  summary: 'A stage must have one HEALTHCHECK.',
  why: 'Only the last one counts: the others are dead text that a reader takes for the truth.',
  bad: [
    {
      code: 'FROM debian:12.9\n[|HEALTHCHECK CMD ["a"]|]\nUSER app\nHEALTHCHECK NONE',
      message: 'This `HEALTHCHECK` has no effect: a later one of the same stage replaces it.',
      fixed: 'FROM debian:12.9\nUSER app\nHEALTHCHECK NONE',
    },
    'FROM debian:12.9\n[|HEALTHCHECK CMD ["a"]|]\n[|HEALTHCHECK CMD ["c"]|]\nHEALTHCHECK NONE',
  ],
  good: [
    'FROM debian:12.9\nHEALTHCHECK NONE',
    'FROM debian:12.9 AS base\nHEALTHCHECK CMD ["a"]\nFROM base\nHEALTHCHECK NONE',
    'FROM debian:12.9\nONBUILD HEALTHCHECK CMD ["a"]\nHEALTHCHECK NONE',
  ],

  *check(file) {
    for (const { dead, winner } of duplicates(file, 'healthcheck')) {
      yield {
        place: dead.place,
        message: 'This `HEALTHCHECK` has no effect: a later one of the same stage replaces it.',
        help: 'Remove it.',
        related: [{ place: winner.place, message: 'This one counts.' }],
        fixes: [fix('Remove the dead HEALTHCHECK', 'safe', removeInstruction(file, dead))],
      };
    }
  },
});
