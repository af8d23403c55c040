import { replace } from '../../src/dockerfile/command-edits.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import { commandsOf } from '../../src/dockerfile/ran.ts';
import type { Command } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'echo-escapes',
  aliases: ['SC2028'],
  on: 'dockerfile',
  needs: { commands: ['echo'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: "A plain `echo` must not be given `\\n` in bash and BusyBox's shell.",
  why: 'Only dash turns `\\n` into a line end unasked; bash and BusyBox write a backslash and an n, and the file is one line.',
  fault: 'SC2028',
  bad: [
    {
      code: 'FROM fedora:41\nRUN echo [|"a=1\\nb=2"|] > /etc/app.conf',
      fixed: 'FROM fedora:41\nRUN printf \'%b\\n\' "a=1\\nb=2" > /etc/app.conf',
    },
    "FROM alpine:3.21\nRUN echo [|'a\\tb'|] >> /etc/app.conf",
  ],
  good: [
    'FROM debian:12.9\nRUN echo "a=1\\nb=2" > /etc/app.conf',
    'FROM fedora:41\nRUN echo -e "a=1\\nb=2" > /etc/app.conf',
    'FROM fedora:41\nRUN printf "a=1\\nb=2\\n" > /etc/app.conf',
    'FROM acme/app:1.0\nRUN echo "a=1\\nb=2" > /etc/app.conf',
    'FROM fedora:41\nRUN echo \'printf "a\\n"\' > /app/run && echo "PS1=\'\\u\\n\'" >> /etc/bashrc',
    "FROM fedora:41\nRUN echo 'a\\nb' | sed 's/a/b/'",
    'FROM fedora:41\nRUN shopt -s xpg_echo && echo "a\\nb" > /etc/app.conf',
  ],

  *check({ stages, text }) {
    for (const { command, run } of commandsOf(stages, 'echo')) {
      const { args, nameWord, wrapper, pipe, script } = command;
      if (script.dialect !== 'bash' && script.dialect !== 'ash') continue;
      if (wrapper || nameWord?.raw !== 'echo' || /^-[nE]*e/.test(args[0]?.raw ?? '')) continue;
      if (text.slice(run.span.start, run.span.end).includes('xpg_echo') || isRead(command)) continue;
      const word = args.find(({ raw }) => isWritten(raw));
      if (word === undefined) continue;
      yield {
        place: word.place,
        message: `${script.dialect === 'bash' ? 'Bash' : 'BusyBox'} writes the \`\\${/\\n/.test(word.raw) ? 'n' : 't'}\` as it stands.`,
        help: 'Use `printf`.',
        fixes:
          args.length === 1 && pipe.length === 1
            ? [fix('Print with `printf`', 'unsafe', replace(nameWord, "printf '%b\\n'"))]
            : [],
      };
    }
  },
});

/** Whether a program takes it that may know the escapes itself. */
function isRead({ pipe, script, span }: Command): boolean {
  if (pipe.index === pipe.length - 1) return false;
  const pipeline = script.pipelines.find((one) => one.span.start <= span.start && span.end <= one.span.end);
  return pipeline?.commands.slice(pipe.index + 1).every(({ name }) => name === 'tee' || name === 'sudo') !== true;
}

/** `\n` or `\t` in quotes, outside of quotes within them: there a program reads it that is yet to be run. */
function isWritten(raw: string): boolean {
  const quote = raw.charAt(0);
  if ((quote !== '"' && quote !== "'") || !raw.endsWith(quote) || raw.length < 2) return false;
  const inside = raw.slice(1, -1).replaceAll('\\\\', '');
  if (/\b(?:PS[1-4]|printf|echo|sed|awk|tr|grep|perl|regex)\b|\$'|`/.test(inside)) return false;
  const outside = inside.replaceAll(quote === '"' ? /\\".*?\\"|'[^']*'/gs : /"[^"]*"/g, '');
  return /\\[nt](?![a-z]{3})/.test(outside);
}
