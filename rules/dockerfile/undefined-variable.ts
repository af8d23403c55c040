import { fix } from '../../src/dockerfile/edits.ts';
import type { Dockerfile, Instruction, Variable } from '../../src/dockerfile/model.ts';
import { nearest } from '../../src/dockerfile/suggest.ts';
import { expandedVariables } from '../../src/dockerfile/variables.ts';
import { defineRule } from '../../src/rule.ts';

/** What bases are wont to set; only a base that is known not to makes these undefined. */
const often =
  /^(?:PATH|HOME|PWD|USER|HOSTNAME|TERM|LANG|LANGUAGE|LC_\w+|SHELL|\w*_(?:VERSION|HOME|PATH|ROOT|DIR|OPTS))$/;

export default defineRule({
  id: 'undefined-variable',
  aliases: ['UndefinedVar'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'A variable must be set before an instruction uses it.',
  why: 'The builder puts nothing in its place and goes on: paths and values come out truncated.',
  bad: [
    {
      code: 'FROM debian:12.9\nARG VERSION=1\nCOPY app-[|$VERSOIN|] /app',
      message: '`VERSOIN` is not set here; did you mean `VERSION`?',
      fixed: 'FROM debian:12.9\nARG VERSION=1\nCOPY app-$VERSION /app',
    },
    {
      code: 'ARG RELEASE=1\nFROM debian:12.9\nLABEL release=[|$RELEASE|]',
      message: '`RELEASE` is declared before the first `FROM`, which this stage does not see.',
      fixed: 'ARG RELEASE=1\nFROM debian:12.9\nARG RELEASE\nLABEL release=$RELEASE',
    },
    {
      code: 'FROM debian:12.9\nWORKDIR [|$TARGET|]\nENV TARGET=/srv',
      message: '`TARGET` is set only further down.',
    },
    'FROM scratch\nCOPY app [|$TARGET|]/app',
  ],
  good: [
    'FROM debian:12.9\nARG VERSION=1\nCOPY app-$VERSION /app',
    'FROM debian:12.9\nARG VERSION\nCOPY app-$VERSION /app',
    'FROM debian:12.9\nENV PATH=/opt/bin:$PATH',
    'FROM debian:12.9\nWORKDIR $APP_HOME',
    'FROM scratch\nENV A=${B:-1}',
    'FROM debian:12.9\nARG VERSION=1\nRUN echo $VERSOIN',
    'ARG PYTHON_VERSION=3.13\nFROM python:$PYTHON_VERSION\nLABEL python=$PYTHON_VERSION',
    'FROM debian:12.9 AS base\nENV TARGET=/srv\nFROM base\nWORKDIR $TARGET',
    'FROM debian:12.9\nENV LIBS=/a:$LIBS',
    'FROM debian:12.9\nENV PORT1=1\nEXPOSE $PORT2',
  ],

  *check(file) {
    for (const stage of file.stages) {
      for (const instruction of stage.instructions) {
        for (const variable of expandedVariables(instruction)) {
          if (variable.state !== 'undefined' || variable.operator !== undefined) continue;
          const draft = judge(file, instruction, variable);
          if (draft) yield { place: variable.place, ...draft };
        }
      }
    }
  },
});

function judge(file: Dockerfile, instruction: Instruction, variable: Variable) {
  const { name, nameSpan } = variable;
  const { stage, state } = instruction;
  const certain = stage?.root.kind === 'scratch';
  if (setByItself(instruction, name) || (!certain && often.test(name))) return undefined;
  if (file.preamble.some((one) => one.kind === 'arg' && one.pairs.some(({ key }) => key.raw === name))) {
    const line = { span: { start: instruction.keywordSpan.start, end: instruction.keywordSpan.start } };
    return {
      message: `\`${name}\` is declared before the first \`FROM\`, which this stage does not see.`,
      help: `Repeat \`ARG ${name}\` in this stage.`,
      fixes: [fix(`Add \`ARG ${name}\``, 'unsafe', { ...line, text: `ARG ${name}\n` })],
    };
  }
  const later = stage?.instructions.find((one) => one.index > instruction.index && sets(one, name));
  if (later) {
    return {
      message: `\`${name}\` is set only further down.`,
      help: 'Move its declaration up.',
      related: [{ place: later.place, message: `\`${name}\` is set here.` }],
    };
  }
  const meant = nearMiss(name, [...state.envs.keys(), ...state.args.keys()]);
  if (meant !== undefined) {
    return {
      message: `\`${name}\` is not set here; did you mean \`${meant}\`?`,
      help: `Write \`${meant}\`.`,
      fixes: [fix(`Write \`${meant}\``, 'unsafe', { span: nameSpan, text: meant })],
    };
  }
  if (!certain) return undefined;
  return { message: `\`${name}\` is not set here.`, help: `Declare it: \`ARG ${name}\` or \`ENV ${name}=…\`.` };
}

/** `ENV A=x:$A` adds to what the base may have set. */
function setByItself(instruction: Instruction, name: string): boolean {
  return instruction.kind === 'env' && sets(instruction, name);
}

function sets(instruction: Instruction, name: string): boolean {
  if (instruction.kind !== 'arg' && instruction.kind !== 'env') return false;
  return instruction.pairs.some(({ key }) => key.raw === name);
}

/** Names that differ by a number alone are told apart on purpose. */
function nearMiss(name: string, names: readonly string[]): string | undefined {
  if (name.length < 4) return undefined;
  const meant = nearest(name, names);
  const letters = (text: string): string => text.replace(/\d+/g, '');
  return meant === undefined || letters(meant) === letters(name) ? undefined : meant;
}
