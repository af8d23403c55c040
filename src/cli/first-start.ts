/** What a start does where no bytecode of the program is kept. */
import { constants } from 'node:vm';
import type { Load, Loaded } from './kept-code.ts';
import { tooOld } from './node-version.ts';
import { run } from './parts.ts';

/** Runs the program where no bytecode of it is kept, or says why this Node cannot. */
export function firstStart(
  program: Loaded,
  { load, require, command }: { load: Load; require: NodeJS.Require; command: string | undefined },
): string | undefined {
  const why = tooOld(command);
  if (why !== undefined) return why;
  // An editor's older Node could not load a project's own rules from what is run otherwise.
  if (constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER === undefined)
    Object.assign(program.exports, require(program.code.path));
  else run(program, load);
  return undefined;
}
