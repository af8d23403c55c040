import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'instruction-before-from',
  aliases: ['DL3061'],
  on: 'dockerfile',
  needs: { faults: ['before-from'] },
  since: '1.0',
  severity: 'error',
  category: 'correctness',
  summary: 'Nothing but ARG may stand before the first FROM.',
  why: 'There is no image yet that the instruction could act on, and the builder stops.',
  bad: ['[|ENV|] A=1\nFROM debian:12.9', 'ARG TAG=12.9\n[|LABEL|] a=b\nFROM debian:$TAG', '[|RUN|] true'],
  good: ['ARG TAG=12.9\nFROM debian:$TAG', '# syntax=docker/dockerfile:1\n# a comment\nFROM debian:12.9'],

  *check({ faults }) {
    for (const { kind, place, message } of faults) {
      if (kind === 'before-from') yield { place, message, help: 'Move the instruction below a `FROM`.' };
    }
  },
});
