import { baseOf } from '../../src/dockerfile/bases.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import type { CopyInstruction, Instruction } from '../../src/dockerfile/model.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'relative-copy-destination',
  aliases: ['DL3045'],
  on: 'dockerfile',
  needs: { instructions: ['copy', 'add'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'COPY and ADD to a relative path need a WORKDIR.',
  why: 'Without one, the files land wherever the base image happens to stand, and move with it.',
  options: (z) =>
    z.strictObject({
      assume: z.boolean().default(false).describe('Judge below a base of which nothing is known, as if it set none.'),
    }),
  bad: [
    { code: 'FROM debian:12.9\nCOPY app [|bin/app|]', fixed: 'FROM debian:12.9\nCOPY app /bin/app' },
    {
      code: 'FROM acme/app:1\nCOPY app [|app|]',
      options: { assume: true },
      severity: 'info',
      fixed: 'FROM acme/app:1\nCOPY app /app',
    },
    { code: 'FROM debian:12.9\nADD app.tar.gz [|app|]', fixed: 'FROM debian:12.9\nADD app.tar.gz /app' },
    'FROM debian:12.9\nCOPY . [|.|]',
    { code: 'FROM debian:12.9\nONBUILD COPY app [|app|]', fixed: 'FROM debian:12.9\nONBUILD COPY app /app' },
    { code: 'FROM debian:12.9\nCOPY ["app", [|"app"|]]', fixed: 'FROM debian:12.9\nCOPY ["app", "/app"]' },
  ],
  good: [
    'FROM debian:12.9\nWORKDIR /srv\nCOPY app bin/app',
    'FROM debian:12.9\nCOPY app /bin/app',
    'FROM debian:12.9 AS base\nWORKDIR /srv\nFROM base\nCOPY . .',
    'FROM debian:12.9\nARG TARGET\nCOPY app $TARGET',
    'FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nCOPY app.exe C:\\\\app.exe',
    'FROM $BASE\nCOPY . .',
    'FROM acme/app:1\nCOPY app app',
    'FROM golang:1.26\nCOPY . .',
    'FROM debian:12.9\nONBUILD COPY app app\nWORKDIR /srv',
    'FROM debian:12.9\nONBUILD WORKDIR /srv\nONBUILD COPY app app',
    'FROM scratch\nCOPY --from=build /out .',
  ],

  *check({ stages }, { assume }) {
    for (const copy of stages.flatMap(({ effective }) => effective.flatMap(asCopy))) {
      const { destination, stage } = copy;
      if (destination?.text === undefined || stage?.root.kind === 'unknown' || hasWorkdir(copy)) continue;
      if (/^(?:[\\/$]|[A-Za-z]:|$)/.test(destination.text)) continue;
      const base = stage && baseOf(stage.root);
      // On `scratch` a relative path is certain.
      if (base && (base.workdir !== '/' || stage.root.kind === 'scratch' || !(base.known || assume))) continue;
      const start = destination.span.start + (/^["']/.test(destination.raw) ? 1 : 0);
      const root = fix('Make it absolute', 'unsafe', { span: { start, end: start }, text: '/' });
      yield {
        place: destination.place,
        message: `\`${destination.text}\` is relative, and no \`WORKDIR\` is set${base?.known ? '' : ', assuming the base sets none'}.`,
        help: 'Set `WORKDIR` first, or write an absolute path.',
        ...(!base?.known && { severity: 'info' as const }),
        // `/.` and `/..` help nobody.
        fixes: destination.text.startsWith('.') ? [] : [root],
      };
    }
  },
});

function asCopy(instruction: Instruction): readonly CopyInstruction[] {
  return instruction.kind === 'copy' || instruction.kind === 'add' ? [instruction] : [];
}

/** A trigger runs where the stage ends, after the triggers before it. */
function hasWorkdir({ onbuild, stage, state, index }: CopyInstruction): boolean {
  if (!onbuild || !stage) return state.workdir.explicit !== undefined;
  const triggered = stage.effective.some((one) => one.kind === 'workdir' && one.index < index);
  return triggered || stage.end.workdir.explicit !== undefined;
}
