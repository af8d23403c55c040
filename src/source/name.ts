/** How reports name a file: from the folder the command was started in, with `/` on every system. */
import { isAbsolute, relative, sep } from 'node:path';

/** The name of a file below `cwd`; a file elsewhere is named by its whole path. */
export function nameOf(path: string, cwd: string): string {
  const name = relative(cwd, path);
  return slashed(name.startsWith('..') || isAbsolute(name) ? path : name);
}

/** The path with `/` between its parts. */
export function slashed(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}
