import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'invalid-onbuild',
  aliases: ['DL3043'],
  on: 'dockerfile',
  needs: { faults: ['onbuild'] },
  since: '1.0',
  severity: 'error',
  category: 'correctness',
  summary: 'ONBUILD must hold an instruction that a later build can run.',
  why: 'ONBUILD, FROM and MAINTAINER cannot be triggered, so the image, or every build on top of it, fails.',
  bad: [
    'FROM debian:12.9\nONBUILD [|ONBUILD|] RUN true',
    'FROM debian:12.9\nONBUILD [|FROM|] debian:12.9',
    'FROM debian:12.9\nonbuild [|maintainer|] someone',
    'FROM debian:12.9\n[|ONBUILD|]',
  ],
  good: ['FROM debian:12.9\nONBUILD COPY . /app'],

  *check({ faults }) {
    for (const { kind, place, message } of faults) {
      if (kind === 'onbuild') yield { place, message, help: 'Remove it, or trigger another instruction.' };
    }
  },
});
