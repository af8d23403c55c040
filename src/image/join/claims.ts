/** The instructions of a stage that a build leaves in the history, in the order it runs them. */
import type { Dockerfile, Instruction, Stage } from '../../dockerfile/model.ts';
import type { HistoryStep } from '../model.ts';
import { logicalText, squeeze } from './written.ts';

/** An instruction that a build may have left in the history. */
export interface Claim {
  readonly dockerfile: Dockerfile;
  readonly instruction: Instruction;
  /** The text after the keyword, flags and all; `args` is without the flags. */
  readonly original: string;
  readonly args: string;
  /** Names of the ARGs of this stage up to here: some builders record all of them. */
  readonly inForce: ReadonlySet<string>;
}

/** What the stage runs, from the external base on: ONBUILD triggers of a stage run first in the stage built on it. */
export function claimsOf(dockerfile: Dockerfile, stage: Stage, builder: HistoryStep['builder']): readonly Claim[] {
  const chain = stage.lineage.toReversed();
  return chain.flatMap((at, index) => {
    const below = chain[index - 1];
    const triggers = below?.of('onbuild').flatMap(({ trigger }) => trigger ?? []) ?? [];
    const inForce = new Set<string>();
    return [...triggers, ...at.instructions]
      .filter(({ kind }) => kind !== 'from' && kind !== 'unknown' && !(kind === 'onbuild' && builder === 'buildkit'))
      .map((instruction) => {
        if (instruction.kind === 'arg') for (const { key } of instruction.pairs) inForce.add(key.raw);
        return claim(dockerfile, instruction, new Set(inForce));
      });
  });
}

function claim(dockerfile: Dockerfile, instruction: Instruction, inForce: ReadonlySet<string>): Claim {
  const { keywordSpan, argsSpan } = instruction;
  const original = logicalText(dockerfile, { start: keywordSpan.end, end: argsSpan.end });
  return { dockerfile, instruction, original, args: logicalText(dockerfile, argsSpan), inForce };
}

/** Whether two instructions say the same, so that nothing turns on which of them it was. */
export function sameText(a: Claim, b: Claim): boolean {
  return a.instruction.keyword === b.instruction.keyword && squeeze(a.original) === squeeze(b.original);
}
