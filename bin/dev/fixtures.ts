/**
 * `npm run fixtures [-- --check]`: writes the images under `fixtures/images` from the sketches beside them, and the archives
 * under `fixtures/hostile` from `hostile.ts`; with `--real`, also those that builders make of a real Dockerfile.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ImageSketch } from '../../src/rule.ts';
import { sketchArchive } from '../../src/testing/sketch.ts';
import { hostile } from './hostile.ts';

const root = join(import.meta.dirname, '../..');
const check = process.argv.includes('--check');

function put(file: string, archive: Uint8Array): void {
  const path = join(root, file);
  if (!check) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, archive);
    console.log(`${file} ${archive.length} bytes`);
  } else if (Buffer.compare(unpacked(readFileSync(path)), unpacked(archive)) !== 0) {
    console.error(`${file} is not what its recipe says: run npm run fixtures`);
    process.exitCode = 1;
  }
}

/** How hard gzip packs differs between machines; what it packs does not. */
function unpacked(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}

for await (const path of glob('fixtures/images/*/sketch.json', { cwd: root })) {
  const sketch: ImageSketch = JSON.parse(readFileSync(join(root, path), 'utf8'));
  put(join(dirname(path), 'image.tar'), sketchArchive(sketch));
}
for (const [name, make] of Object.entries(hostile)) put(join('fixtures/hostile', name), make());
if (process.argv.includes('--real')) {
  const { makeReal } = await import('./real-fixtures.ts');
  await makeReal(join(root, 'fixtures/images/one-image-in-every-form'));
}
