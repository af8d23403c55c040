import { insertAfter } from '../../src/dockerfile/command-edits.ts';
import { downloadsOf } from '../../src/dockerfile/downloads.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'curl-without-fail',
  on: 'dockerfile',
  needs: { commands: ['curl'] },
  since: '1.0',
  severity: 'off',
  category: 'correctness',
  summary: 'curl must be told to fail on errors of the server.',
  why: 'Without `-f` the page that says "404 Not Found" is saved as the file, and the build goes on.',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN [|curl|] -sSL https://example.com/app -o app',
      fixed: 'FROM debian:12.9\nRUN curl -f -sSL https://example.com/app -o app',
    },
  ],
  good: [
    'FROM debian:12.9\nRUN curl -fsSL https://example.com/app -o app',
    'FROM debian:12.9\nRUN curl --fail-with-body https://example.com/app && curl --fail $URL && curl --version',
    'FROM debian:12.9\nRUN curl $OPTIONS https://example.com/app',
  ],

  *check(file) {
    for (const { command } of downloadsOf(file.stages)) {
      const { nameWord, args } = command;
      if (command.name !== 'curl' || nameWord === undefined) continue;
      if (command.has('-f', '--fail', '--fail-with-body', '--fail-early', '-I', '--head')) continue;
      if (args.some(({ text, prefix, quoted }) => text === undefined && prefix === '' && !quoted && args.length > 1))
        continue;
      yield {
        place: nameWord.place,
        message: '`curl` takes an error page for the file.',
        help: 'Give `-f`.',
        fixes: [fix('Give -f', 'unsafe', insertAfter(nameWord, ' -f'))],
      };
    }
  },
});
