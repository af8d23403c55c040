/** Which line each step of a captured history is of, found without any reader of histories. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dockerfile, Stage } from '../../../src/dockerfile/model.ts';
import type { Builder, Step } from './builders.ts';
import { flagsOf } from './context.ts';

/** A line of the file; an ONBUILD trigger of the base, or a step of the builder's own, which no line says. */
export type Truth = number | 'trigger' | 'builder';

/** The steps above the base of one image, and of each its line. */
export interface Lined {
  readonly own: readonly Step[];
  readonly truth: readonly Truth[];
}

/** Whether two runs of steps say the same. */
export function same(a: readonly Step[], b: readonly Step[]): boolean {
  return a.length === b.length && a.every(({ created_by }, at) => created_by === b[at]?.created_by);
}

/** The steps that the layered mode of the same builder wrote, in its order; what else there is the builder added. */
export function borrowed(own: readonly Step[], { own: theirs, truth }: Lined): readonly Truth[] {
  return own.map(({ created_by }, at) =>
    created_by === theirs[at]?.created_by ? (truth[at] ?? 'builder') : 'builder',
  );
}

export interface Whole {
  readonly dockerfile: Dockerfile;
  readonly stage: Stage;
  readonly own: readonly Step[];
  /** How many steps are the base's, and how many instructions the base has for who builds on it. */
  readonly below: number;
  readonly triggers: number;
}

/** Cuts the file off behind each instruction, builds it, and counts what that left. */
export function counted({ dockerfile, stage, own, below, triggers }: Whole, how: How): readonly Truth[] {
  const { text, lines } = dockerfile;
  const lineOf = ({ span }: { readonly span: { readonly start: number } }) => lines.position(span.start).line;
  const truth: Truth[] = Array.from({ length: triggers }, () => 'trigger');
  for (const at of stage.lineage.toReversed()) {
    // A stage runs the triggers of the stage that it is built on.
    if (at.base.kind === 'stage') truth.push(...at.base.stage.of('onbuild').map(lineOf));
    for (const instruction of at.instructions) {
      if (instruction.kind === 'from') continue;
      const steps = cutBehind(text.slice(0, instruction.span.end), how).slice(below);
      if (steps.length < truth.length || !same(steps, own.slice(0, steps.length)))
        throw new Error(`cut off behind line ${lineOf(instruction)} it is another image`);
      while (truth.length < steps.length) truth.push(lineOf(instruction));
    }
  }
  return own.map((_, at) => truth[at] ?? 'builder');
}

interface How {
  readonly builder: Builder;
  readonly work: string;
  readonly context: string;
}

/** Without a target, for the last stage is the one; and without labels of the command line, which come after all. */
function cutBehind(text: string, { builder, work, context }: How): readonly Step[] {
  const file = join(work, `${builder.name}.Dockerfile`);
  writeFileSync(file, `${text}\n`);
  const given = flagsOf(text);
  const flags = given.filter(
    (flag, at) => ![flag, given[at - 1]].some((each) => each === '--target' || each === '--label'),
  );
  return builder.build({ file, context, flags }).history;
}

/** Steps that hold a mark like `m03` of which none stands in the instruction: for a reader to look at. */
export function doubtful({ own, truth }: Lined, { lines, text, instructions }: Dockerfile): readonly string[] {
  return own.flatMap(({ created_by = '' }, at) => {
    const line = truth[at];
    const marks = created_by.toLowerCase().match(/m\d\d/g) ?? [];
    if (marks.length === 0 || typeof line !== 'number') return [];
    const made = instructions.find(({ span }) => lines.position(span.start).line === line);
    const said = made ? text.slice(made.span.start, made.span.end).toLowerCase() : '';
    return marks.some((mark) => said.includes(mark)) ? [] : [`line ${line}: ${created_by}`];
  });
}
