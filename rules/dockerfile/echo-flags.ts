import { isDash } from '../../src/dockerfile/dash.ts';
import { commandsOf } from '../../src/dockerfile/ran.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'echo-flags',
  aliases: ['SC3037', 'SC3036'],
  on: 'dockerfile',
  needs: { commands: ['echo'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: '`echo -e` must not be used where `/bin/sh` is dash.',
  why: "Dash's `echo` knows no `-e`: it writes it out, and the file begins with `-e`.",
  fault: 'SC3036',
  bad: ['FROM debian:12.9\nRUN echo [|-e|] "a\\nb" > /etc/app.conf'],
  good: [
    'FROM debian:12.9\nRUN printf "a\\nb" > /etc/app.conf',
    'FROM debian:12.9\nRUN echo -n a > /etc/app.conf',
    'FROM alpine:3.21\nRUN echo -e "a\\nb" > /etc/app.conf',
    'FROM debian:12.9\nSHELL ["/bin/bash", "-c"]\nRUN echo -e "a\\nb" > /etc/app.conf',
    'FROM debian:12.9\nRUN ln -sf /bin/bash /bin/sh\nRUN echo -e "a\\nb" > /etc/app.conf',
    'FROM acme/app:1.0\nRUN apt-get update && echo -e "a\\nb" > /etc/app.conf',
    'FROM debian:12.9\nRUN bash -c "echo -e a" && /bin/echo -e b',
  ],

  *check({ stages }) {
    for (const { stage, command } of commandsOf(stages, 'echo')) {
      const [flag] = command.args;
      if (!isDash(stage, command.script) || command.wrapper || command.nameWord?.raw !== 'echo') continue;
      if (flag === undefined || !/^-[nE]*e[neE]*$/.test(flag.raw)) continue;
      yield {
        place: flag.place,
        message: `Dash writes \`${flag.raw}\` out as part of the text.`,
        help: 'Use `printf`.',
        // ShellCheck has a code for dash, and one for a shell it does not know.
      };
    }
  },
});
