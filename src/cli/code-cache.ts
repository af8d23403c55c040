/**
 * Starts a bundled program by the bytecode that an earlier start left under the user's cache folder. Node's own compile
 * cache keeps a module as it was before anything in it ran; this one keeps every function that ran, which is what a
 * start spends its time on. V8 holds the bytecode against its version and flags, and compiles the text where they differ.
 */
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { constants, Script } from 'node:vm';
import { cacheFolder } from '../source/cache-folder.ts';

const month = 30 * 24 * 60 * 60 * 1000;

/** What the CommonJS bundle at a path exports, run as Node would run it, in this context. Its text is ASCII. */
export function loadCached(path: string, require: NodeJS.Require) {
  // An editor's older Node could not load a project's own rules from what is run so.
  if (constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER === undefined) return require(path);
  const kept = placeOf(path);
  // Of no prototype, V8 keeps it as a table from the first: some 160 names set one by one would each make it a new shape.
  const exports: object = Object.create(null);
  const place = { path, require, kept };
  run(
    { path, kept, ...read(path, kept) },
    { exports },
    commandHere() === 'image' ? partsOf(exports, place) : wholePartsOf(exports, place),
  );
  return exports;
}

interface Place {
  readonly path: string;
  readonly require: NodeJS.Require;
  readonly kept: string | undefined;
}

type Load = (id: string) => unknown;

/** Runs a module by what is kept of it; `load` is its `require`. */
function run(
  { path, kept, text, cachedData }: Pick<Place, 'path' | 'kept'> & ReturnType<typeof read>,
  module: { readonly exports: object },
  load: Load,
): void {
  const script = new Script(text, {
    filename: path,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    ...(cachedData && { cachedData }),
  });
  if (kept !== undefined && (cachedData === undefined || script.cachedDataRejected === true)) keepAtExit(script, kept);
  script.runInThisContext()(module.exports, load, module, path, dirname(path));
}

/**
 * Loads other parts of the bundle in the same way, for a command whose every start needs some: half of what they are is run.
 * A part that imports modules of a project must be Node's, which warns of it elsewhere; and so are all that come after it.
 */
function partsOf(exports: object, { path, require, kept: own }: Place): Load {
  const loaded = new Map<string, { exports: object }>([[path, { exports }]]);
  let isNodes = false;
  const load = (id: string): unknown => {
    const part = join(dirname(path), id);
    const known = loaded.get(part);
    if (known) return known.exports;
    if (isNodes || !id.startsWith('./')) return require(id);
    const kept = placeOf(part);
    const code = read(part, kept);
    isNodes = code.text.includes('await import(');
    if (isNodes) {
      for (const [place, module] of loaded) share(module.exports, { path: place, require, kept: own });
      return require(id);
    }
    const module = { exports: {} };
    loaded.set(part, module);
    run({ path: part, kept, ...code }, module, load);
    return module.exports;
  };
  return load;
}

/** Leaves other parts of the bundle to Node, where few runs load any. */
function wholePartsOf(exports: object, place: Place): Load {
  return (id) => {
    if (id.startsWith('./') && place.require.cache[place.path] === undefined) share(exports, place);
    return place.require(id);
  };
}

/** Other parts find this one as if it had been required, and Node keeps them as they are when compiled. */
function share(exports: object, { path, require, kept }: Place): void {
  // Loaded here, as it costs a start what most do without.
  const { enableCompileCache, Module } = process.getBuiltinModule('node:module');
  if (kept !== undefined) enableCompileCache?.(dirname(kept));
  const module = new Module(path);
  module.exports = exports;
  module.loaded = true;
  require.cache[path] = module;
}

interface Opened {
  readonly descriptor: number;
  readonly size: number;
}

/** The module as a function, and its bytecode. One after the other in the same memory: each page that is new to the process costs. */
function read(path: string, kept: string | undefined) {
  const bytecode = kept === undefined ? undefined : openOwn(kept);
  const module = open(path);
  try {
    const size = Math.max(opening.length + module.size + closing.length, bytecode ? bytecode.size / 2 : 0);
    const room = Buffer.allocUnsafeSlow(size);
    return { text: functionOf(module, room), cachedData: bytecode && wholeOf(bytecode, room) };
  } finally {
    closeSync(module.descriptor);
    if (bytecode) closeSync(bytecode.descriptor);
  }
}

