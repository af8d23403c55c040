import { baseOf } from '../../src/dockerfile/bases.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import { commandsOf } from '../../src/dockerfile/ran.ts';
import type { Command, ShellWord } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

const sums = /^(?:sha(?:1|224|256|384|512)|md5)sum$/;

export default defineRule({
  id: 'sha256sum-one-space',
  on: 'dockerfile',
  needs: { commands: ['sha1sum', 'sha224sum', 'sha256sum', 'sha384sum', 'sha512sum', 'md5sum'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'Two blanks must stand between checksum and file name.',
  why: "BusyBox's `sha256sum -c` reads the second character as a mark for text or binary: with one blank it finds no properly formatted line, and the check fails or checks nothing.",
  bad: [
    {
      code: 'FROM alpine:3.21\nRUN echo "$SUM[| |]app.tar.gz" | sha256sum -c',
      fixed: 'FROM alpine:3.21\nRUN echo "$SUM  app.tar.gz" | sha256sum -c',
    },
  ],
  good: [
    'FROM alpine:3.21\nRUN echo "$SUM  app.tar.gz" | sha256sum -c',
    'FROM alpine:3.21\nRUN echo "$SUM *app.tar.gz" | sha256sum -c',
    'FROM debian:12.9\nRUN echo "$SUM app.tar.gz" | sha256sum -c',
    'FROM alpine:3.21\nRUN echo "a b" | sha256sum',
  ],

  *check(file) {
    for (const { command, stage } of commandsOf(file.stages)) {
      if (!sums.test(command.name ?? '') || !command.has('-c', '--check') || command.pipe.index !== 1) continue;
      // GNU's accepts one blank.
      if (baseOf(stage.root).sh !== 'ash') continue;
      const word = echoed(command);
      const blank = word === undefined ? -1 : word.raw.indexOf(' ');
      if (word === undefined || file.text.slice(word.span.start, word.span.end) !== word.raw) continue;
      if (blank === -1 || !/^["'](?:[0-9a-fA-F]{32,128}|\$\{?\w+\}?) [^ *]\S*["']$/.test(word.raw)) continue;
      const span = { start: word.span.start + blank, end: word.span.start + blank + 1 };
      yield {
        place: file.at(span),
        message: `\`${command.name} -c\` of BusyBox needs two blanks here.`,
        help: 'Write two.',
        fixes: [fix('Write two blanks', 'safe', { span, text: '  ' })],
      };
    }
  },
});

/** The one word that stands in front in the pipe. */
function echoed({ script, span }: Command): ShellWord | undefined {
  const pipeline = script.pipelines.find((one) => one.span.start <= span.start && span.end <= one.span.end);
  const first = pipeline?.commands[0];
  return first?.name === 'echo' && first.args.length === 1 ? first.args[0] : undefined;
}
