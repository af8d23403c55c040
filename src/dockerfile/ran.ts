/** The commands that stages run while they are built: what most rules about shells ask for. */
import type { RunInstruction, Stage } from './model.ts';
import type { Command, Expansion, Loop, Script, ShellPart, Syntax } from './script-model.ts';

/** A command with the RUN and the stage it stands in. */
export interface Ran {
  readonly stage: Stage;
  readonly run: RunInstruction;
  readonly command: Command;
}

interface Index {
  readonly all: readonly Ran[];
  readonly byName: ReadonlyMap<string | undefined, readonly Ran[]>;
}

const indexes = new WeakMap<Stage, Index>();

/** Every simple command in the RUNs of these stages, triggers of ONBUILD included; only those of certain names, when any are given. */
export function commandsOf(stages: readonly Stage[], ...names: readonly string[]): readonly Ran[] {
  const [only] = names;
  return each(stages, (stage) => {
    const { all, byName } = indexOf(stage);
    if (only === undefined) return all;
    const [here, ...more] = names.filter((name) => byName.has(name));
    if (here === undefined) return [];
    if (more.length === 0) return byName.get(here) ?? [];
    return all.filter(({ command: { name } }) => name !== undefined && names.includes(name));
  });
}

/** The RUNs of these stages in shell form, triggers of ONBUILD included. */
export function runsOf(stages: readonly Stage[]): readonly { stage: Stage; run: RunInstruction; script: Script }[] {
  return each(stages, (stage) =>
    stage.effective.flatMap((run) => (run.kind === 'run' && run.script ? [{ stage, run, script: run.script }] : [])),
  );
}

function indexOf(stage: Stage): Index {
  const found = indexes.get(stage);
  if (found !== undefined) return found;
  const all = stage.windows
    ? []
    : runsOf([stage]).flatMap(({ run, script }) => script.commands.map((command) => ({ stage, run, command })));
  const index: Index = { all, byName: Map.groupBy(all, ({ command }) => command.name) };
  indexes.set(stage, index);
  return index;
}

/** All of it together; most files have one stage, whose own list is the whole. */
export function each<T>(stages: readonly Stage[], of: (stage: Stage) => readonly T[]): readonly T[] {
  const [only] = stages;
  return only !== undefined && stages.length === 1 ? of(only) : stages.flatMap(of);
}

/** The commands of the same script that stand after this one. */
export function after(command: Command): readonly Command[] {
  const { commands } = command.script;
  return commands.slice(commands.indexOf(command) + 1);
}

/** The commands of the same script that stand before this one. */
export function before(command: Command): readonly Command[] {
  const { commands } = command.script;
  return commands.slice(0, commands.indexOf(command));
}

/** A part of a script that is no command, with where it stands. */
export interface RanPart<Part extends ShellPart> {
  readonly stage: Stage;
  readonly run: RunInstruction;
  readonly script: Script;
  readonly part: Part;
}

interface Parts {
  readonly expansions: readonly RanPart<Expansion>[];
  readonly loops: readonly RanPart<Loop>[];
  readonly syntax: readonly RanPart<Syntax>[];
}

const partIndexes = new WeakMap<Stage, Parts>();

/** Every expansion in the RUNs of these stages. */
export function expansionsOf(stages: readonly Stage[]): readonly RanPart<Expansion>[] {
  return each(stages, (stage) => partsOf(stage).expansions);
}

/** Every `for` in the RUNs of these stages. */
export function loopsOf(stages: readonly Stage[]): readonly RanPart<Loop>[] {
  return each(stages, (stage) => partsOf(stage).loops);
}

/** What else is written in the RUNs of these stages. */
export function syntaxOf(stages: readonly Stage[], kind: Syntax['kind']): readonly RanPart<Syntax>[] {
  return stages.flatMap((stage) => partsOf(stage).syntax.filter(({ part }) => part.kind === kind));
}

function partsOf(stage: Stage): Parts {
  const found = partIndexes.get(stage);
  if (found !== undefined) return found;
  const expansions: RanPart<Expansion>[] = [];
  const loops: RanPart<Loop>[] = [];
  const syntax: RanPart<Syntax>[] = [];
  for (const where of stage.windows ? [] : runsOf([stage])) {
    for (const part of where.script.parts) {
      if (part.kind === 'expansion') expansions.push({ ...where, part });
      else if (part.kind === 'loop') loops.push({ ...where, part });
      else syntax.push({ ...where, part });
    }
  }
  const parts = { expansions, loops, syntax };
  partIndexes.set(stage, parts);
  return parts;
}
