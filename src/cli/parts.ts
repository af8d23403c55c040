/** How the program loads its other parts, and keeps the bytecode of what has run for the starts after this one. */
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Script } from 'node:vm';
import { type Load, type Loaded, readCode, rulesLength, scriptOf } from './kept-code.ts';

const month = 30 * 24 * 60 * 60 * 1000;

/** Runs a part by what is kept of it, and keeps it where nothing is; `load` is its `require`. */
export function run(loaded: Loaded, load: Load): void {
  const { code, exports } = loaded;
  const script = scriptOf(code);
  if (code.cachedData === undefined || script.cachedDataRejected === true) keepAtExit(script, loaded);
  script.runInThisContext()(exports, load, { exports }, code.path, dirname(code.path));
}

/** Commands that run often: what is kept of other parts, as of the program, is what has run of them. */
const often = ['image', 'lint'];

/** How the program loads its other parts, which lie beside it. */
export function partsOf(program: Loaded, require: NodeJS.Require): Load {
  return often.includes(process.argv[2] ?? '') ? keptPartsOf(program, require) : wholePartsOf(program, require);
}

/**
 * In the same way as the program, which spares half of what loading them takes. A part that imports modules of a project
 * must be Node's, which warns of it elsewhere; and so are all that come after it.
 */
function keptPartsOf(program: Loaded, require: NodeJS.Require): Load {
  const { path } = program.code;
  const loaded = new Map<string, Loaded>([[path, program]]);
  let isNodes = false;
  const load = (id: string): unknown => {
    const part = join(dirname(path), id);
    const known = loaded.get(part);
    if (known) return known.exports;
    if (isNodes || !id.startsWith('./')) return require(id);
    const code = readCode(part);
    isNodes = code.text.includes('await import(');
    if (isNodes) {
      for (const one of loaded.values()) share(one, require);
      return require(id);
    }
    const one = { code, exports: {} };
    loaded.set(part, one);
    run(one, load);
    return one.exports;
  };
  return load;
}

/** Leaves other parts of the bundle to Node, where few runs load any. */
function wholePartsOf(program: Loaded, require: NodeJS.Require): Load {
  return (id) => {
    if (id.startsWith('./') && require.cache[program.code.path] === undefined) share(program, require);
    return require(id);
  };
}

/** Other parts find this one as if it had been required, and Node keeps them as they are when compiled. */
function share({ code, exports }: Loaded, require: NodeJS.Require): void {
  // Loaded here, as it costs a start what most do without.
  const { enableCompileCache, Module } = process.getBuiltinModule('node:module');
  if (code.file !== undefined) enableCompileCache?.(dirname(code.file));
  const module = new Module(code.path);
  module.exports = exports;
  module.loaded = true;
  require.cache[code.path] = module;
}

/** Microseconds of the processor. Of thousands of files the bytecode is three times as much, and each start would unpack it. */
const longRun = 1_500_000;

const ran: { readonly script: Script; readonly loaded: Loaded }[] = [];

/** After all work is done and written, so that the run waits for nothing; a folder that cannot be written to keeps nothing. */
export function keepAtExit(script: Script, loaded: Loaded): void {
  if (ran.push({ script, loaded }) > 1) return;
  process.once('exit', () => {
    // What could not be done has run little of the program.
    if (process.exitCode === 2 || process.cpuUsage().user > longRun) return;
    try {
      for (const one of ran) keep(one.script.createCachedData(), one.loaded);
    } catch {
      // The next start compiles, as this one did.
    }
  });
}

function keep(bytes: Buffer, { code, exports }: Loaded): void {
  if (code.file === undefined) return;
  const made = new Set([...code.rules.split(' '), ...(exports.madeRules ?? [])].filter((name) => name !== ''));
  const rules = Buffer.alloc(rulesLength, ' ');
  rules.write(['', ...made, ''].join(' '), 'latin1');
  write(Buffer.concat([bytes, bytes, rules]), code.file);
  forgetOld(dirname(code.file));
}

function write(bytes: Buffer, file: string): void {
  const draft = `${file}.${process.pid}.tmp`;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    writeFileSync(draft, bytes, { flag: 'wx', mode: 0o600 });
    renameSync(draft, file);
  } catch {
    rmSync(draft, { force: true });
  }
}

function forgetOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (name.startsWith('program-') && Date.now() - statSync(file).mtimeMs > month) rmSync(file, { force: true });
  }
}
