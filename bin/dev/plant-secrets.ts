/**
 * `node bin/dev/plant-secrets.ts ARCHIVE…`: puts secrets of many kinds into images (archives as `docker save` writes them)
 * and looks whether `plimsoll image` finds each at its place, and nothing else that it did not find before.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { checkPlants } from './planted.ts';
import { plant } from './plants.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-planted-'));
try {
  const rows = new Map<string, string[]>();
  for (const path of process.argv.slice(2)) {
    const name = basename(path).replace(/\..*$/, '');
    const { archive, plants } = plant(readFileSync(path), { seed: name, depth: 40_000_000 });
    const planted = join(folder, 'planted.tar');
    writeFileSync(planted, archive);
    const { found, before, others } = await checkPlants(resolve(path), planted, plants);
    for (const [what, there] of found) rows.set(what, [...(rows.get(what) ?? []), there ? 'found' : 'MISSED']);
    rows.set('before', [...(rows.get('before') ?? []), String(before.length)]);
    rows.set('besides', [...(rows.get('besides') ?? []), String(others.length)]);
    for (const line of [...before.map((one) => `before ${one}`), ...others.map((one) => `besides ${one}`)])
      process.stderr.write(`${name}: ${line}\n`);
    if (others.length > 0 || found.some(([, there]) => !there)) process.exitCode = 1;
  }
  const names = process.argv.slice(2).map((path) => basename(path).replace(/\..*$/, ''));
  process.stdout.write(`| planted | ${names.join(' | ')} |\n|${' --- |'.repeat(names.length + 1)}\n`);
  for (const [what, cells] of rows) process.stdout.write(`| ${what} | ${cells.join(' | ')} |\n`);
} finally {
  rmSync(folder, { recursive: true });
}
