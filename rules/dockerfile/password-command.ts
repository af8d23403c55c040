import { commandsOf } from '../../src/dockerfile/commands.ts';
import type { Command } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'password-command',
  aliases: ['CKV2_DOCKER_17'],
  on: 'dockerfile',
  needs: { commands: ['chpasswd', 'passwd', 'useradd', 'usermod'] },
  since: '1.0',
  history: true,
  severity: 'warning',
  category: 'security',
  securitySeverity: 7.0,
  summary: 'A build must not set passwords.',
  why: 'The password stands in the history and in `/etc/shadow` of the image, the same for everybody who runs it.',
  bad: [
    "FROM debian:12.9\nRUN echo 'root:root' | [|chpasswd|]",
    {
      code: 'FROM debian:12.9\nRUN [|passwd -d root|]',
      message: '`passwd -d` leaves an account that asks for no password.',
    },
    'FROM debian:12.9\nRUN echo secret | [|passwd --stdin app|]',
    'FROM debian:12.9\nRUN [|useradd -p "$(openssl passwd -1 app)" app|]',
    'FROM debian:12.9\nRUN [|usermod --password app app|]',
  ],
  good: [
    'FROM debian:12.9\nRUN passwd -l root',
    'FROM debian:12.9\nRUN echo "app:$(head -c 24 /dev/urandom | base64)" | chpasswd',
    'FROM debian:12.9\nRUN useradd app',
    "FROM debian:12.9\nRUN usermod -p '*' app",
    "FROM debian:12.9\nRUN useradd --password '!' app",
    'FROM debian:12.9 AS test\nRUN echo root:root | chpasswd\nFROM debian:12.9',
    'FROM debian:12.9\nRUN adduser --disabled-password app',
  ],

  *check({ shipped }) {
    for (const command of shipped.flatMap(commandsOf)) {
      if (!setsPassword(command)) continue;
      yield {
        place: command.place,
        message: deletesIt(command)
          ? '`passwd -d` leaves an account that asks for no password.'
          : `\`${command.name}\` sets a password that ships with the image.`,
        evidence: [{ kind: 'command', text: command.name ?? '' }],
        help: 'Leave accounts locked, or set the password when the container starts.',
      };
    }
  },
});

function setsPassword(command: Command): boolean {
  switch (command.name) {
    case 'chpasswd':
      return !isRandom(command);
    case 'passwd':
      return deletesIt(command) || command.has('--stdin');
    case 'useradd':
    case 'usermod': {
      if (!command.has('-p', '--password')) return false;
      // `!` and `*` match no password: the account is locked.
      const value = command.valueOf('-p', '--password');
      return value?.text === undefined || !/^[!*x]*$/.test(value.text);
    }
    default:
      return false;
  }
}

/** Made up on the spot, and known to nobody. */
function isRandom({ script, span }: Command): boolean {
  const pipeline = script.pipelines.find((one) => one.span.start <= span.start && span.end <= one.span.end);
  const words = pipeline?.commands.flatMap(({ args }) => args.map(({ raw }) => raw)).join(' ') ?? '';
  return /\/dev\/u?random|openssl rand|\bpwgen\b|\bapg\b/.test(words);
}

function deletesIt(command: Command): boolean {
  return command.name === 'passwd' && command.has('-d', '--delete');
}
