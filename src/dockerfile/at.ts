/** What stands at an offset of the text. */
import type { Dockerfile, Instruction, Variable } from './model.ts';

/** The instruction that holds an offset, its end included; found by halving. */
export function instructionAt(
  { instructions }: Pick<Dockerfile, 'instructions'>,
  offset: number,
): Instruction | undefined {
  let low = 0;
  let high = instructions.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((instructions[middle]?.span.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const found = instructions[low];
  return found && found.span.start <= offset && offset <= found.span.end ? found : undefined;
}

/** The variable that an instruction's words refer to at an offset. */
export function variableAt(instruction: Instruction, offset: number): Variable | undefined {
  const flags = instruction.flags.flatMap(({ value }) => value ?? []);
  return [...instruction.words, ...flags]
    .flatMap(({ variables }) => variables)
    .find(({ span }) => span.start <= offset && offset <= span.end);
}
