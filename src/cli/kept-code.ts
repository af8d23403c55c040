/**
 * The bytecode of a part of the program that an earlier start left under the user's cache folder. Node's own compile cache
 * keeps a module as it was before anything in it ran; this one keeps every function that ran, which is what a start spends
 * its time on. V8 holds the bytecode against its version and flags, and compiles the text where they differ.
 *
 * Each start runs this before it has any bytecode: few functions, as each is compiled anew.
 */
import { closeSync, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { basename, join } from 'node:path';
import { constants, Script } from 'node:vm';
import { cacheFolder } from '../source/cache-folder.ts';

export interface Code {
  readonly path: string;
  /** The module as the function that Node makes of it. */
  readonly text: string;
  /** Where its bytecode is kept; `undefined`: it is not to be. */
  readonly file: string | undefined;
  /** What is kept there, whole and ours. */
  readonly cachedData: Buffer | undefined;
  /** Names of the rules that it holds the making of, each between spaces. */
  readonly rules: string;
}

/** A part of the program, and what it exports: the program itself tells which rules it has made. */
export interface Loaded {
  readonly code: Code;
  readonly exports: { readonly madeRules?: readonly string[] };
}

/** The `require` of a part. */
export type Load = (id: string) => unknown;

/** Bytes for the names of rules, behind what is kept twice over. */
export const rulesLength = 4096;

/**
 * With more rules than these, what is kept is not added to, as every start unpacks all of it: a run over a hundred files
 * makes it longer by three quarters, and the start of each single file by 5 ms. A real Dockerfile asks 39, few ask 80.
 */
export const mostRules = 96;

const opening = '(function(exports,require,module,__filename,__dirname){';
const closing = '\n})';

/**
 * A module of ASCII text, and its bytecode. One after the other in the same memory: each page that is new to the process
 * costs. The text is made in one piece from the first, as V8 would copy it to have it so.
 */
export function readCode(path: string): Code {
  const module = openSync(path, 'r');
  const stats = fstatSync(module);
  const file = process.env['NODE_DISABLE_COMPILE_CACHE'] ? undefined : placeOf(path, stats);
  const bytecode = file === undefined ? undefined : openOwn(file);
  const length = bytecode === undefined ? 0 : (fstatSync(bytecode).size - rulesLength) / 2;
  const room = Buffer.allocUnsafeSlow(Math.max(opening.length + stats.size + closing.length, Math.ceil(length)));
  room.write(opening, 0, 'latin1');
  const end = opening.length + readSync(module, room, opening.length, stats.size, 0);
  room.write(closing, end, 'latin1');
  const text = room.toString('latin1', 0, end + closing.length);
  closeSync(module);
  if (bytecode === undefined) return { path, text, file, cachedData: undefined, rules: '' };
  try {
    if (isWhole(bytecode, length, room))
      return { path, text, file, cachedData: room.subarray(0, length), rules: rulesAt(bytecode, 2 * length) };
  } catch {
    // No run ends for what it could do without.
  } finally {
    closeSync(bytecode);
  }
  return { path, text, file, cachedData: undefined, rules: '' };
}

function rulesAt(descriptor: number, at: number): string {
  const rules = Buffer.allocUnsafe(rulesLength);
  return rules.toString('latin1', 0, readSync(descriptor, rules, 0, rulesLength, at));
}

/** Of a program that runs in this context, and may load modules of a project. */
export function scriptOf({ path, text, cachedData }: Code): Script {
  const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  return new Script(text, { filename: path, importModuleDynamically, ...(cachedData && { cachedData }) });
}

/** Bytecode is run unseen: that of another user is not taken. */
function openOwn(file: string): number | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return undefined;
  }
  const { uid, mode } = fstatSync(descriptor);
  if (process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0)) return descriptor;
  closeSync(descriptor);
  return undefined;
}

/** So much is in a processor's cache when it is compared. */
const piece = 64 * 1024;

/**
 * Reads bytecode, and says whether it is whole. V8 does not look; it is kept twice over, because nothing that Node has at
 * hand is as fast as comparing.
 */
function isWhole(descriptor: number, length: number, room: Buffer): boolean {
  if (!Number.isInteger(length) || length < 1 || readSync(descriptor, room, 0, length, 0) !== length) return false;
  const again = Buffer.allocUnsafeSlow(piece);
  for (let at = 0; at < length; at += piece) {
    const count = readSync(descriptor, again, 0, Math.min(piece, length - at), length + at);
    if (count === 0 || room.compare(again, 0, count, at, at + count) !== 0) return false;
  }
  return true;
}

/** What runs differently and starts often: what one has run is little of what another will. */
const commands = ['lint', 'image', 'lsp'];

/** Named by what changes whenever the program does, or what V8 makes of it: packages are unpacked with one date for all, but never at one instant. */
function placeOf(path: string, { size, ctimeMs }: Stats): string {
  const { argv, env, execArgv, version, arch } = process;
  const command = commands.includes(argv[2] ?? '') ? argv[2] : 'other';
  const options = [...execArgv, env['NODE_OPTIONS'] ?? ''].join(' ');
  const name = `program-${basename(path)}-${version}-${arch}-${size}-${ctimeMs}-${command}`;
  return join(cacheFolder(), 'code', options === '' ? name : `${name}-${sumOf(options)}`);
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
