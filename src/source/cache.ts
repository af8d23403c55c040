/**
 * Facts of layers that were read and verified before, under the user's cache folder. An entry is whole or it is not there:
 * it is written beside its place and renamed into it, and carries a checksum that a reader holds it against.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';
import { decodeFacts } from '../image/codec.ts';
import { type LayerFacts, layerFactsSchema } from '../image/facts.ts';
import type { Limits } from '../image/limits.ts';
import type { SecretOptions } from './read-layer.ts';

/** The folder is kept below this size; what was not used for longest goes first. */
const mostBytes = 1 << 30;
const day = 24 * 60 * 60 * 1000;

export interface LayerCache {
  get(digest: string): Promise<LayerFacts | undefined>;
  /** Keeps facts as the codec wrote them. */
  put(digest: string, facts: Uint8Array): Promise<void>;
  /** A document that was kept under a name, whole; it is of every analyzer. */
  document(name: string): Promise<Buffer | undefined>;
  putDocument(name: string, bytes: Buffer): Promise<void>;
  /** Makes room; called once a run, after what it put in. */
  prune(most?: number): Promise<void>;
}

/** The cache in a folder, for facts of one analyzer. A folder that cannot be written to is a cache that holds nothing. */
export function layerCache(folder: string, analyzer: string): LayerCache {
  const layers = join(folder, 'layers');
  const own = join(layers, analyzer);
  const documents = join(layers, 'documents');
  return {
    get: async (digest) => {
      const file = join(own, nameOf(digest));
      try {
        const facts = decodeFacts(await readFile(file));
        if (facts) await touch(file);
        return facts;
      } catch {
        return undefined;
      }
    },
    put: (digest, facts) => writeWhole(join(own, nameOf(digest)), facts),
    document: async (name) => {
      const bytes = await readFile(join(documents, nameOf(name))).catch(() => undefined);
      if (!bytes || bytes.length < 4 || bytes.readUInt32LE(0) !== crc32(bytes.subarray(4))) return undefined;
      return bytes.subarray(4);
    },
    putDocument: async (name, bytes) => {
      const sum = Buffer.alloc(4);
      sum.writeUInt32LE(crc32(bytes));
      await writeWhole(join(documents, nameOf(name)), Buffer.concat([sum, bytes]));
    },
    prune: (most = mostBytes) => prune(layers, most).catch(() => {}),
  };
}

/** Entries on their way into their places, of all caches of this process. */
const underway = new Set<Promise<void>>();
let closed = false;

/** Lets what is being written come to its end and begins no more: a process that ends after it leaves no draft behind. */
export async function closeCaches(): Promise<void> {
  closed = true;
  await Promise.allSettled(underway);
}

async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  if (closed) return;
  const writing = writeAndRename(file, bytes);
  underway.add(writing);
  await writing;
  underway.delete(writing);
}

/** Writes beside the place and renames into it; what cannot be written is not kept. */
async function writeAndRename(file: string, bytes: Uint8Array): Promise<void> {
  const draft = `${file}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(draft, bytes, { flag: 'wx', mode: 0o600 });
    await rename(draft, file);
  } catch {
    await rm(draft, { force: true }).catch(() => {});
  }
}

/** Digests hold a colon, which not every file system takes. */
function nameOf(digest: string): string {
  return digest.replace(/[^A-Za-z0-9=_-]/g, '-');
}

/** A day is exact enough to tell what is in use. */
async function touch(file: string): Promise<void> {
  const now = new Date();
  const { mtimeMs } = await stat(file);
  if (now.getTime() - mtimeMs > day) await utimes(file, now, now);
}

interface Kept {
  readonly file: string;
  readonly size: number;
  readonly used: number;
}

async function prune(layers: string, most: number): Promise<void> {
  const kept: Kept[] = [];
  for (const analyzer of await readdir(layers)) {
    for (const name of await readdir(join(layers, analyzer))) {
      const file = join(layers, analyzer, name);
      const info = await stat(file).catch(() => undefined);
      if (!info) continue;
      // A draft this old is of a run that was killed.
      if (name.endsWith('.tmp') && Date.now() - info.mtimeMs > day) await rm(file, { force: true });
      else kept.push({ file, size: info.size, used: info.mtimeMs });
    }
  }
  let size = kept.reduce((sum, entry) => sum + entry.size, 0);
  for (const entry of kept.sort((a, b) => a.used - b.used)) {
    if (size <= most) return;
    await rm(entry.file, { force: true });
    size -= entry.size;
  }
}

/** Names the analyzer: its program, the limits and the secrets it looks for. Facts of another are never taken for its own. */
export async function analyzerKey(limits: Limits, secrets: SecretOptions | undefined): Promise<string> {
  const hash = createHash('sha256');
  const key = createHash('sha256')
    .update(secrets?.key ?? '')
    .digest('hex');
  const sought = secrets ? { key, detectors: secrets.detectors ?? [] } : 'no secrets';
  hash.update(JSON.stringify([layerFactsSchema, limits, sought, await programStamp()]));
  return hash.digest('hex').slice(0, 16);
}

/** Size and time of the program's own files: a bundle is one, sources are those of the rooms that make facts. */
async function programStamp(): Promise<unknown> {
  const here = fileURLToPath(import.meta.url);
  // What is within a single-file executable has no time of its own.
  if (!here.endsWith('.ts')) return stampOf(here.includes('$bunfs') || here.includes('~BUN') ? process.execPath : here);
  const src = join(dirname(here), '..');
  const stamps = ['image', 'secrets', 'source'].map(async (room) => {
    const names = await readdir(join(src, room), { recursive: true });
    return Promise.all(names.sort().map((name) => stampOf(join(src, room, name))));
  });
  return Promise.all(stamps);
}

async function stampOf(file: string): Promise<unknown> {
  const info = await stat(file).catch(() => undefined);
  return info ? [info.size, Math.trunc(info.mtimeMs)] : 'unknown';
}