function open(path: string): Opened & { readonly uid: number; readonly mode: number } {
  const descriptor = openSync(path, 'r');
  const { size, uid, mode } = fstatSync(descriptor);
  return { descriptor, size, uid, mode };
}

const opening = '(function(exports,require,module,__filename,__dirname){';
const closing = '\n})';

/** A module's text as the function that Node makes of it. In one piece from the first, as V8 would copy it to have it so. */
function functionOf({ descriptor, size }: Opened, room: Buffer): string {
  room.write(opening, 0, 'latin1');
  const end = opening.length + readSync(descriptor, room, opening.length, size, 0);
  room.write(closing, end, 'latin1');
  return room.toString('latin1', 0, end + closing.length);
}

/** Bytecode is run unseen: that of another user is not taken. */
function openOwn(file: string): Opened | undefined {
  let opened: ReturnType<typeof open>;
  try {
    opened = open(file);
  } catch {
    return undefined;
  }
  const { uid, mode } = opened;
  if (process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0)) return opened;
  closeSync(opened.descriptor);
  return undefined;
}

/** So much is in a processor's cache when it is compared. */
const piece = 64 * 1024;

/**
 * Bytecode that is whole. V8 does not look; it is kept twice over, because nothing that Node has at hand is as fast as
 * comparing.
 */
function wholeOf({ descriptor, size }: Opened, room: Buffer): Buffer | undefined {
  const length = size / 2;
  if (!Number.isInteger(length) || readSync(descriptor, room, 0, length, 0) !== length) return undefined;
  const again = Buffer.allocUnsafeSlow(piece);
  for (let at = 0; at < length; at += piece) {
    const count = readSync(descriptor, again, 0, piece, length + at);
    if (count === 0 || room.compare(again, 0, count, at, at + count) !== 0) return undefined;
  }
  return room.subarray(0, length);
}

/** What runs differently and starts often: what one has run is little of what another will. */
const commands = ['lint', 'image', 'lsp'];

function commandHere(): string {
  const [, , command = ''] = process.argv;
  return commands.includes(command) ? command : 'other';
}

/** Named by what changes whenever the program does, or what V8 makes of it: packages are unpacked with one date for all, but never at one instant. */
function placeOf(path: string): string | undefined {
  const { execArgv, version, arch, env } = process;
  if (env['NODE_DISABLE_COMPILE_CACHE']) return undefined;
  const { size, ctimeMs } = statSync(path);
  const key = [
    version,
    arch,
    basename(path),
    size,
    ctimeMs,
    commandHere(),
    env['NODE_OPTIONS'] ?? '',
    ...execArgv,
  ].join(' ');
  return join(cacheFolder(), 'code', `program-${sumOf(key)}`);
}

/** FNV-1a, twice over: loading a real hash would cost more than it names. */
function sumOf(text: string): string {
  const sums = [0x811c9dc5, 0x01000193];
  for (const [at, seed] of sums.entries()) {
    let sum = seed;
    for (let index = 0; index < text.length; index++) sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193);
    sums[at] = sum >>> 0;
  }
  return sums.map((sum) => sum.toString(36)).join('');
}

/** Microseconds of the processor. Of thousands of files the bytecode is three times as much, and each start would unpack it. */
const longRun = 1_500_000;

const ran: { readonly script: Script; readonly file: string }[] = [];

/** After all work is done and written, so that the run waits for nothing; a folder that cannot be written to keeps nothing. */
function keepAtExit(script: Script, file: string): void {
  if (ran.push({ script, file }) > 1) return;
  process.once('exit', () => {
    // What could not be done has run little of the program.
    if (process.exitCode === 2 || process.cpuUsage().user > longRun) return;
    try {
      for (const one of ran) {
        const bytes = one.script.createCachedData();
        keep(Buffer.concat([bytes, bytes]), one.file);
      }
      forgetOld(dirname(file));
    } catch {
      // The next start compiles, as this one did.
    }
  });
}

function keep(bytes: Buffer, file: string): void {
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
