import { fix } from '../../src/dockerfile/edits.ts';
import type { Dockerfile } from '../../src/dockerfile/model.ts';
import { commandsOf } from '../../src/dockerfile/ran.ts';
import type { Command, ShellWord } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

const keywords: ReadonlySet<string> = new Set([
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'LABEL',
  'ONBUILD',
  'RUN',
  'USER',
  'VOLUME',
  'WORKDIR',
]);

export default defineRule({
  id: 'instruction-in-run',
  on: 'dockerfile',
  needs: { commands: [...keywords] },
  since: '1.0',
  severity: 'error',
  category: 'correctness',
  summary: 'An instruction must not stand among the commands of a RUN.',
  why: 'A line that ends in a continuation takes the next one in: the shell then looks for a program called `COPY`, and the build fails, or what was meant is skipped.',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN apt-get update && \\\n    [|RUN|] apt-get install -y curl',
      fixed: 'FROM debian:12.9\nRUN apt-get update && \\\n    apt-get install -y curl',
    },
    {
      code: 'FROM debian:12.9\nRUN make && \\\n[|COPY|] app /app',
      fixed: 'FROM debian:12.9\nRUN make\nCOPY app /app',
    },
    'FROM debian:12.9\nRUN make && [|WORKDIR|] /app && make install',
  ],
  good: [
    'FROM debian:12.9\nRUN echo RUN && env ARG=1 make',
    'FROM debian:12.9\nRUN make\nCOPY app /app',
    'FROM debian:12.9\nRUN copy app /app && ./RUN',
    'FROM debian:12.9\nRUN LABEL -h && LABEL train.fa project',
  ],

  *check(file) {
    for (const { command } of commandsOf(file.stages)) {
      const { nameWord, name = '' } = command;
      if (nameWord === undefined || nameWord.raw !== name || !keywords.has(name) || command.wrapper) continue;
      // There are programs of these names: an instruction would give a key its value.
      if ((name === 'LABEL' || name === 'ENV') && !command.args.some(({ raw }) => raw.includes('='))) continue;
      yield {
        place: nameWord.place,
        message: `\`${name}\` is taken for a program here.`,
        help: 'End the RUN before it, without a continuation.',
        fixes: remedy(file, command, nameWord),
      };
    }
  },
});

/** A RUN too many goes; the last command becomes an instruction of its own. */
function remedy(file: Dockerfile, { name, args, script, item, span }: Command, nameWord: ShellWord) {
  const [first] = args;
  if (name === 'RUN' && first !== undefined) {
    const edit = { span: { start: nameWord.span.start, end: first.span.start }, text: '' };
    return [fix('Remove the second RUN', 'unsafe', edit)];
  }
  const before = script.items[item - 1];
  const isLast = item === script.items.length - 1 && file.text.slice(span.end, script.span.end).trim() === '';
  if (!before || !isLast || file.text.slice(before.span.end, nameWord.span.start).includes('#')) return [];
  return [
    fix('End the RUN before it', 'unsafe', { span: { start: before.span.end, end: nameWord.span.start }, text: '\n' }),
  ];
}
