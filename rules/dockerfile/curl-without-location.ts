import { insertAfter } from '../../src/dockerfile/command-edits.ts';
import { downloadsOf } from '../../src/dockerfile/downloads.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'curl-without-location',
  on: 'dockerfile',
  needs: { commands: ['curl'] },
  since: '1.0',
  severity: 'off',
  category: 'correctness',
  summary: 'curl must follow redirects.',
  why: 'Without `-L` the empty answer that names the new address is saved as the file, and the build goes on.',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN [|curl|] -fsS https://example.com/app -o app',
      fixed: 'FROM debian:12.9\nRUN curl -L -fsS https://example.com/app -o app',
    },
  ],
  good: [
    'FROM debian:12.9\nRUN curl -fsSL https://example.com/app -o app',
    'FROM debian:12.9\nRUN curl --location https://example.com/app && curl -L $URL && curl --version',
    'FROM debian:12.9\nRUN curl $OPTIONS https://example.com/app',
  ],

  *check(file) {
    for (const { command } of downloadsOf(file.stages)) {
      const { nameWord, args } = command;
      if (command.name !== 'curl' || nameWord === undefined) continue;
      if (command.has('-L', '--location', '--location-trusted', '-I', '--head')) continue;
      if (args.some(({ text, prefix, quoted }) => text === undefined && prefix === '' && !quoted && args.length > 1))
        continue;
      yield {
        place: nameWord.place,
        message: '`curl` takes a redirect for the file.',
        help: 'Give `-L`.',
        fixes: [fix('Give -L', 'unsafe', insertAfter(nameWord, ' -L'))],
      };
    }
  },
});
