import { isCertainlyUnset, isOftenSet } from '../../src/dockerfile/base-variables.ts';
import { fix, insertAbove } from '../../src/dockerfile/edits.ts';
import type {
  ArgInstruction,
  Dockerfile,
  EnvInstruction,
  Instruction,
  Stage,
  Variable,
} from '../../src/dockerfile/model.ts';
import { countBefore } from '../../src/dockerfile/order.ts';
import { nearest } from '../../src/dockerfile/suggest.ts';
import { expandedVariables, isWellFormed } from '../../src/dockerfile/variables.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'undefined-variable',
  aliases: ['UndefinedVar'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'A variable must be set before an instruction uses it.',
  why: 'The builder puts nothing in its place and goes on: paths and values come out truncated.',
  needs: {
    within: [
      {
        kinds: ['arg', 'env', 'label', 'copy', 'add', 'expose', 'user', 'workdir', 'volume', 'stopsignal'],
        texts: ['$'],
      },
    ],
  },
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
    'FROM debian:12.9\nWORKDIR [|$APP_HOME|]',
  ],
  good: [
    'FROM debian:12.9\nARG VERSION=1\nCOPY app-$VERSION /app',
    'FROM debian:12.9\nARG VERSION\nCOPY app-$VERSION /app',
    'FROM debian:12.9\nENV PATH=/opt/bin:$PATH',
    'FROM acme/app:1\nWORKDIR $APP_HOME',
    'FROM acme/app:1\nWORKDIR $TARGET',
    'FROM scratch\nENV A=${B:-1}',
    'FROM debian:12.9\nARG VERSION=1\nRUN echo $VERSOIN',
    'ARG PYTHON_VERSION=3.13\nFROM python:$PYTHON_VERSION\nLABEL python=$PYTHON_VERSION',
    'FROM debian:12.9 AS base\nENV TARGET=/srv\nFROM base\nWORKDIR $TARGET',
    'FROM debian:12.9\nENV LIBS=/a:$LIBS\nARG BUILD=$BUILD',
    'FROM debian:12.9\nENV A=${option:variant}',
    'FROM acme/app:1\nENV STARTUP_FILE=a\nCOPY $START_FILE /a',
    'FROM acme/app:1\nENV PORT1=1\nEXPOSE $PORT2',
  ],

  *check(file) {
    for (const stage of file.stages) {
      for (const instruction of stage.instructions) {
        for (const variable of expandedVariables(instruction)) {
          if (variable.state !== 'undefined' || variable.operator !== undefined) continue;
          if (!isWellFormed(file, variable)) continue;
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
  const certain = stage !== undefined && isCertainlyUnset(stage, name);
  if (!stage || setByItself(instruction, name) || isOftenSet(stage, name)) return undefined;
  if (globalsOf(file).has(name)) {
    return {
      message: `\`${name}\` is declared before the first \`FROM\`, which this stage does not see.`,
      help: `Repeat \`ARG ${name}\` in this stage.`,
      fixes: [fix(`Add \`ARG ${name}\``, 'unsafe', insertAbove(file, instruction, `ARG ${name}`))],
    };
  }
  const setters = settersOf(stage).get(name) ?? [];
  const later = setters[countBefore(setters, instruction.index + 1)];
  if (later) {
    return {
      message: `\`${name}\` is set only further down.`,
      help: 'Move its declaration up.',
      related: [{ place: later.place, message: `\`${name}\` is set here.` }],
    };
  }
  const meant = nearMiss(name, [...state.envs.keys(), ...state.args.keys()], certain);
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

type Setter = ArgInstruction | EnvInstruction;

const globals = new WeakMap<Dockerfile, ReadonlySet<string>>();
const setting = new WeakMap<Stage, ReadonlyMap<string, readonly Setter[]>>();

/** What is declared before the first FROM. */
function globalsOf(file: Dockerfile): ReadonlySet<string> {
  const known = globals.get(file);
  if (known !== undefined) return known;
  const pairs = file.preamble.flatMap((one) => (one.kind === 'arg' ? one.pairs : []));
  const found = new Set(pairs.map(({ key }) => key.raw));
  globals.set(file, found);
  return found;
}

/** By name, what sets it in the stage, in order. */
function settersOf(stage: Stage): ReadonlyMap<string, readonly Setter[]> {
  const known = setting.get(stage);
  if (known !== undefined) return known;
  const found = new Map<string, Setter[]>();
  for (const one of stage.of('arg', 'env'))
    for (const { key } of one.pairs) {
      const here = found.get(key.raw) ?? [];
      here.push(one);
      found.set(key.raw, here);
    }
  setting.set(stage, found);
  return found;
}

/** `ENV A=x:$A` adds to what the base may have set; `ARG A=$A` asks for what the build may give. */
function setByItself(instruction: Instruction, name: string): boolean {
  return (instruction.kind === 'env' || instruction.kind === 'arg') && sets(instruction, name);
}

function sets(instruction: Instruction, name: string): boolean {
  if (instruction.kind !== 'arg' && instruction.kind !== 'env') return false;
  return instruction.pairs.some(({ key }) => key.raw === name);
}

/** Names that differ by a number alone are told apart on purpose; on an unknown base, two letters are another name. */
function nearMiss(name: string, names: readonly string[], certain: boolean): string | undefined {
  if (name.length < 4) return undefined;
  const meant = nearest(name, names, certain && name.length > 6 ? 2 : 1);
  const letters = (text: string): string => text.replace(/\d+/g, '');
  return meant === undefined || letters(meant) === letters(name) ? undefined : meant;
}
