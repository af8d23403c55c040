/**
 * `node bin/dev/kill-cache.ts N REFERENCE`: kills N runs over an image with SIGKILL, each at a random moment of its life and
 * all on one cache; after each, every entry of the cache must be whole, and a run that uses it must say what one without says.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeFacts } from '../../src/image/codec.ts';

const [times = '100', reference = ''] = process.argv.slice(2);
const cache = mkdtempSync(join(tmpdir(), 'plimsoll-kill-'));
const env = { ...process.env, PLIMSOLL_CACHE_DIR: cache };
const command = [join(import.meta.dirname, '../plimsoll.ts'), 'image', reference, '--format', 'json', '--no-config'];

function report(...more: string[]): string {
  return spawnSync(process.execPath, [...command, ...more], { env, encoding: 'utf8', maxBuffer: 1 << 30 }).stdout;
}

function killedAfter(ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command, { env, stdio: 'ignore' });
    const timer = setTimeout(() => child.kill('SIGKILL'), ms);
    child.on('exit', (_, signal) => {
      clearTimeout(timer);
      resolve(signal === 'SIGKILL');
    });
  });
}

/** Entries under the names a run looks for; drafts are never looked for. */
function entries(): string[] {
  const names = readdirSync(cache, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /sha256-[0-9a-f]{64}$/.test(name));
}

const start = performance.now();
const expected = report('--no-cache');
const life = performance.now() - start;
let [killed, broken, drafts] = [0, 0, 0];
for (let run = 0; run < Number(times); run += 1) {
  // Half of the runs begin with an empty cache: later ones would find all there is to write.
  if (run % 2 === 0) rmSync(join(cache, 'layers'), { recursive: true, force: true });
  if (await killedAfter(Math.random() * life * 1.1)) killed += 1;
  for (const name of entries()) if (!decodeFacts(readFileSync(join(cache, name)))) broken += 1;
  drafts += readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tmp')).length;
  if (run % 10 === 9 && report() !== expected) broken += 1;
}
console.log(`${times} runs of ${Math.round(life)} ms, ${killed} killed, ${drafts} drafts left behind, ${broken} wrong`);
rmSync(cache, { recursive: true, force: true });
process.exitCode = broken === 0 && expected !== '' ? 0 : 1;
