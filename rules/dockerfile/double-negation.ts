import { fix } from '../../src/dockerfile/edits.ts';
import { commandsOf } from '../../src/dockerfile/ran.ts';
import { defineRule } from '../../src/rule.ts';

const opposite: ReadonlyMap<string | undefined, string> = new Map([
  ['-z', '-n'],
  ['-n', '-z'],
]);

export default defineRule({
  id: 'double-negation',
  aliases: ['SC2236', 'SC2237'],
  on: 'dockerfile',
  needs: { commands: ['[', 'test'] },
  since: '1.0',
  severity: 'off',
  category: 'style',
  summary: 'A condition must not negate `-z` or `-n`.',
  why: '`[ -n "$A" ]` says what `[ ! -z "$A" ]` says, and is read at once.',
  fault: 'SC2236',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN if [ [|! -z|] "$A" ]; then make; fi',
      fixed: 'FROM debian:12.9\nRUN if [ -n "$A" ]; then make; fi',
    },
    {
      code: 'FROM debian:12.9\nRUN if [ [|! -z|] $A ]; then make; fi',
      fixed: 'FROM debian:12.9\nRUN if [ ! -z $A ]; then make; fi',
    },
  ],
  good: ['FROM debian:12.9\nRUN if [ -n "$A" ] || [ ! -f a ]; then make; fi'],

  *check(file) {
    for (const { command } of commandsOf(file.stages, '[', 'test')) {
      const [not, test, operand] = command.args;
      const other = opposite.get(test?.raw);
      if (not?.raw !== '!' || !test || !operand || other === undefined) continue;
      if (command.args.length !== (command.name === '[' ? 4 : 3)) continue;
      const span = { start: not.span.start, end: test.span.end };
      // `[ -n ]` holds where an unquoted value is empty.
      const same = /^"[^"]*"$/.test(operand.raw);
      yield {
        place: file.at(span),
        message: `\`! ${test.raw}\` is \`${other}\`.`,
        help: `Write \`${other}\`.`,
        fault: test.raw === '-z' ? 'SC2236' : 'SC2237',
        fixes: same ? [fix(`Write \`${other}\``, 'safe', { span, text: other })] : [],
      };
    }
  },
});
