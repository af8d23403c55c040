import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'instruction-arguments',
  on: 'dockerfile',
  needs: { faults: ['arguments'] },
  since: '1.0',
  severity: 'error',
  category: 'correctness',
  summary: 'An instruction must have the arguments it needs, in a form that builders read.',
  why: 'The builder stops at arguments that are too few, too many or malformed.',
  bad: [
    'FROM debian:12.9\n[|COPY|] app',
    'FROM [|debian:12.9 build|]',
    'FROM debian:12.9\n[|USER|]',
    'FROM debian:12.9\nENV A=1 [|B|]',
    'FROM debian:12.9\nHEALTHCHECK [|curl|] localhost',
  ],
  good: [
    'FROM debian:12.9 AS build',
    'FROM debian:12.9\nCOPY app /app',
    'FROM debian:12.9\nHEALTHCHECK NONE',
    'FROM debian:12.9\nENV A 1 2',
  ],

  *check({ faults }) {
    for (const { kind, place, message, suggestion } of faults) {
      if (kind !== 'arguments') continue;
      yield { place, message, help: suggestion ? `Write \`${suggestion}\`.` : 'Give the instruction what it needs.' };
    }
  },
});
