import { isDash } from '../../src/dockerfile/dash.ts';
import { syntaxOf } from '../../src/dockerfile/ran.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'bash-test-in-sh',
  aliases: ['SC3010'],
  on: 'dockerfile',
  needs: { parts: ['test'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: '`[[ … ]]` must not be used where `/bin/sh` is dash.',
  why: 'Dash looks for a program called `[[` and finds none: the condition is false whatever it says.',
  fault: 'SC3010',
  bad: ['FROM debian:12.9\nRUN if [|[[ -f /app/run ]]|]; then /app/run; fi'],
  good: [
    'FROM debian:12.9\nRUN if [ -f /app/run ]; then /app/run; fi',
    'FROM alpine:3.21\nRUN [[ -f /app/run ]]',
    'FROM debian:12.9\nSHELL ["/bin/bash", "-c"]\nRUN [[ -f /app/run ]]',
    'FROM acme/app:1.0\nRUN [[ -f /app/run ]]',
  ],

  *check({ stages }) {
    for (const { stage, script, part } of syntaxOf(stages, 'test')) {
      if (!isDash(stage, script)) continue;
      yield {
        place: part.place,
        message: `Dash has no \`[[\`: \`${part.raw}\` never holds.`,
        help: 'Use `[ … ]`, or set `SHELL ["/bin/bash", "-c"]`.',
      };
    }
  },
});
