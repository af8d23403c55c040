import { insertAfter } from '../../src/dockerfile/command-edits.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import { commandsOf } from '../../src/dockerfile/ran.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'gpg-without-batch',
  on: 'dockerfile',
  needs: { commands: ['gpg', 'gpg2'] },
  since: '1.0',
  severity: 'off',
  category: 'correctness',
  summary: 'gpg must be told that nobody is there to answer.',
  why: 'Without `--batch` gpg may open a terminal to ask, and its output is made for people; in a build the first fails and the second changes between versions.',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN [|gpg|] --verify app.asc app',
      fixed: 'FROM debian:12.9\nRUN gpg --batch --verify app.asc app',
    },
    'FROM debian:12.9\nRUN [|gpg|] --keyserver keys.example.com --recv-keys 0123456789ABCDEF',
  ],
  good: [
    'FROM debian:12.9\nRUN gpg --batch --verify app.asc app',
    'FROM debian:12.9\nRUN gpg --version && gpgconf --kill all',
    'FROM debian:12.9\nRUN gpg $OPTIONS --verify app.asc app',
  ],

  *check({ stages }) {
    for (const { command } of commandsOf(stages, 'gpg', 'gpg2')) {
      const { nameWord, args } = command;
      if (nameWord === undefined || args.length === 0 || command.has('--batch', '--version', '--help', '--list-keys'))
        continue;
      if (args.some(({ text, prefix, quoted }) => text === undefined && prefix === '' && !quoted)) continue;
      yield {
        place: nameWord.place,
        message: `\`${command.name}\` may ask, and nobody can answer.`,
        help: 'Give `--batch`.',
        fixes: [fix('Give --batch', 'safe', insertAfter(nameWord, ' --batch'))],
      };
    }
  },
});
