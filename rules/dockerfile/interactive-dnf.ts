import { insertAfter } from '../../src/dockerfile/command-edits.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import { unansweredCommands } from '../../src/dockerfile/questions.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'interactive-dnf',
  aliases: ['DL3038'],
  on: 'dockerfile',
  needs: { managers: ['dnf', 'tdnf'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'dnf must be told to assume yes.',
  why: 'Nobody can answer a question during a build: the command reads an end of input where the answer should be, and stops.',
  bad: [
    { code: 'FROM fedora:41\nRUN [|dnf install|] curl', fixed: 'FROM fedora:41\nRUN dnf install -y curl' },
    'FROM fedora:41\nRUN [|tdnf install|] curl',
  ],
  good: [
    'FROM fedora:41\nRUN dnf install -y curl && dnf -y upgrade && dnf clean all',
    'FROM fedora:41\nRUN microdnf install curl',
    'FROM fedora:41\nRUN dnf --assumeyes install curl',
  ],

  *check(file) {
    for (const { command, verb, verbWord } of unansweredCommands(file.stages, 'dnf', 'tdnf')) {
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
