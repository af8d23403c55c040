import { replace } from '../../src/dockerfile/command-edits.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import { commandsOf } from '../../src/dockerfile/ran.ts';
import { defineRule } from '../../src/rule.ts';

const flags: ReadonlyMap<string | undefined, string> = new Map([
  ['egrep', '-E'],
  ['fgrep', '-F'],
]);

export default defineRule({
  id: 'deprecated-egrep',
  aliases: ['SC2196', 'SC2197'],
  on: 'dockerfile',
  needs: { commands: ['egrep', 'fgrep'] },
  since: '1.0',
  severity: 'info',
  category: 'style',
  tags: 'deprecated',
  summary: '`egrep` and `fgrep` are out of use.',
  why: 'GNU grep warns at each call since 3.8, and is to drop them.',
  fault: 'SC2196',
  bad: [
    {
      code: "FROM debian:12.9\nRUN [|egrep|] 'a|b' /etc/app.conf && ls | xargs [|fgrep|] a",
      fixed: "FROM debian:12.9\nRUN grep -E 'a|b' /etc/app.conf && ls | xargs grep -F a",
    },
  ],
  good: ["FROM debian:12.9\nRUN grep -E 'a|b' /etc/app.conf"],

  *check({ stages }) {
    for (const { command } of commandsOf(stages, 'egrep', 'fgrep')) {
      const { name, nameWord } = command;
      const flag = flags.get(name);
      if (!nameWord || nameWord.raw !== name || flag === undefined) continue;
      yield {
        place: nameWord.place,
        message: `\`${name}\` is out of use.`,
        help: `Write \`grep ${flag}\`.`,
        fault: flag === '-E' ? 'SC2196' : 'SC2197',
        fixes: [fix(`Write \`grep ${flag}\``, 'safe', replace(nameWord, `grep ${flag}`))],
      };
    }
  },
});
