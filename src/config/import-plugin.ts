/** A file of its own, as what runs code of a project is loaded otherwise than the rest of the program. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Result } from '../finding.ts';

/** What the module of a plugin exports, named as in a configuration file of a folder. */
export async function importPlugin(name: string, folder: string): Promise<Result<unknown, string>> {
  let path: string;
  try {
    path = createRequire(join(folder, 'plimsoll.yaml')).resolve(name);
  } catch {
    const remedy = /^\.{1,2}\//.test(name) ? 'check the path' : 'install it, or write `./` before a file';
    return { ok: false, problem: `The plugin \`${name}\` is not there; ${remedy}.` };
  }
  try {
    return { ok: true, value: await import(pathToFileURL(path).href) };
  } catch (error) {
    const cause = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { ok: false, problem: `The plugin \`${name}\` cannot be loaded: ${cause?.replace(/\.$/, '')}.` };
  }
}
