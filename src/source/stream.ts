/**
 * An archive that passes by once: from a pipe, a daemon, or out of a compressed file. Documents are kept, layers are read
 * as they pass, in whatever order they come; nothing is written to disk.
 */
import { problemOf, ReadFault, type ReadProblem } from '../image/fault.ts';
import { type ExpectedLayer, type LayerResult, readLayer } from '../image/layer.ts';
import type { Limits } from '../image/limits.ts';
import { normalPath } from '../image/path.ts';
import { type BodySink, type TarItem, TarReader } from '../image/tar.ts';
import { blockSize, checksumHolds } from '../image/tar-header.ts';
import { linkTarget } from './archive.ts';
import { Pipe } from './pipe.ts';
import { layerOptions, type SecretOptions } from './read-layer.ts';
import type { ArchiveStore, Blob } from './store.ts';

/** Bytes of all documents of one archive together. */
const keptBytes = 96 << 20;

export interface StreamOptions {
  readonly limits: Limits;
  readonly secrets: SecretOptions | undefined;
  readonly progress: (bytes: number) => void;
  /** Told of a plain archive, before it is looked into, how many bytes there are to read. */
  readonly ahead?: (bytes: number) => void;
}

/** Reads a tar archive to its end. A fault in it leaves what came before it usable. */
export async function streamStore(
  name: string,
  source: AsyncIterable<Buffer>,
  options: StreamOptions,
): Promise<ArchiveStore> {
  const passing = new Passing(options);
  const fault = await passing.run(source);
  const blobs = await passing.blobs();
  return {
    kind: 'archive',
    name,
    paths: passing.paths,
    fault,
    whole: await passing.whole(),
    find: async (path) => {
      const found = blobs.get(normalPath(path).path);
      if (typeof found !== 'string') return found;
      const target = blobs.get(found);
      return typeof target === 'string' ? undefined : target;
    },
  };
}

class Passing {
  readonly paths: string[] = [];
  readonly #options: StreamOptions;
  readonly #limits: Limits;
  /** What each path holds, or the path it links to. */
  readonly #blobs = new Map<string, Blob | Promise<Blob> | string>();
  /** Chunks that came before the first entry was seen, which tells whether this may be a root filesystem. */
  #early: Buffer[] | undefined = [];
  #layer: Pipe | undefined;
  #rootfs: { readonly pipe: Pipe; readonly result: Promise<LayerResult> } | undefined;
  #size = 0;
  #kept = 0;

  constructor(options: StreamOptions) {
    this.#options = options;
    this.#limits = options.limits;
  }

