/**
 * Facts of layers that were read and verified before, under the user's cache folder. An entry is whole or it is not there:
 * it is written beside its place and renamed into it, and carries a checksum that a reader holds it against.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { decodeFacts } from '../image/codec.ts';
import type { LayerFacts } from '../image/facts.ts';

/** The folder is kept below this size; what was not used for longest goes first. */
const mostBytes = 1 << 30;
const day = 24 * 60 * 60 * 1000;

export interface LayerCache {
  get(digest: string): Promise<LayerFacts | undefined>;
  /** Keeps facts as the codec wrote them. */
  put(digest: string, facts: Uint8Array): Promise<void>;
  /** Documents of images whose daemon names them; they are of every analyzer. */
  readonly documents: Drawer;
  /** What was judged of images: whoever keeps it names it by all that it depends on. */
  readonly judgements: Drawer;
  /** Makes room; called once a run, after what it put in. */
  prune(most?: number): Promise<void>;
}

/** Bytes by name, whole or not there. */
export interface Drawer {
  get(name: string): Promise<Buffer | undefined>;
  put(name: string, bytes: Buffer): Promise<void>;
}

/** The cache in a folder, for facts of one analyzer. A folder that cannot be written to is a cache that holds nothing. */
export function layerCache(folder: string, analyzer: string): LayerCache {
  const layers = join(folder, 'layers');
  const own = join(layers, analyzer);
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
    documents: drawer(join(layers, 'documents')),
    judgements: drawer(join(layers, 'judgements')),
    prune: (most = mostBytes) => prune(layers, most).catch(() => {}),
  };
}

/** Files of a folder, each with a checksum before its bytes. */
function drawer(folder: string): Drawer {
  return {
    get: async (name) => {
      const file = join(folder, nameOf(name));
      try {
        const bytes = await readFile(file);
        if (bytes.length < 4 || bytes.readUInt32LE(0) !== crc32(bytes.subarray(4))) return undefined;
        await touch(file);
        return bytes.subarray(4);
      } catch {
        return undefined;
      }
    },
    put: async (name, bytes) => {
      const sum = Buffer.alloc(4);
      sum.writeUInt32LE(crc32(bytes));
      await writeWhole(join(folder, nameOf(name)), Buffer.concat([sum, bytes]));
    },
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
