/** An image reference → everything read of the image: the one entry point to files, folders, pipes and daemons. */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Skipped } from '../finding.ts';
import type { ParsedConfig } from '../image/config.ts';
import { bufferOf, compressionOf, peek, uncompressed } from '../image/decompress.ts';
import type { LayerFacts } from '../image/facts.ts';
import { problemOf, ReadFault } from '../image/fault.ts';
import { defaultLimits, type Limits } from '../image/limits.ts';
import type { Attestation, Image, ManifestInfo } from '../image/model.ts';
import { parsePlatform } from '../image/platform.ts';
import { checksumHolds } from '../image/tar-header.ts';
import { archiveStore } from './archive.ts';
import { analyzerKey, cacheFolder, layerCache, tokenKey } from './cache.ts';
import { planContainer } from './container.ts';
import { findImage } from './daemon.ts';
import { readExtent } from './extent.ts';
import { folderStore } from './folder.ts';
import { readLayers } from './layers.ts';
import { cannotOpen, type Opened, type OpenProblem, type Wanted } from './plan.ts';
import { parseReference, splitTag } from './reference.ts';
import type { Daemon } from './sockets.ts';
import { type ArchiveStore, bytesOf, type Store } from './store.ts';
import { type StreamOptions, streamStore } from './stream.ts';

export interface OpenOptions {
  /** `linux/arm64`: which image of several. */
  readonly platform?: string | undefined;
  /** Secrets are looked for where this is given; without a key of its own, tokens are keyed by the user's. */
  readonly secrets?: { readonly key?: Uint8Array | undefined } | undefined;
  /** Where facts of layers are kept between runs; `false` reads and verifies every layer. The user's cache folder by default. */
  readonly cache?: string | false | undefined;
  readonly limits?: Limits;
  /** What `-` reads. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** Told of stored bytes as layers are read. */
  readonly progress?: (bytes: number) => void;
}

/** An image as it was read. What could not be read is in `skipped`, and its layer stands in `layers`, empty. */
export interface OpenedImage {
  /** `docker-archive`, `oci-archive`, `oci-layout`, `dir`, `rootfs`, `docker-daemon`, `podman`, `registry`. */
  readonly source: string;
  readonly reference: string;
  readonly format: Image['format'];
  readonly tags: readonly string[];
  /** Of the manifest; of the config where there is no manifest; of the layer where there is neither. */
  readonly digest: string;
  readonly manifest: ManifestInfo;
  readonly config: ParsedConfig['config'];
  readonly history: ParsedConfig['history'];
  /** Other top-level keys of the config. */
  readonly extra: ParsedConfig['extra'];
  readonly layers: readonly LayerFacts[];
  readonly attestations: readonly Attestation[];
  readonly skipped: readonly Skipped[];
}

/** Opens and reads an image. Fails only when there is nothing to read at all, with one sentence that says why. */
export async function openImage(reference: string, options: OpenOptions = {}): Promise<Opened<OpenedImage>> {
  const limits = options.limits ?? defaultLimits;
  const platform = options.platform === undefined ? undefined : parsePlatform(options.platform);
  if (options.platform !== undefined && !platform) {
    return fail('malformed', `\`${options.platform}\` is no platform: write it as \`linux/arm64\`.`);
  }
  const folder = options.cache === undefined ? cacheFolder() : options.cache;
  const secrets = options.secrets && { key: options.secrets.key ?? (await keyIn(folder)) };
  const progress = options.progress ?? (() => {});
  const store = await openStore(reference, { limits, secrets, progress, stdin: options.stdin });
  if (!store.ok) return store;
  const wanted: Wanted = { tag: store.value.tag, platform, limits };
  const planned = await planContainer(store.value.store, wanted);
  if (!planned.ok) return planned;
  const plan = planned.value;
  const cache = folder === false ? undefined : layerCache(folder, await analyzerKey(limits, secrets));
  const read = await readLayers(plan.layers, { limits, secrets, cache, progress });
  const digest = plan.digest || (read.layers[0]?.digest ?? '');
  return {
    ok: true,
    value: {
      source: store.value.source ?? plan.source,
      reference,
      format: plan.format,
      tags: store.value.tags ?? plan.tags,
      digest,
      manifest: plan.manifest,
      config: plan.parsed.config,
      history: plan.parsed.history,
      extra: plan.parsed.extra,
      layers: read.layers,
      attestations: plan.manifest.attestations,
      skipped: [...faultOf(store.value.store), ...plan.skipped, ...read.skipped],
    },
  };
}

async function keyIn(folder: string | false): Promise<Uint8Array> {
  return folder === false ? randomBytes(32) : tokenKey(folder);
}

