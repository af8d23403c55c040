/** Instructions of which a stage heeds the last alone. */
import type { Dockerfile, Instruction, InstructionKind } from './model.ts';

export interface Duplicate {
  readonly dead: Instruction;
  readonly winner: Instruction;
}

/** Every earlier instruction of the kind in each stage, with the one that counts; triggers are another build's. */
export function* duplicates({ stages }: Dockerfile, kind: InstructionKind): Iterable<Duplicate> {
  for (const stage of stages) {
    const all = stage.of(kind);
    const winner = all.at(-1);
    if (winner) for (const dead of all.slice(0, -1)) yield { dead, winner };
  }
}
