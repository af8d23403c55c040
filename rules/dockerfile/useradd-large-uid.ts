import { commandsOf } from '../../src/dockerfile/commands.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'useradd-large-uid',
  aliases: ['DL3046'],
  on: 'dockerfile',
  needs: { commands: ['useradd'] },
  since: '1.0',
  severity: 'warning',
  category: 'size',
  fault: 'sparse-file',
  summary: 'useradd with a large uid needs `--no-log-init`.',
  why: 'useradd writes the log of logins at a position that grows with the uid: a sparse file of gigabytes, which the layer stores in full.',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN [|useradd -u 100000 app|]',
      fixed: 'FROM debian:12.9\nRUN useradd --no-log-init -u 100000 app',
    },
    {
      code: 'FROM debian:12.9\nRUN true && [|useradd --uid=1234567 -m app|]',
      fixed: 'FROM debian:12.9\nRUN true && useradd --no-log-init --uid=1234567 -m app',
    },
  ],
  good: [
    'FROM debian:12.9\nRUN useradd -u 1000 app',
    'FROM debian:12.9\nRUN useradd -l -u 100000 app',
    'FROM debian:12.9\nRUN useradd -ml --uid 100000 app',
    'FROM debian:12.9\nRUN useradd --no-log-init --uid 100000 app',
    'FROM debian:12.9\nRUN useradd -u $USER_ID app',
    'FROM debian:12.9\nRUN useradd -u 099999 app',
  ],

  *check({ stages }) {
    for (const command of stages.flatMap(commandsOf)) {
      if (command.name !== 'useradd' || command.has('-l', '--no-log-init')) continue;
      const uid = command.valueOf('-u', '--uid')?.text;
      const end = command.nameWord?.span.end;
      if (uid === undefined || end === undefined || !/^\d+$/.test(uid) || Number(uid) < 100_000) continue;
      yield {
        place: command.place,
        message: `\`useradd\` with uid \`${uid}\` writes a huge sparse \`/var/log/lastlog\`.`,
        evidence: [{ kind: 'value', name: 'uid', value: uid }],
        help: 'Add `--no-log-init`.',
        fixes: [fix('Add `--no-log-init`', 'safe', { span: { start: end, end }, text: ' --no-log-init' })],
      };
    }
  },
});
