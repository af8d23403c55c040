import { commandsOf } from '../../src/dockerfile/ran.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'find-piped-to-xargs',
  aliases: ['SC2038'],
  on: 'dockerfile',
  needs: { commands: ['find'] },
  since: '1.0',
  severity: 'info',
  category: 'correctness',
  summary: 'Names that go from find to xargs must be separated by zero bytes.',
  why: 'xargs splits at blanks and quotes: a name that holds one becomes two, and what is then removed or changed is not what was found.',
  fault: 'SC2038',
  bad: ['FROM debian:12.9\nRUN [|find /app -type f|] | xargs chmod 644'],
  good: [
    'FROM debian:12.9\nRUN find /app -type f -print0 | xargs -0 chmod 644',
    'FROM debian:12.9\nRUN find /app -type f -exec chmod 644 {} +',
    'FROM debian:12.9\nRUN find /app -type f | sort | xargs cat',
    'FROM debian:12.9\nRUN find /app -type f | xargs -d "\\n" cat',
  ],

  *check({ stages }) {
    for (const { command } of commandsOf(stages, 'find')) {
      const { script, pipe, span, args } = command;
      if (args.some(({ text }) => /^-(?:print0|printf|fprint0?|exec|execdir)$/.test(text ?? ''))) continue;
      const pipeline = script.pipelines.find((one) => one.span.start <= span.start && span.end <= one.span.end);
      const next = pipeline?.commands[pipe.index + 1];
      if (pipe.length < 2 || pipeline?.commands[pipe.index] !== command || next?.name !== 'xargs') continue;
      if (next.has('-0', '--null', '-d', '--delimiter')) continue;
      yield {
        place: command.place,
        message: 'A name with a blank in it becomes two on its way to `xargs`.',
        help: 'Use `-print0` with `xargs -0`, or `-exec … {} +`.',
      };
    }
  },
});