function fail(reason: OpenProblem['reason'], message: string): { ok: false; problem: OpenProblem } {
  return { ok: false, problem: { reason, message } };
}

/** A damaged container of which the image could be read all the same. */
function faultOf({ name, fault }: Store): Skipped[] {
  if (!fault) return [];
  return [
    { what: name, reason: fault.reason, detail: `${fault.message.charAt(0).toUpperCase()}${fault.message.slice(1)}` },
  ];
}

interface OpenedStore {
  readonly store: Store | ArchiveStore;
  readonly tag: string | undefined;
  /** Where it came from, when that is not what its form says. */
  readonly source?: string;
  /** What it is called there, where the archive does not say. */
  readonly tags?: readonly string[];
}

interface StoreOptions extends StreamOptions {
  readonly stdin: AsyncIterable<Uint8Array> | undefined;
}

async function openStore(text: string, options: StoreOptions): Promise<Opened<OpenedStore>> {
  const reference = await parseReference(text, exists);
  switch (reference.kind) {
    case 'stdin':
      return openStream('-', options.stdin ?? process.stdin, options);
    case 'file':
    case 'oci': {
      const split = await splitTag(reference.path, exists);
      if (!split) return fail('missing', `There is no file or folder \`${reference.path}\`.`);
      return openPath(split.path, split.tag, options);
    }
    case 'daemon':
      return openDaemon(reference.name, reference.daemons, options);
    case 'registry':
      return fail('unsupported', `\`${text}\` names an image of a registry, and those are not read yet.`);
  }
}

async function openDaemon(
  name: string,
  daemons: readonly Daemon[],
  options: StoreOptions,
): Promise<Opened<OpenedStore>> {
  const found = await findImage(name, daemons);
  if (!found.ok) return found;
  const { daemon, tags } = found.value;
  const source = daemon === 'docker' ? 'docker-daemon' : 'podman';
  try {
    const stream = await openStream(`${daemon}:${name}`, await found.value.export(), options);
    return stream.ok ? { ok: true, value: { ...stream.value, source, tags } } : stream;
  } catch (error) {
    return cannotOpen({ name: `${daemon}:${name}` }, 'the archive', problemOf(error));
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function openPath(path: string, tag: string | undefined, options: StoreOptions): Promise<Opened<OpenedStore>> {
  try {
    const info = await stat(path);
    if (info.isDirectory()) return { ok: true, value: { store: folderStore(path), tag } };
    if (!info.isFile()) return await openStream(path, createReadStream(path), { ...options, tag });
    const start = { file: path, start: 0, size: Math.min(info.size, 512) };
    const head = await bytesOf({ size: start.size, open: () => readExtent(start) }, 512);
    if (compressionOf(head) === 'none' && checksumHolds(head)) {
      return { ok: true, value: { store: await archiveStore(path, options.limits), tag } };
    }
    return await openStream(path, readExtent({ file: path, start: 0, size: info.size }), { ...options, tag });
  } catch (error) {
    return cannotOpen({ name: path }, 'the start', problemOf(error));
  }
}

/** An archive that can be read only once, plain or compressed. */
async function openStream(
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  options: StoreOptions & { readonly tag?: string | undefined },
): Promise<Opened<OpenedStore>> {
  const { limits, tag } = options;
  const guard = { limits, stored: 0 };
  try {
    const outer = await peek(counted(bytes, guard));
    const chunks = guarded(uncompressed(outer.rest, compressionOf(outer.head)), guard);
    const { head, rest } = await peek(chunks[Symbol.asyncIterator](), 512);
    if (!checksumHolds(head)) {
      return cannotOpen({ name }, 'the start', { reason: 'not-an-image', message: 'it is no tar archive.' });
    }
    return { ok: true, value: { store: await streamStore(name, rest, options), tag } };
  } catch (error) {
    return cannotOpen({ name }, 'the start', problemOf(error));
  }
}

interface Guard {
  readonly limits: Limits;
  stored: number;
}

async function* counted(bytes: AsyncIterable<Uint8Array>, guard: Guard): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    guard.stored += chunk.length;
    yield bufferOf(chunk);
  }
}

/** Stops an archive that grows beyond what any image needs. */
async function* guarded(chunks: AsyncIterable<Buffer>, guard: Guard): AsyncGenerator<Buffer> {
  const { limits } = guard;
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > limits.imageBytes || (size > limits.ratioFrom && size > limits.ratio * guard.stored)) {
      throw new ReadFault('limit-exceeded', `the archive grows beyond ${size} bytes when it is decompressed.`);
    }
    yield chunk;
  }
}
