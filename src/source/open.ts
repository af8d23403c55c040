/** An image reference → everything read of the image: the one entry point to files, folders, pipes and daemons. */
import { stat } from 'node:fs/promises';
import type { Skipped } from '../finding.ts';
import type { ParsedConfig } from '../image/config.ts';
import type { LayerFacts } from '../image/facts.ts';
import { defaultLimits, type Limits } from '../image/limits.ts';
import type { Attestation, Image, ManifestInfo } from '../image/model.ts';
import { parsePlatform } from '../image/platform.ts';
import { analyzerKey } from './analyzer.ts';
import { type LayerCache, layerCache } from './cache.ts';
import { cacheFolder } from './cache-folder.ts';
import { contentOf } from './content.ts';
import { daemonSource } from './daemon-source.ts';
import { readLayers } from './layers.ts';
import { type RunMemory, remembering } from './memory.ts';
import { pathSource, streamSource } from './paths.ts';
import type { ImagePlan, ImageSource, Opened, OpenProblem } from './plan.ts';
import { Crew } from './pool.ts';
import type { SecretOptions } from './read-layer.ts';
import { parseReference, splitTag } from './reference.ts';
import type { StreamOptions } from './stream.ts';

export interface OpenOptions {
  /** `linux/arm64`: which image of several. */
  readonly platform?: string | undefined;
  /** Secrets are looked for where this is given; without a key they carry no tokens, and reports are the same everywhere. */
  readonly secrets?: SecretOptions | undefined;
  /** Where facts of layers are kept between runs; `false` reads and verifies every layer. The user's cache folder by default. */
  readonly cache?: string | false | undefined;
  /** What the images of one run have in common is read once where they are opened with one memory, and the same options. */
  readonly memory?: RunMemory | undefined;
  /** The config is enough: no layer is read where that can be helped. */
  readonly only?: 'config' | undefined;
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

/** An image whose documents were read, and none of its layers yet. */
export interface PlannedImage {
  /** All that is known of it without its layers; `skipped` is what was left out so far. */
  readonly documents: Omit<OpenedImage, 'layers'>;
  /**
   * Names everything that reading would yield, where every layer is one whose size and digest tell that it was read and
   * verified before, if it was. Absent where that cannot be told, or nothing is kept between runs.
   */
  readonly content: string | undefined;
  /** What is kept between runs, where anything is. */
  readonly cache: LayerCache | undefined;
  read(): Promise<Opened<OpenedImage>>;
}

/** Opens and reads an image. Fails only when there is nothing to read at all, with one sentence that says why. */
export async function openImage(reference: string, options: OpenOptions = {}): Promise<Opened<OpenedImage>> {
  const planned = await planImage(reference, options);
  return planned.ok ? planned.value.read() : planned;
}

/** Opens an image, for who may not need its layers. What passes by but once is read all the same. */
export async function planImage(reference: string, options: OpenOptions = {}): Promise<Opened<PlannedImage>> {
  const crew = new Crew();
  const planned = await planWith(crew, reference, options);
  if (!planned.ok) crew.dismiss();
  return planned;
}

async function planWith(crew: Crew, reference: string, options: OpenOptions): Promise<Opened<PlannedImage>> {
  const limits = options.limits ?? defaultLimits;
  const platform = options.platform === undefined ? undefined : parsePlatform(options.platform);
  if (options.platform !== undefined && !platform) {
    return fail('malformed', `\`${options.platform}\` is no platform: write it as \`linux/arm64\`.`);
  }
  const folder = options.cache === undefined ? cacheFolder() : options.cache;
  const { secrets, progress = () => {} } = options;
  // Naming the analyzer looks at all files of the program: not where nothing is kept by its name.
  const analyzer = folder === false ? '' : analyzerKey(limits, secrets);
  const disk = folder === false ? undefined : layerCache(folder, analyzer);
  const cache = options.memory ? remembering(options.memory, disk) : disk;
  const isWanted = options.only === undefined;
  // Where something is kept, it may be that nothing is to be read.
  const ahead = (bytes: number): void => (isWanted && !cache ? crew.call(bytes) : undefined);
  const source = await findSource(reference, { limits, secrets, progress, stdin: options.stdin, cache, ahead });
  if (!source.ok) return source;
  const planned = await source.value.plan({ platform, limits });
  if (!planned.ok) return planned;
  const read = async (): Promise<Opened<OpenedImage>> => {
    const readable = isWanted && source.value.again ? await source.value.again() : source;
    if (!readable.ok) return readable;
    const whole = readable === source ? planned : await readable.value.plan({ platform, limits });
    if (!whole.ok) return whole;
    const plan = whole.value;
    const reading = { limits, secrets, cache, progress, crew };
    const done = await readLayers(isWanted ? plan.layers : [], reading).finally(() => crew.dismiss());
    const known = documentsOf(plan, reference, readable.value);
    const skipped = [...known.skipped, ...done.skipped];
    if (skipped.length === 0 && isWanted) await readable.value.done?.(plan);
    const digest = known.digest || (done.layers[0]?.digest ?? '');
    return { ok: true, value: { ...known, digest, layers: done.layers, skipped } };
  };
  const documents = documentsOf(planned.value, reference, source.value);
  const content = disk && isWanted ? contentOf(planned.value, documents, analyzer) : undefined;
  return { ok: true, value: { documents, content, cache, read } };
}

function documentsOf(plan: ImagePlan, reference: string, { faults }: ImageSource): PlannedImage['documents'] {
  const { source, format, tags, digest, manifest, parsed } = plan;
  return {
    ...{ source, reference, format, tags, digest, manifest },
    config: parsed.config,
    history: parsed.history,
    extra: parsed.extra,
    attestations: manifest.attestations,
    skipped: [...faults, ...plan.skipped],
  };
}

function fail(reason: OpenProblem['reason'], message: string): { ok: false; problem: OpenProblem } {
  return { ok: false, problem: { reason, message } };
}

interface SourceOptions extends StreamOptions {
  readonly stdin: AsyncIterable<Uint8Array> | undefined;
  readonly cache: LayerCache | undefined;
}

async function findSource(text: string, options: SourceOptions): Promise<Opened<ImageSource>> {
  const reference = await parseReference(text, exists);
  switch (reference.kind) {
    case 'stdin':
      return streamSource({ name: '-', tag: undefined }, options.stdin ?? process.stdin, options);
    case 'file':
    case 'oci': {
      const split = await splitTag(reference.path, exists);
      if (!split) return fail('missing', `There is no file or folder \`${reference.path}\`.`);
      return pathSource({ name: split.path, tag: split.tag }, options);
    }
    case 'daemon':
      return daemonSource(reference.name, reference.daemons, options);
    case 'registry': {
      const { registrySource } = await import('./registry/source.ts');
      return registrySource(reference.name, options.limits);
    }
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
