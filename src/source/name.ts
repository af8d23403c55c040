/** How reports name a file: from the folder the command was started in, with `/` on every system. */
import { isAbsolute, relative, resolve, sep } from 'node:path';

/** The name of a file below `cwd`; a file elsewhere is named by its whole path. */
export function nameOf(path: string, cwd: string): string {
  const name = relative(cwd, path);
  return slashed(name.startsWith('..') || isAbsolute(name) ? path : name);
}

let last = { name: '', cwd: '', path: '' };

/** Where a file of that name is, or would be. The last one is remembered: a run asks a dozen times where its one file is. */
export function pathOf(name: string, cwd: string): string {
  if (last.name !== name || last.cwd !== cwd) last = { name, cwd, path: resolve(cwd, name) };
  return last.path;
}

/** The path with `/` between its parts. */
export function slashed(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}
