import { insertAfter } from '../../src/dockerfile/command-edits.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import { commandsOf } from '../../src/dockerfile/ran.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'find-without-path',
  aliases: ['SC2185'],
  on: 'dockerfile',
  needs: { commands: ['find'] },
  since: '1.0',
  severity: 'off',
  category: 'style',
  summary: '`find` must be told where to look.',
  why: 'GNU and BusyBox begin in the current folder, other finds refuse; and who reads it cannot tell whether that was meant.',
  fault: 'SC2185',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN [|find|] -name a -delete',
      fixed: 'FROM debian:12.9\nRUN find . -name a -delete',
    },
  ],
  good: ['FROM debian:12.9\nRUN find . -name a && find -L /app && find $DIR -name a && find --version'],

  *check({ stages }) {
    for (const { command } of commandsOf(stages, 'find')) {
      const { nameWord, args } = command;
      if (!nameWord || !/^-(?:[a-z]{2,}|[a-z])$/.test(args[0]?.raw ?? '')) continue;
      yield {
        place: nameWord.place,
        message: 'This `find` looks wherever the shell happens to be.',
        help: 'Name the folder: `find .`.',
        fixes: [fix('Name the current folder', 'safe', insertAfter(nameWord, ' .'))],
      };
    }
  },
});
