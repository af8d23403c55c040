import { insertAfter } from '../../src/dockerfile/command-edits.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import { unansweredCommands } from '../../src/dockerfile/questions.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'interactive-apt',
  aliases: ['DL3014', 'DS-0021'],
  on: 'dockerfile',
  needs: { managers: ['apt'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'apt-get must be told to assume yes.',
  why: 'Nobody can answer a question during a build: the command reads an end of input where the answer should be, and stops.',
  bad: [
    { code: 'FROM debian:12.9\nRUN [|apt-get install|] curl', fixed: 'FROM debian:12.9\nRUN apt-get install -y curl' },
    {
      code: 'FROM debian:12.9\nRUN apt-get update && [|apt-get -q install|] --no-install-recommends \\\n    curl',
      fixed: 'FROM debian:12.9\nRUN apt-get update && apt-get -q install -y --no-install-recommends \\\n    curl',
    },
    'FROM debian:12.9\nRUN [|apt upgrade|]',
    'FROM debian:12.9\nRUN apt-get install -y curl && [|apt-get purge|] curl',
  ],
  good: [
    'FROM debian:12.9\nRUN apt-get install -y curl && apt-get install --yes git && apt-get install -qq vim && apt-get install -q=2 wget',
    'FROM debian:12.9\nRUN apt-get -yqq install curl',
    'FROM debian:12.9\nRUN apt-get update && apt-get clean && apt-get install -s curl',
    'FROM debian:12.9\nRUN yes | apt-get install curl',
    'FROM debian:12.9\nRUN apt-get install $OPTIONS curl',
    'FROM debian:12.9\nRUN echo \'APT::Get::Assume-Yes "true";\' > /etc/apt/apt.conf.d/90yes\nRUN apt-get install curl',
  ],

  *check(file) {
    for (const { command, verb, verbWord } of unansweredCommands(file.stages, 'apt')) {
      yield {
        place: file.at({ start: command.span.start, end: verbWord.span.end }),
        message: `\`${command.name} ${verb}\` may stop and ask, and nobody answers.`,
        evidence: [{ kind: 'command', text: `${command.name} ${verb}` }],
        help: 'Give `-y`.',
        fixes: [fix('Assume yes', 'safe', insertAfter(verbWord, ' -y'))],
      };
    }
  },
});
