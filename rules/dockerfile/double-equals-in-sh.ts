import { replace } from '../../src/dockerfile/command-edits.ts';
import { isDash } from '../../src/dockerfile/dash.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import { commandsOf } from '../../src/dockerfile/ran.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'double-equals-in-sh',
  aliases: ['SC3014'],
  on: 'dockerfile',
  needs: { commands: ['[', 'test'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: '`[` must compare with `=` where `/bin/sh` is dash.',
  why: "Dash's `[` knows no `==`: it complains, and the condition is false whatever the values are.",
  fault: 'SC3014',
  bad: [
    {
      code: 'FROM debian:12.9\nARG ENV=dev\nRUN if [ "$ENV" [|==|] dev ]; then make; fi',
      fixed: 'FROM debian:12.9\nARG ENV=dev\nRUN if [ "$ENV" = dev ]; then make; fi',
    },
  ],
  good: [
    'FROM debian:12.9\nRUN [ "$(uname -m)" = x86_64 ]',
    'FROM alpine:3.21\nRUN [ "$(uname -m)" == x86_64 ]',
    'FROM debian:12.9\nSHELL ["/bin/bash", "-c"]\nRUN [ "$(uname -m)" == x86_64 ]',
    "FROM debian:12.9\nRUN bash -c '[ a == b ]'",
  ],

  *check({ stages }) {
    for (const { stage, command } of commandsOf(stages, '[', 'test')) {
      if (!isDash(stage, command.script) || command.wrapper) continue;
      for (const word of command.args) {
        if (word.raw !== '==') continue;
        yield {
          place: word.place,
          message: '`==` is an error in dash, and the condition never holds.',
          help: 'Write `=`.',
          fixes: [fix('Compare with `=`', 'unsafe', replace(word, '='))],
        };
      }
    }
  },
});
