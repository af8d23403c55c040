/** The floor of reading an image as a program of one file, as what it is held against is: from its source it would start much later. */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Bundles it into a folder; the command that runs it over an image. */
export function floorCommand(folder: string): (image: string) => readonly string[] {
  const to = join(folder, 'floor');
  const source = join(import.meta.dirname, 'image.ts');
  const flags = ['--no-config', '--format', 'esm', '--platform', 'node', '--no-dts', '--out-dir', to];
  execFileSync(process.execPath, ['node_modules/tsdown/dist/run.mjs', source, ...flags], { stdio: 'ignore' });
  const [program = 'image.mjs'] = readdirSync(to).filter((file) => file.startsWith('image.'));
  return (image) => [process.execPath, join(to, program), image];
}
