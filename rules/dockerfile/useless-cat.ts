import { fix } from '../../src/dockerfile/edits.ts';
import { commandsOf } from '../../src/dockerfile/ran.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'useless-cat',
  aliases: ['SC2002'],
  on: 'dockerfile',
  needs: { commands: ['cat'] },
  since: '1.0',
  severity: 'off',
  category: 'style',
  summary: 'One file must not be piped by `cat`.',
  why: 'The shell can hand the file over itself; then a file that is not there stops the build, which a pipe hides.',
  fault: 'SC2002',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN cat [|/packages|] | xargs apt-get install -y',
      fixed: 'FROM debian:12.9\nRUN xargs apt-get install -y < /packages',
    },
  ],
  good: [
    'FROM debian:12.9\nRUN sort < a && cat a b | sort && cat *.txt | sort && cat -n a | sort && cat $FILES | sort',
  ],

  *check({ stages }) {
    for (const { command } of commandsOf(stages, 'cat')) {
      const { args, pipe, script, span, redirections } = command;
      const [word] = args;
      if (args.length !== 1 || !word || pipe.index !== 0 || pipe.length < 2 || redirections.length > 0) continue;
      if (/^-|[*?[{]/.test(word.raw) || (word.text === undefined && !/^"[^"]*"$/.test(word.raw))) continue;
      const pipeline = script.pipelines.find((one) => one.commands[0] === command);
      const next = pipeline?.commands[1];
      if (next === undefined || next.redirections.length > 0) continue;
      const edits = [
        { span: { start: span.start, end: next.span.start }, text: '' },
        { span: { start: next.span.end, end: next.span.end }, text: ` < ${word.raw}` },
      ];
      yield {
        place: word.place,
        message: `\`${next.name ?? 'The next command'}\` can read \`${word.raw}\` itself.`,
        help: 'Write `command < file`.',
        fixes: [fix('Read the file itself', 'unsafe', ...edits)],
      };
    }
  },
});
