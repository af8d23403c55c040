/**
 * Starts a bundled program by the bytecode that an earlier start left under the user's cache folder. Node's own compile
 * cache keeps a module as it was before anything in it ran; this one keeps every function that ran, which is what a
 * start spends its time on. V8 holds the bytecode against its version and flags, and compiles the text where they differ.
 */
import { closeSync, fstatSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { dirname, join } from 'node:path';
import { constants, Script } from 'node:vm';
import { cacheFolder } from '../source/cache-folder.ts';

const month = 30 * 24 * 60 * 60 * 1000;

/** What CommonJS gives a module. */
interface Around {
  readonly require: NodeJS.Require;
  readonly module: NodeJS.Module;
}

/** Runs the CommonJS bundle at a path as Node would, in this context. Its text is ASCII. */
export function runCached(path: string, { require, module }: Around): void {
  const kept = placeOf(path);
  const cachedData = kept === undefined ? undefined : own(kept);
  const text = readFileSync(path, 'latin1').replace(/^#!.*/, '');
  const script = new Script(`(function(exports,require,module,__filename,__dirname){${text}\n})`, {
    filename: path,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    ...(cachedData && { cachedData }),
  });
  if (kept !== undefined && (cachedData === undefined || script.cachedDataRejected === true)) keepAtExit(script, kept);
  // Other parts of the bundle are loaded by few runs, and whole.
  const load = (id: string) => {
    if (kept !== undefined && id.startsWith('./')) nodeModule.enableCompileCache?.(dirname(kept));
    return require(id);
  };
  const run: unknown = script.runInThisContext();
  if (typeof run === 'function') run(module.exports, Object.assign(load, require), module, path, dirname(path));
}

/** Named by what changes whenever the program does: packages are unpacked with one date for all, but never at one instant. */
function placeOf(path: string): string | undefined {
  if (process.env['NODE_DISABLE_COMPILE_CACHE']) return undefined;
  const { size, ctimeMs } = statSync(path);
  const name = `program-${process.version}-${process.arch}-${size.toString(36)}-${Math.trunc(ctimeMs * 1000).toString(36)}`;
  return join(cacheFolder(), 'code', name);
}

/** Bytecode is run unseen: that of another user is not taken. */
function own(file: string): Buffer | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const { uid, mode } = fstatSync(descriptor);
    const isOwn = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    return isOwn ? readFileSync(descriptor) : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** After all work is done and written, so that the run waits for nothing; a folder that cannot be written to keeps nothing. */
function keepAtExit(script: Script, file: string): void {
  process.once('exit', () => {
    const draft = `${file}.${process.pid}.tmp`;
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      writeFileSync(draft, script.createCachedData(), { flag: 'wx', mode: 0o600 });
      renameSync(draft, file);
      forgetOld(dirname(file));
    } catch {
      rmSync(draft, { force: true });
    }
  });
}

function forgetOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (name.startsWith('program-') && Date.now() - statSync(file).mtimeMs > month) rmSync(file, { force: true });
  }
}
