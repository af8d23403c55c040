/** What stands at the cursor. */
import { instructionAt } from '../../src/dockerfile/at.ts';
import type { Instruction, Variable } from '../../src/dockerfile/model.ts';
import { expandedVariables } from '../../src/dockerfile/variables.ts';
import type { OpenDocument } from '../document.ts';

/** The instruction that is being written: blanks behind it are still its own. */
export function instructionBefore({ dockerfile, text }: OpenDocument, offset: number): Instruction | undefined {
  const blanks = /[ \t]*$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0].length ?? 0;
  return instructionAt(dockerfile, offset) ?? instructionAt(dockerfile, offset - blanks);
}

/** Every variable that the builder expands in it; FROM's are of the part before the first FROM. */
export function variablesOf(instruction: Instruction): readonly Variable[] {
  if (instruction.kind !== 'from') return expandedVariables(instruction);
  const values = instruction.flags.flatMap(({ value }) => value ?? []);
  return [...values, ...instruction.words].flatMap(({ variables }) => variables);
}

/** Whether the line goes on with an instruction of the line above. */
export function continues({ dockerfile, text, lines }: OpenDocument, line: number): boolean {
  if (line === 0) return false;
  const above = lines.line(line - 1);
  return text.slice(above.start, above.end).trimEnd().endsWith(dockerfile.escape);
}
