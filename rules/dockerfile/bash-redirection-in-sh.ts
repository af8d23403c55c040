import { isDash } from '../../src/dockerfile/dash.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import { syntaxOf } from '../../src/dockerfile/ran.ts';
import type { Syntax } from '../../src/dockerfile/script-model.ts';
import { defineRule, type Fix } from '../../src/rule.ts';

export default defineRule({
  id: 'bash-redirection-in-sh',
  aliases: ['SC3020', 'SC3011'],
  on: 'dockerfile',
  needs: { parts: ['redirection'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: '`&>` and `<<<` must not be used where `/bin/sh` is dash.',
  why: 'Dash reads `command &> file` as `command &` and `> file`: the command runs in the background, nobody sees whether it failed, and its output goes to the log. `<<<` is a syntax error.',
  fault: 'SC3020',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN make [|&> /dev/null|] && make install',
      fixed: 'FROM debian:12.9\nRUN make > /dev/null 2>&1 && make install',
    },
    'FROM debian:12.9\nRUN cat [|<<< text|]',
  ],
  good: [
    'FROM debian:12.9\nRUN make > /dev/null 2>&1',
    'FROM fedora:41\nRUN make &> /dev/null',
    'FROM debian:12.9\nSHELL ["/bin/bash", "-c"]\nRUN make &> /dev/null',
    "FROM debian:12.9\nRUN bash -c 'make &> /dev/null'",
  ],

  *check({ stages }) {
    for (const { stage, script, part } of syntaxOf(stages, 'redirection')) {
      if (!isDash(stage, script)) continue;
      const here = part.raw === '<<<';
      yield {
        place: part.place,
        message: here
          ? 'Dash has no `<<<`.'
          : `Dash takes \`${part.raw}\` for \`&\`, and does not wait for the command.`,
        help: here ? "Pipe the text in: `printf '%s\\n' text | command`." : 'Write `> file 2>&1`.',
        fault: here ? 'SC3011' : 'SC3020',
        fixes: here ? [] : [plainly(part)],
      };
    }
  },
});

function plainly({ span: { start, end }, raw }: Syntax): Fix {
  return fix(
    'Redirect both outputs as dash does',
    'unsafe',
    { span: { start, end: start + raw.length }, text: raw.slice(1) },
    { span: { start: end, end }, text: ' 2>&1' },
  );
}
