import { insertAfter } from '../../src/dockerfile/command-edits.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import { unansweredCommands } from '../../src/dockerfile/questions.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'interactive-zypper',
  aliases: ['DL3034'],
  on: 'dockerfile',
  needs: { managers: ['zypper'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'zypper must be told to assume yes.',
  why: 'Nobody can answer a question during a build: the command reads an end of input where the answer should be, and stops.',
  bad: [
    {
      code: 'FROM opensuse/leap:15.6\nRUN [|zypper install|] curl',
      fixed: 'FROM opensuse/leap:15.6\nRUN zypper install -y curl',
    },
    'FROM opensuse/leap:15.6\nRUN [|zypper in|] curl && zypper -n patch',
  ],
  good: [
    'FROM opensuse/leap:15.6\nRUN zypper -n install curl && zypper --non-interactive in git && zypper install -y vim && zypper clean',
    'FROM opensuse/leap:15.6\nRUN zypper install --no-confirm curl',
  ],

  *check(file) {
    for (const { command, verb, verbWord } of unansweredCommands(file.stages, 'zypper')) {
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
