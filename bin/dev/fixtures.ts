/** `npm run fixtures [-- --check]`: writes the images under `fixtures/images` from the sketches beside them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ImageSketch } from '../../src/rule.ts';
import { sketchArchive } from '../../src/testing/sketch.ts';

const root = join(import.meta.dirname, '../..');
const check = process.argv.includes('--check');

for await (const path of glob('fixtures/images/*/sketch.json', { cwd: root })) {
  const sketch: ImageSketch = JSON.parse(readFileSync(join(root, path), 'utf8'));
  const file = join(dirname(path), 'image.tar');
  const archive = Buffer.from(sketchArchive(sketch));
  if (!check) {
    writeFileSync(join(root, file), archive);
    console.log(`${file} ${archive.length} bytes`);
  } else if (!readFileSync(join(root, file)).equals(archive)) {
    console.error(`${file} is not what its sketch says: run npm run fixtures`);
    process.exitCode = 1;
  }
}
