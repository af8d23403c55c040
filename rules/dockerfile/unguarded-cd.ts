import { commandsOf } from '../../src/dockerfile/ran.ts';
import type { Command, Script } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'unguarded-cd',
  aliases: ['SC2164'],
  on: 'dockerfile',
  needs: { commands: ['cd'] },
  since: '1.0',
  severity: 'info',
  category: 'correctness',
  summary: 'What follows a cd must not run when the cd failed.',
  why: 'After `;` or a line end the next command runs in the folder that was there before, and may build, copy or remove the wrong files.',
  fault: 'SC2164',
  bad: ['FROM debian:12.9\nRUN [|cd /app|]; make', 'FROM debian:12.9\nRUN <<EOF\n[|cd /app|]\nmake\nEOF'],
  good: [
    'FROM debian:12.9\nRUN cd /app && make',
    'FROM debian:12.9\nRUN set -e; cd /app; make',
    'FROM debian:12.9\nSHELL ["/bin/bash", "-euo", "pipefail", "-c"]\nRUN cd /app; make',
    'FROM debian:12.9\nRUN cd /app || exit 1; make',
    'FROM debian:12.9\nRUN make; cd /app',
    'FROM debian:12.9\nRUN mkdir -p /app; cd /app; make',
    'FROM debian:12.9\nRUN cd; make; cd -; cd ..; cd /tmp; make',
  ],

  *check({ stages }) {
    for (const { command, run } of commandsOf(stages, 'cd')) {
      const { script, item, context, parsed } = command;
      const next = script.items[item + 1];
      const [target] = parsed.operands;
      if (next?.joiner !== ';' || script.items[item]?.simple !== true || context.conditional || context.substitution)
        continue;
      if (
        target === undefined ||
        /^(?:-|\.\.?(?:\/\.\.)*|\/(?:tmp|root|opt|home|etc|var|usr(?:\/(?:src|local|share|bin|lib))?)?)$/.test(
          target.text ?? '',
        )
      )
        continue;
      if (isMade(script, item, target.raw)) continue;
      if (stops(command) || run.state.shell.words?.some((word) => /^-[a-z]*e/.test(word)) !== false) continue;
      yield {
        place: command.place,
        message: `When \`cd ${target.raw}\` fails, what follows runs elsewhere.`,
        help: 'Join them with `&&`.',
      };
    }
  },
});

/** `mkdir` made it just before. */
function isMade({ commands }: Script, item: number, folder: string): boolean {
  return commands.some(
    (one) => one.item === item - 1 && one.name === 'mkdir' && one.args.some(({ raw }) => raw === folder),
  );
}

/** `set -e` anywhere in the script. */
function stops({ script }: Command): boolean {
  return script.commands.some(
    ({ name, args }) => name === 'set' && args.some(({ text }) => /^-[a-z]*e|^errexit$/.test(text ?? '')),
  );
}
