import type { RunInstruction } from '../../src/dockerfile/model.ts';
import { commandsOf } from '../../src/dockerfile/ran.ts';
import type { Command } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'pointless-command',
  aliases: ['DL3001'],
  on: 'dockerfile',
  needs: { instructions: ['run'] },
  since: '1.0',
  severity: 'info',
  category: 'correctness',
  summary: 'Commands that act on a running system are of no use in a build.',
  why: 'Processes end with the RUN that started them, and there is no screen, init or host to speak to.',
  options: (z) =>
    z.strictObject({
      commands: z
        .array(z.string())
        .default(['free', 'kill', 'mount', 'ps', 'service', 'shutdown', 'ssh', 'top', 'vim'])
        .describe('Commands that are of no use.'),
      strict: z
        .boolean()
        .default(false)
        .describe(
          'Speak also where the command has a use within its RUN: a service that is started, used and stopped.',
        ),
    }),
  bad: [
    'FROM debian:12.9\nRUN [|top|]',
    'FROM debian:12.9\nRUN apt-get install -y mysql-server && [|service|] mysql start',
    { code: 'FROM debian:12.9\nRUN [|service|] mysql start && mysql < app.sql', options: { strict: true } },
  ],
  good: [
    'FROM debian:12.9\nRUN apt-get install -y ssh vim',
    'FROM debian:12.9\nRUN service mysql start && mysql < app.sql',
    'FROM debian:12.9\nRUN mysqld & sleep 5; mysql < app.sql; kill %1',
    'FROM debian:12.9\nRUN --mount=type=ssh ssh -T git@example.com || true',
    'FROM debian:12.9\nRUN --security=insecure mount -t tmpfs none /mnt && make',
  ],

  *check({ stages }, { commands, strict }) {
    for (const { command, run } of commandsOf(stages)) {
      const { name, nameWord } = command;
      if (name === undefined || nameWord === undefined || !commands.includes(name)) continue;
      if (!strict && isOfUse(command, run)) continue;
      yield {
        place: nameWord.place,
        message: `\`${name}\` is of no use in a build.`,
        help: 'Remove it, or do it when the container starts.',
      };
    }
  },
});

/** For the rest of the same RUN. */
function isOfUse({ name, script }: Command, run: RunInstruction): boolean {
  const last = script.commands.findLast((one) => one.name !== 'sleep');
  if (name === 'service') return last?.name !== 'service' || last.parsed.operands.at(-1)?.text === 'stop';
  if (name === 'kill' || name === 'ps') return script.commands.length > 1;
  if (name === 'ssh') return run.mounts.length > 0 || script.commands.some((one) => one.name === 'ssh-agent');
  return (
    name === 'mount' && (run.flag('security') !== undefined || script.commands.some((one) => one.name === 'umount'))
  );
}
