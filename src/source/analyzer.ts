/** Names what makes facts and judgements, so that those of another version, or of other options, are never taken for its own. */
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import manifest from '../../package.json' with { type: 'json' };
import { layerFactsSchema } from '../image/facts.ts';
import type { Limits } from '../image/limits.ts';
import { once } from '../image/once.ts';
import { kindOfSums } from '../image/sum.ts';
import type { SecretOptions } from './read-layer.ts';

/** Names the analyzer of layers: its program, how it sums files, the limits and the secrets it looks for. */
export function analyzerKey(limits: Limits, secrets: SecretOptions | undefined): string {
  const key = createHash('sha256')
    .update(secrets?.key ?? '')
    .digest('hex');
  const sought = secrets ? { key, detectors: secrets.detectors ?? [] } : 'no secrets';
  return createHash('sha256')
    .update(JSON.stringify([layerFactsSchema, limits, sought, kindOfSums(), readerStamp()]))
    .digest('hex')
    .slice(0, 16);
}

/** Of the rooms that make facts: a changed rule reads no layer again. */
const readerStamp = once(() => stampOf(['src/image', 'src/secrets', 'src/source']));

/** The whole program, rules too. */
export const programStamp = once(() => stampOf(['src', 'rules']));

/**
 * The version, and size and time of the program's own files: of a bundle all of it, of sources those of some rooms. Packages
 * are unpacked with one date for all of their files, and what is in an executable has none.
 */
function stampOf(rooms: readonly string[]): readonly unknown[] {
  const here = fileURLToPath(import.meta.url);
  if (here.includes('$bunfs') || here.includes('~BUN')) return [manifest.version, fileStamp(process.execPath)];
  const root = join(dirname(here), '../..');
  const files = here.endsWith('.ts')
    ? rooms.flatMap((room) => filesOf(join(root, room), { recursive: true }))
    : filesOf(dirname(here), { recursive: false });
  return [manifest.version, ...files.map(fileStamp)];
}

function filesOf(folder: string, { recursive }: { readonly recursive: boolean }): readonly string[] {
  const names = readdirSync(folder, { recursive, encoding: 'utf8' });
  return names
    .filter((name) => /\.[cm]?[jt]s$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** Parts of a bundle are called by what is in them. */
function fileStamp(file: string): readonly unknown[] {
  const info = statSync(file, { throwIfNoEntry: false });
  return [basename(file), info?.size, info && Math.trunc(info.mtimeMs)];
}
