import { fix } from '../../src/dockerfile/edits.ts';
import type { Dockerfile, Instruction, RunInstruction } from '../../src/dockerfile/model.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'consecutive-run',
  aliases: ['DL3059'],
  on: 'dockerfile',
  needs: { twice: ['run'] },
  since: '1.0',
  severity: 'info',
  category: 'size',
  summary: 'Single commands one after the other should share a RUN.',
  why: 'Each RUN is a layer of its own, with what it changed stored whole; what one writes and the next removes still ships.',
  options: (z) =>
    z.strictObject({
      stages: z.enum(['shipped', 'all']).default('shipped').describe('Which stages are judged.'),
    }),
  bad: [
    {
      code: 'FROM debian:12.9\nRUN make\n[|RUN make install|]\n[|RUN make clean|]',
      fixed: 'FROM debian:12.9\nRUN make \\\n    && make install \\\n    && make clean',
    },
    'FROM debian:12.9\nRUN ["make"]\n# then\n[|RUN ["make", "install"]|]',
    { code: 'FROM debian:12.9\nRUN make\n[|RUN make install|]\nFROM scratch', options: { stages: 'all' } },
  ],
  good: [
    'FROM debian:12.9\nRUN make && make install\nRUN make clean',
    'FROM debian:12.9\nRUN make\nCOPY app /app\nRUN make install',
    'FROM debian:12.9\nRUN --mount=type=cache,target=/c make\nRUN make install',
    'FROM debian:12.9\nRUN make | tee log\nRUN make install',
    'FROM debian:12.9 AS build\nRUN make\nRUN make install\nFROM debian:12.9',
    'FROM debian:12.9\nRUN <<EOF\nmake\nEOF\nRUN make install',
    'FROM debian:12.9\nRUN make\nUSER app\nRUN make install',
  ],

  *check(file, { stages }) {
    for (const stage of stages === 'all' ? file.stages : file.shipped) {
      let before: Instruction | undefined;
      for (const instruction of stage.instructions) {
        const previous = before;
        before = instruction;
        if (instruction.kind !== 'run' || previous?.kind !== 'run') continue;
        if (!isSingle(previous) || !isSingle(instruction) || flagsOf(file, previous) !== flagsOf(file, instruction))
          continue;
        yield {
          place: instruction.place,
          message: 'This RUN follows another with the same flags, a single command each.',
          help: 'Join them with `&&`.',
          related: [{ place: previous.place, message: 'The RUN before it.' }],
          fixes: joined(file, previous, instruction),
        };
      }
    }
  },
});

function isSingle({ exec, script, heredocs }: RunInstruction): boolean {
  if (exec !== undefined) return true;
  if (heredocs.length > 0) return false;
  return (
    script?.parsed === true &&
    script.commands.filter(({ wrapper }) => wrapper === undefined).length === 1 &&
    script.items.length === 1
  );
}

const flagsOf = ({ text }: Dockerfile, { flags }: RunInstruction): string =>
  flags.map(({ span }) => text.slice(span.start, span.end)).join(' ');

/** Two command lines, nothing but blanks between them. */
function joined(file: Dockerfile, first: RunInstruction, second: RunInstruction) {
  const from = first.script?.items[0];
  const to = second.script?.items[0];
  if (from === undefined || to === undefined || from.background) return [];
  const between = { start: from.span.end, end: to.span.start };
  const keyword = { start: second.keywordSpan.start, end: second.script?.span.start ?? between.end };
  if (
    file.text.slice(between.start, keyword.start).trim() !== '' ||
    file.text.slice(between.start, between.end).includes('#')
  )
    return [];
  const newline = file.text.includes('\r\n') ? '\r\n' : '\n';
  return [fix('Join it with the RUN before it', 'unsafe', { span: between, text: ` ${file.escape}${newline}    && ` })];
}
