import { baseOf } from '../../src/dockerfile/bases.ts';
import { insertAfter } from '../../src/dockerfile/command-edits.ts';
import { downloadsOf } from '../../src/dockerfile/downloads.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import type { Command } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

const quiet = [
  '-q',
  '--quiet',
  '-nv',
  '--no-verbose',
  '--progress',
  '-o',
  '--output-file',
  '-a',
  '--append-output',
  '-b',
];
const gnu: ReadonlySet<string | undefined> = new Set(['debian', 'ubuntu', 'rpm', 'suse', 'arch']);

export default defineRule({
  id: 'wget-progress',
  aliases: ['DL3047'],
  on: 'dockerfile',
  needs: { commands: ['wget'] },
  since: '1.0',
  severity: 'info',
  category: 'style',
  summary: 'wget must not draw its progress bar into the build log.',
  why: 'Without a terminal the bar comes as a line for every 50 kB: thousands of lines in which the one that matters is lost.',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN [|wget|] https://example.com/app.tar.gz',
      fixed: 'FROM debian:12.9\nRUN wget --progress=dot:giga https://example.com/app.tar.gz',
    },
    {
      code: 'FROM alpine:3.21\nRUN [|wget|] -O app https://example.com/app',
      fixed: 'FROM alpine:3.21\nRUN wget -q -O app https://example.com/app',
    },
  ],
  good: [
    'FROM debian:12.9\nRUN wget -q https://example.com/a && wget -nv https://example.com/b && wget --progress=dot:mega https://example.com/c',
    'FROM debian:12.9\nRUN wget -qO- https://example.com/a | tar x',
    'FROM debian:12.9\nRUN wget $OPTIONS https://example.com/a',
    'FROM debian:12.9\nRUN wget $FLAGS $URL',
    'FROM debian:12.9\nRUN wget -o wget.log https://example.com/a && wget --version',
    'FROM debian:12.9\nRUN wget https://example.com/a 2>/dev/null',
  ],

  *check(file) {
    for (const { command, stage } of downloadsOf(file.stages)) {
      const { nameWord } = command;
      if (command.name !== 'wget' || nameWord === undefined || isQuiet(command)) continue;
      // BusyBox's wget knows no `--progress`.
      const flag = gnu.has(baseOf(stage.root).family) ? '--progress=dot:giga' : '-q';
      yield {
        place: nameWord.place,
        message: '`wget` draws its progress bar into the log.',
        help: 'Give `--progress=dot:giga`, or `-q`.',
        fixes: [fix(`Give ${flag}`, 'safe', insertAfter(nameWord, ` ${flag}`))],
      };
    }
  },
});

function isQuiet(command: Command): boolean {
  if (command.has(...quiet)) return true;
  if (command.redirections.some(({ operator, fd }) => operator.startsWith('&>') || (fd === 2 && operator !== '<')))
    return true;
  return command.args.some(
    ({ text, prefix, quoted, raw }) =>
      text === '-nv' ||
      (text === undefined &&
        prefix === '' &&
        !quoted &&
        command.args.length > 1 &&
        !/ur[il]|src|link|mirror/i.test(raw)),
  );
}
