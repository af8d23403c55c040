import { fix } from '../../src/dockerfile/edits.ts';
import type { FromInstruction, Variable } from '../../src/dockerfile/model.ts';
import { nearest } from '../../src/dockerfile/suggest.ts';
import { isWellFormed } from '../../src/dockerfile/variables.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'undeclared-arg-in-from',
  aliases: ['UndefinedArgInFrom'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'error',
  category: 'correctness',
  summary: 'A variable in FROM must be declared by an ARG before the first FROM.',
  why: 'FROM sees the ARGs above the first FROM and the platform arguments, nothing else: any other name is empty, and no `--build-arg` can fill it.',
  needs: { within: [{ kinds: ['from'], texts: ['$'] }] },
  bad: [
    'FROM debian:[|$TAG|]',
    { code: 'ARG VARIANT=slim\nFROM node:22-[|${VARIENT}|]', fixed: 'ARG VARIANT=slim\nFROM node:22-${VARIANT}' },
    'FROM debian:12.9\nARG TAG=22\nFROM node:[|$TAG|]',
    { code: 'FROM [|${BASE:-debian:12.9}|]', severity: 'warning' },
    { code: 'FROM --platform=[|$BUILDPLATFROM|] debian:12.9', fixed: 'FROM --platform=$BUILDPLATFORM debian:12.9' },
  ],
  good: [
    'ARG TAG=12.9\nFROM debian:$TAG',
    'ARG TAG\nFROM debian:$TAG',
    'FROM --platform=$BUILDPLATFORM debian:12.9',
    'FROM debian:12.9-$TARGETARCH',
    'FROM debian:${option:variant}',
  ],

  *check(file) {
    for (const { from } of file.stages) {
      for (const variable of [...(from.platform?.variables ?? []), ...(from.image?.variables ?? [])]) {
        if (variable.state === 'undefined' && isWellFormed(file, variable)) yield draft(from, variable);
      }
    }
  },
});

function draft({ state }: FromInstruction, { name, nameSpan, operator, place }: Variable) {
  const meant = nearest(name, state.args.keys());
  // With a default of its own the build goes through; the variable is dead all the same.
  const survives = operator?.includes('-') === true;
  return {
    place,
    message: `\`${name}\` is not declared before the first FROM, so it is always empty${meant ? `; did you mean \`${meant}\`?` : '.'}`,
    help: meant ? `Write \`${meant}\`.` : `Declare \`ARG ${name}\` before the first FROM.`,
    ...(survives && { severity: 'warning' as const }),
    ...(meant && { fixes: [fix(`Write \`${meant}\``, 'unsafe', { span: nameSpan, text: meant })] }),
  };
}
