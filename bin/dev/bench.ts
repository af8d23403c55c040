/** `npm run bench [subject…]`: every row with its floor and its ratio. Peers are rows where they are installed. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Row, Subject } from './bench/measure.ts';

const folder = join(import.meta.dirname, 'bench');
const subjects = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && file !== 'measure.ts' && file !== 'repeated.ts')
  .map((file) => file.slice(0, -3))
  .sort();

function line({ what, value, unit, floor, target, note }: Row): string {
  const ratio = floor ? value / floor.value : undefined;
  const against =
    floor && ratio !== undefined ? `  ${ratio.toFixed(2)} × ${floor.name} (${figure(floor.value)} ${unit})` : '';
  const aim = target ? `  aim ${target.atLeast ? '≥' : '≤'} ${target.ratio}` : '';
  const missed = target && ratio !== undefined && (target.atLeast ? ratio < target.ratio : ratio > target.ratio);
  return `${what.padEnd(58)} ${figure(value).padStart(9)} ${unit.padEnd(8)}${against}${aim}${missed ? '  MISSED' : ''}${note ? `  (${note})` : ''}`;
}

function figure(value: number): string {
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en');
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

const asked = process.argv.slice(2).filter((arg) => !arg.startsWith('-'));
const unknown = asked.filter((name) => !subjects.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no bench ${unknown.join(', ')}; there are ${subjects.join(', ')}.\n`);
  process.exitCode = 2;
} else {
  for (const name of asked.length > 0 ? asked : subjects) {
    process.stdout.write(`\n${name}\n`);
    const subject = (await import(pathToFileURL(join(folder, `${name}.ts`)).href)) as Subject;
    for await (const row of subject.rows()) process.stdout.write(`${line(row)}\n`);
  }
}
