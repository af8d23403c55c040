/** Whether ShellCheck is on this machine: looked for before anything is loaded that would start it, as on most it is not. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Why a program cannot be started; `undefined` where it may be there. What is named by a path is tried, and so is all on Windows. */
export function whyMissing(program: string): string | undefined {
  const path = process.env['PATH'];
  if (path === undefined || /[\\/]/.test(program) || process.platform === 'win32') return undefined;
  return path.split(delimiter).some((folder) => existsSync(join(folder, program))) ? undefined : missing(program);
}

export function missing(program: string): string {
  return `\`${program}\` is not on this machine.`;
}
