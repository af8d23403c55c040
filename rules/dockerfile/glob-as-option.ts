import { insertAfter } from '../../src/dockerfile/command-edits.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import { commandsOf } from '../../src/dockerfile/ran.ts';
import { defineRule } from '../../src/rule.ts';

const names = [
  'rm',
  'cp',
  'mv',
  'chmod',
  'chown',
  'tar',
  'cat',
  'ls',
  'gzip',
  'unzip',
  'dpkg',
  'rpm',
  'zip',
  'sha256sum',
];

export default defineRule({
  id: 'glob-as-option',
  aliases: ['SC2035'],
  on: 'dockerfile',
  needs: { commands: names },
  since: '1.0',
  severity: 'off',
  category: 'correctness',
  summary: 'A pattern of names must not begin with `*`.',
  why: 'A file whose name begins with a dash is then taken for an option.',
  fault: 'SC2035',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN rm [|*.tgz|]',
      fixed: 'FROM debian:12.9\nRUN rm ./*.tgz',
    },
  ],
  good: ["FROM debian:12.9\nRUN rm ./*.tgz -- *.zip && rm /app/* && find . -name '*.a' && echo *"],

  *check({ stages }) {
    for (const { command } of commandsOf(stages, ...names)) {
      const end = command.args.findIndex(({ raw }) => raw === '--');
      for (const [at, word] of command.args.entries()) {
        if ((end !== -1 && at > end) || !/^[*?]/.test(word.raw)) continue;
        const { start } = word.span;
        yield {
          place: word.place,
          message: `A name that begins with a dash makes an option of \`${word.raw}\`.`,
          help: `Write \`./${word.raw}\`.`,
          fixes: [fix('Name the folder', 'unsafe', insertAfter({ span: { start, end: start } }, './'))],
        };
      }
    }
  },
});
