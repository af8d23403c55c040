/** Which shell variables are empty unless somebody gives them a value. */
import { isOftenSet } from './base-variables.ts';
import type { RunInstruction, Stage } from './model.ts';
import type { Script } from './script-model.ts';

/** Empty in a build that is given nothing: an ARG without a default, or a value that is known to be empty. */
export function isEmptyUnlessGiven(
  { stage, run, script }: { readonly stage: Stage; readonly run: RunInstruction; readonly script: Script },
  name: string,
): boolean {
  const declaration = run.state.env(name);
  if (declaration === undefined || script.mayAssign(name)) return false;
  if (declaration.text !== undefined) return declaration.text === '';
  const { by, instruction } = declaration;
  if (by !== 'arg' || instruction?.kind !== 'arg' || isOftenSet(stage, name)) return false;
  return instruction.pairs.find(({ key }) => key.raw === name)?.value === undefined;
}
