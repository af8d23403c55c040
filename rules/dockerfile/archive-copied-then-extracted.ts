import { replace } from '../../src/dockerfile/command-edits.ts';
import { fix, removeInstruction } from '../../src/dockerfile/edits.ts';
import type { CopyInstruction, Dockerfile, Word } from '../../src/dockerfile/model.ts';
import { from } from '../../src/dockerfile/order.ts';
import { commandsOf, type Ran } from '../../src/dockerfile/ran.ts';
import type { Command } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

/** What ADD takes apart by itself. */
const archive = /\.(?:tar|tar\.(?:gz|bz2|xz|zst|lzma|Z)|tgz|tbz2?|txz|tzst|tlz|tpz|tZ)$/;

export default defineRule({
  id: 'archive-copied-then-extracted',
  aliases: ['DL3010'],
  on: 'dockerfile',
  needs: { commands: ['tar', 'bsdtar', 'gunzip', 'unxz'] },
  since: '1.0',
  severity: 'info',
  category: 'size',
  summary: 'An archive of the context should be unpacked by ADD.',
  why: 'COPY puts the archive into a layer where it stays, beside what was unpacked from it; ADD unpacks a tar file as it copies.',
  bad: [
    {
      code: 'FROM debian:12.9\nCOPY [|app.tar.gz|] /tmp/\nRUN tar -xzf /tmp/app.tar.gz -C /opt',
      fixed: 'FROM debian:12.9\nADD app.tar.gz /opt/',
    },
    'FROM debian:12.9\nCOPY files/[|app.tgz|] /tmp/app.tgz\nRUN tar xf /tmp/app.tgz --strip-components=1 && make',
  ],
  good: [
    'FROM debian:12.9\nADD app.tar.gz /opt/',
    'FROM debian:12.9\nCOPY app.tar.gz /tmp/\nRUN tar -czf /tmp/other.tar.gz /etc',
    'FROM debian:12.9\nCOPY app.zip /tmp/\nRUN unzip /tmp/app.zip',
    'FROM debian:12.9\nCOPY --from=build app.tar.gz /tmp/\nRUN tar -xzf /tmp/app.tar.gz',
    'FROM debian:12.9\nCOPY app.tar.gz /tmp/\nRUN tar -tzf /tmp/app.tar.gz',
  ],

  *check(file) {
    for (const stage of file.stages) {
      const unpacking = commandsOf([stage], 'tar', 'bsdtar', 'gunzip', 'unxz')
        .filter(({ command }) => extracts(command))
        .map((ran) => ({ ...ran, index: ran.run.index }));
      if (unpacking.length === 0) continue;
      for (const copy of stage.of('copy', 'add')) {
        if (copy.kind !== 'copy' || copy.from) continue;
        for (const source of copy.sources) {
          const name = source.text?.slice(source.text.lastIndexOf('/') + 1);
          if (name === undefined || !archive.test(name)) continue;
          const ran = from(unpacking, copy.index + 1).find(({ command }) => takes(command, copy, name));
          if (ran === undefined) continue;
          yield {
            place: named(file, source, name),
            message: `\`${name}\` is copied into a layer of its own, and unpacked in another.`,
            help: 'Let `ADD` unpack it.',
            related: [{ place: ran.command.place, message: 'It is unpacked here.' }],
            fixes: remedy(file, copy, ran),
          };
        }
      }
    }
  },
});

function named(file: Dockerfile, { span }: Word, name: string) {
  return file.at({ start: Math.max(span.start, span.end - name.length), end: span.end });
}

function extracts({ name, args }: Command): boolean {
  if (name === 'gunzip' || name === 'unxz') return true;
  return args.some(
    ({ text = '' }, at) =>
      /^--(?:extract|get)$/.test(text) || /^-[a-zA-Z]*x/.test(text) || (at === 0 && /^[a-zA-Z]*x[a-zA-Z]*$/.test(text)),
  );
}

/** By the name it has in the image: the destination's, when that is a file's. */
function takes({ args }: Command, { destination }: CopyInstruction, name: string): boolean {
  const to = destination?.text ?? '';
  const renamed = to.endsWith('/') || to === '.' ? name : to.slice(to.lastIndexOf('/') + 1);
  return args.some(({ text = '' }) => {
    const base = text.slice(text.lastIndexOf('/') + 1);
    return base === name || (renamed !== '' && base === renamed && archive.test(renamed));
  });
}

/** The RUN does nothing but unpack, into a folder that it names. */
function remedy(file: Dockerfile, copy: CopyInstruction, { run, command }: Ran) {
  const folder = command.valueOf('-C', '--directory')?.text;
  const plain = command.args.every(({ text = '' }) => !/^--(?!directory|extract|file)/.test(text));
  if (command.script.commands.length !== 1 || !folder?.startsWith('/') || !plain || copy.sources.length !== 1)
    return [];
  if (copy.flags.length > 0 || copy.destination === undefined || run.onbuild) return [];
  return [
    fix(
      'Unpack it by ADD',
      'unsafe',
      replace({ span: copy.keywordSpan }, 'ADD'),
      replace(copy.destination, `${folder.replace(/\/$/, '')}/`),
      removeInstruction(file, run),
    ),
  ];
}