  async run(source: AsyncIterable<Buffer>): Promise<ReadProblem | undefined> {
    const reader = new TarReader({ entry: (item) => this.#entry(item), limit: () => {} }, this.#limits);
    try {
      for await (const chunk of source) {
        this.#early?.push(chunk);
        reader.push(chunk);
        this.#size += chunk.length;
        this.#feedRootfs(chunk);
        await this.#layer?.drained();
        await this.#rootfs?.pipe.drained();
      }
      reader.end();
      return undefined;
    } catch (error) {
      return problemOf(error);
    } finally {
      this.#layer?.end();
      this.#rootfs?.pipe.end();
    }
  }

  async blobs(): Promise<Map<string, Blob | string>> {
    const done = new Map<string, Blob | string>();
    for (const [path, blob] of this.#blobs) done.set(path, typeof blob === 'string' ? blob : await blob);
    return done;
  }

  /** The archive itself as one layer, where it may be a root filesystem. */
  async whole(): Promise<Blob | undefined> {
    if (!this.#rootfs) return undefined;
    return passed(this.#size, await this.#rootfs.result);
  }

  #feedRootfs(chunk: Buffer): void {
    if (!this.#rootfs) return;
    for (const early of this.#early ?? [chunk]) this.#rootfs.pipe.push(early);
    this.#early = undefined;
  }

  #entry(item: TarItem): BodySink | undefined {
    const { path } = normalPath(item.name);
    if (this.paths.length === 0) this.#first(path);
    this.paths.push(path);
    if (this.paths.length > this.#limits.layerEntries) {
      throw new ReadFault('limit-exceeded', `it has more than ${this.#limits.layerEntries} entries.`);
    }
    const link = linkTarget(path, item);
    if (link !== undefined) this.#blobs.set(path, link);
    if (item.type !== 'file' || (this.#rootfs && !isPart(path))) return undefined;
    return new Body(item.stored, (looksSo) =>
      looksSo || documents.test(path) ? this.#document(path, item) : this.#layerOf(path, item),
    );
  }

  #first(path: string): void {
    if (isPart(path)) {
      this.#early = undefined;
      return;
    }
    const pipe = new Pipe();
    this.#rootfs = { pipe, result: this.#read(pipe, {}) };
  }

  async #read(pipe: Pipe, expected: ExpectedLayer): Promise<LayerResult> {
    const { limits, secrets, progress } = this.#options;
    return readLayer(pipe, { ...(await layerOptions({ expected, limits, secrets })), progress });
  }

  #document(path: string, item: TarItem): BodySink {
    const { stored } = item;
    this.#kept += stored;
    const most = this.#limits.attestationBytes;
    const fits = stored <= most && this.#kept <= keptBytes;
    const chunks: Buffer[] = [];
    let size = 0;
    this.#blobs.set(path, {
      size: stored,
      async *open() {
        if (!fits) throw new ReadFault('limit-exceeded', `it is a document larger than ${most} bytes.`);
        if (size < stored) throw new ReadFault('truncated', `it ends after ${size} of ${stored} bytes.`);
        yield* chunks;
      },
    });
    return {
      push: (chunk) => {
        size += chunk.length;
        if (fits) chunks.push(Buffer.from(chunk));
      },
      end: () => {},
    };
  }

  #layerOf(path: string, item: TarItem): BodySink {
    const pipe = new Pipe();
    this.#layer = pipe;
    const result = this.#read(pipe, { size: item.stored });
    this.#blobs.set(
      path,
      result.then((read) => passed(item.stored, read)),
    );
    return pipe;
  }
}

/** What is a document whatever it begins with. */
const documents = /^(oci-layout|repositories|version|[^/]+\.json)$/;

function passed(size: number, result: LayerResult): Blob {
  return {
    size,
    result,
    // biome-ignore lint/correctness/useYield: a stream that passed by can only say that it did.
    async *open() {
      throw new ReadFault('unreadable', 'it passed by and cannot be read again.');
    },
  };
}

/** Decides by the first block of a body what takes it. */
class Body implements BodySink {
  readonly #size: number;
  readonly #choose: (isDocument: boolean) => BodySink;
  #head: Buffer[] = [];
  #headSize = 0;
  #sink: BodySink | undefined;

  constructor(size: number, choose: (isDocument: boolean) => BodySink) {
    this.#size = size;
    this.#choose = choose;
  }

  push(chunk: Buffer): void {
    if (this.#sink) {
      this.#sink.push(chunk);
      return;
    }
    this.#head.push(chunk);
    this.#headSize += chunk.length;
    if (this.#headSize < Math.min(blockSize, this.#size)) return;
    const head = this.#head.length === 1 ? chunk : Buffer.concat(this.#head);
    this.#head = [];
    this.#sink = this.#choose(looksLikeDocument(head));
    this.#sink.push(head);
  }

  end(): void {
    this.#sink?.end();
  }
}

/** JSON begins with a bracket or blanks; so may the name of a layer's first entry. */
function looksLikeDocument(head: Buffer): boolean {
  const isJson = /^[\s{["]/.test(head.toString('latin1', 0, 1));
  return isJson && !(head.length >= blockSize && checksumHolds(head.subarray(0, blockSize)));
}

const parts: readonly RegExp[] = [
  /^blobs(\/|$)/,
  /^(index\.json|oci-layout|manifest\.json|repositories|version)$/,
  /^([0-9a-f]{64}|sha256:)/,
  /^[^/]+\.(json|tar|tar\.gz|tar\.zst)$/,
  /^[^/]+\/(layer\.tar|VERSION|json)$/,
];

/** Whether a path is one that image archives are made of. */
function isPart(path: string): boolean {
  return parts.some((part) => part.test(path));
}
