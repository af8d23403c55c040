import { commandsOf } from '../../src/dockerfile/ran.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'variable-printf-format',
  aliases: ['SC2059'],
  on: 'dockerfile',
  needs: { commands: ['printf'] },
  since: '1.0',
  severity: 'off',
  category: 'correctness',
  summary: 'The format of `printf` must hold no variables.',
  why: 'A `%` or a backslash in the value is then taken for a part of the format.',
  fault: 'SC2059',
  bad: ['FROM debian:12.9\nARG NAME\nRUN printf [|"name=$NAME\\n"|] > /etc/app.conf'],
  good: [
    'FROM debian:12.9\nARG NAME\nRUN printf "name=%s\\n" "$NAME" > /etc/app.conf && printf -v a "%s" b && printf -- "a"',
  ],

  *check({ stages }) {
    for (const { command } of commandsOf(stages, 'printf')) {
      const word = command.args.find(({ raw }) => raw !== '--');
      if (!word || word.raw.startsWith('-') || word.variables.length === 0) continue;
      yield {
        place: word.place,
        message: `\`${word.variables[0]}\` is a part of the format.`,
        help: 'Print it by a format: `printf \'%s\' "$NAME"`.',
      };
    }
  },
});
