import { fix } from '../../src/dockerfile/edits.ts';
import { commandsOf } from '../../src/dockerfile/ran.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'shell-replaced-by-link',
  aliases: ['DL4005'],
  on: 'dockerfile',
  needs: { commands: ['ln'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: '`/bin/sh` must not be made a link to another shell.',
  why: "Scripts of the distribution's packages are written for the shell it ships, and the next update of that package puts its own link back; `SHELL` chooses another shell for the build without touching anything.",
  bad: [
    {
      code: 'FROM debian:12.9\nRUN [|ln -sf /bin/bash /bin/sh|]',
      fixed: 'FROM debian:12.9\nSHELL ["/bin/bash", "-c"]',
    },
    'FROM debian:12.9\nRUN rm /bin/sh && [|ln -s /bin/bash /bin/sh|]',
  ],
  good: [
    'FROM debian:12.9\nSHELL ["/bin/bash", "-c"]\nRUN echo {a,b}',
    'FROM debian:12.9\nRUN ln -s /bin/sh /usr/local/bin/app-shell',
  ],

  *check({ stages }) {
    for (const { command, run } of commandsOf(stages, 'ln')) {
      const { operands } = command.parsed;
      const target = operands.at(-1)?.text;
      if (operands.length !== 2 || (target !== '/bin/sh' && target !== '/usr/bin/sh')) continue;
      const shell = operands[0]?.text ?? '';
      const alone = command.script.commands.length === 1 && !run.onbuild;
      const path = shell.startsWith('/') ? shell : `/bin/${shell}`;
      yield {
        place: command.place,
        message: `\`/bin/sh\` becomes a link to \`${shell}\`, for every script of the system.`,
        help: `Choose the shell for the build: \`SHELL ["${path}", "-c"]\`.`,
        fixes: alone ? [fix('Use SHELL', 'unsafe', { span: run.span, text: `SHELL ["${path}", "-c"]` })] : [],
      };
    }
  },
});
