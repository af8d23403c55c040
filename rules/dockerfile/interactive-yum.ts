import { insertAfter } from '../../src/dockerfile/command-edits.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import { unansweredCommands } from '../../src/dockerfile/questions.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'interactive-yum',
  aliases: ['DL3030'],
  on: 'dockerfile',
  needs: { managers: ['yum'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'yum must be told to assume yes.',
  why: 'Nobody can answer a question during a build: the command reads an end of input where the answer should be, and stops.',
  bad: [
    { code: 'FROM centos:7\nRUN [|yum install|] curl', fixed: 'FROM centos:7\nRUN yum install -y curl' },
    'FROM centos:7\nRUN [|yum update|] && yum -y install curl',
  ],
  good: [
    'FROM centos:7\nRUN yum install -y curl && yum -y groupinstall app && yum clean all',
    'FROM centos:7\nRUN yum install --assumeyes curl',
    'FROM centos:7\nRUN echo assumeyes=1 >> /etc/yum.conf\nRUN yum install curl',
  ],

  *check(file) {
    for (const { command, verb, verbWord } of unansweredCommands(file.stages, 'yum')) {
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
