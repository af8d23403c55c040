/**
 * `node bin/dev/kill-cache.ts N REFERENCE`: kills N runs over an image with SIGKILL, all on one cache: two of three while
 * they write to it, the others at any moment of their lives. After each, every entry of the cache must be whole, and a run
 * that uses it must find what one without finds. Says how many were killed while they wrote.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { type FSWatcher, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { decodeFacts } from '../../src/image/codec.ts';
import { layerCache } from '../../src/source/cache.ts';

const [times = '100', reference = ''] = process.argv.slice(2);
const root = join(import.meta.dirname, '../..');
execFileSync('npm', ['run', 'build', '--silent'], { cwd: root, stdio: 'ignore' });
const cache = mkdtempSync(join(tmpdir(), 'plimsoll-kill-'));
const layers = join(cache, 'layers');
const env = { ...process.env, PLIMSOLL_CACHE_DIR: cache };
const command = [join(root, 'dist/plimsoll.cjs'), 'image', reference, '--format', 'json', '--no-config'];

function report(...more: string[]): string {
  return spawnSync(process.execPath, [...command, ...more], { env, encoding: 'utf8', maxBuffer: 1 << 30 }).stdout;
}

/** Writing takes some milliseconds of a run, the most of it at once: the first change of the folder tells that it has begun. */
const longestWriting = 8;

function killed(when: (child: ChildProcess) => () => void): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command, { env, stdio: 'ignore' });
    const done = when(child);
    child.on('exit', (_, signal) => {
      done();
      resolve(signal === 'SIGKILL');
    });
  });
}

function atAnyMoment(child: ChildProcess): () => void {
  const timer = setTimeout(() => child.kill('SIGKILL'), Math.random() * life * 1.1);
  return () => clearTimeout(timer);
}

function whileWriting(child: ChildProcess): () => void {
  const folders: FSWatcher[] = [];
  let begun = false;
  const begin = (): void => {
    if (begun) return;
    begun = true;
    // Finer than a timer, which is late by a millisecond or more.
    const end = performance.now() + Math.random() ** 2 * longestWriting;
    const turn = (): void => {
      if (performance.now() < end) setImmediate(turn);
      else child.kill('SIGKILL');
    };
    turn();
  };
  for (const folder of [layers, ...folderOfAnalyzer()]) folders.push(watch(folder, begin));
  return () => {
    for (const folder of folders) folder.close();
  };
}

/** Made by the first run; drafts and entries come and go in it. */
function folderOfAnalyzer(): string[] {
  return readdirSync(layers).map((name) => join(layers, name));
}

/** Names below the cache that end so. Runs look for entries only, never for drafts. */
function names(form: RegExp): string[] {
  return readdirSync(layers, { recursive: true, encoding: 'utf8' }).filter((name) => form.test(name));
}

/** Facts of layers, and judgements. */
const entry = /[0-9a-f]{64}$/;
const { judgements } = layerCache(cache, '');

async function isWhole(name: string): Promise<boolean> {
  if (!name.startsWith('judgements')) return decodeFacts(readFileSync(join(layers, name))) !== undefined;
  return (await judgements.get(basename(name))) !== undefined;
}

const draft = /\.tmp$/;

function clear(form: RegExp): void {
  for (const name of names(form)) rmSync(join(layers, name));
}

mkdirSync(layers);
const start = performance.now();
const expected = report('--no-cache');
const life = performance.now() - start;
report();
const whole = names(entry).length;
const counts = { killed: 0, drafts: 0, partly: 0, wrong: 0 };
for (let run = 0; run < Number(times); run += 1) {
  // With every entry there, nothing would be written.
  clear(entry);
  clear(draft);
  if (await killed(run % 3 === 2 ? atAnyMoment : whileWriting)) counts.killed += 1;
  const kept = names(entry);
  if (names(draft).length > 0) counts.drafts += 1;
  else if (kept.length > 0 && kept.length < whole) counts.partly += 1;
  for (const name of kept) if (!(await isWhole(name))) counts.wrong += 1;
  if (kept.length + names(draft).length > 0 && report() !== expected) counts.wrong += 1;
}
console.log(
  `${times} runs of ${Math.round(life)} ms over ${whole} entries: ${counts.killed} killed, ${counts.drafts + counts.partly} of them while they wrote ` +
    `(${counts.drafts} left a draft behind, ${counts.partly} some entries and no draft), ${counts.wrong} wrong`,
);
rmSync(cache, { recursive: true, force: true });
process.exitCode = counts.wrong === 0 && expected !== '' ? 0 : 1;
