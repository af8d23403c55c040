/** One layer's blob → `LayerFacts`: decompressed, hashed, verified and read in a single pass, in bounded memory. */
import { createHash, type Hash } from 'node:crypto';
import type { Scan } from './content.ts';
import { bufferOf, type Compression, compressionOf, free, lend, peek, uncompressed } from './decompress.ts';
import { type LayerFacts, layerFactsSchema } from './facts.ts';
import { problemOf, ReadFault, type ReadProblem } from './fault.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { LayerPass } from './pass.ts';

/** What is known of the layer before it is read; whatever is given is verified. */
export interface ExpectedLayer {
  /** Digest of the uncompressed tar, as the config lists it. */
  readonly diffID?: string | undefined;
  /** Digest and bytes of the blob, as its descriptor states them. */
  readonly digest?: string | undefined;
  readonly size?: number | undefined;
}

export interface LayerOptions {
  readonly expected?: ExpectedLayer;
  readonly scan?: Scan | undefined;
  readonly limits?: Limits;
  /** Told of stored bytes as they are read. */
  readonly progress?: (bytes: number) => void;
}

/** The facts, or why there are none; `partial` is what was read before a limit stopped the reading. */
export type LayerResult =
  | { readonly ok: true; readonly value: LayerFacts }
  | { readonly ok: false; readonly problem: ReadProblem; readonly partial?: LayerFacts };

/** Reads one layer. Never throws: a blob that cannot be read is a problem. */
export async function readLayer(blob: AsyncIterable<Uint8Array>, options: LayerOptions = {}): Promise<LayerResult> {
  const read = new LayerRead(options);
  try {
    await read.run(blob);
    return { ok: true, value: read.facts() };
  } catch (error) {
    const problem = problemOf(error);
    return problem.reason === 'limit-exceeded' ? { ok: false, problem, partial: read.facts() } : { ok: false, problem };
  }
}

/** The same of an uncompressed tar that lies in memory. */
export function readTar(tar: Uint8Array, options: LayerOptions = {}): LayerResult {
  const read = new LayerRead(options);
  try {
    read.whole(tar);
    return { ok: true, value: read.facts() };
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
}

/** The facts of a layer that was not read: nothing is known of it but its name. */
export function unreadLayer(expected: ExpectedLayer, reason: LayerFacts['unread']): LayerFacts {
  const pass = new LayerPass(defaultLimits, undefined);
  return {
    schema: layerFactsSchema,
    diffID: expected.diffID ?? '',
    digest: expected.digest ?? expected.diffID ?? '',
    storedSize: expected.size ?? 0,
    compression: 'none',
    ...pass.facts(),
    ...(reason === undefined ? {} : { unread: reason }),
  };
}

class LayerRead {
  readonly #options: LayerOptions;
  readonly #limits: Limits;
  readonly #pass: LayerPass;
  readonly #tarHash = createHash('sha256');
  #algorithm = 'sha256';
  #blobHash: Hash | undefined;
  #held: ReadFault | undefined;
  #stored = 0;
  #compression: Compression = 'none';
  #diffID = '';
  #digest = '';

  constructor(options: LayerOptions) {
    this.#options = options;
    this.#limits = options.limits ?? defaultLimits;
    this.#pass = new LayerPass(this.#limits, options.scan);
  }

  async run(blob: AsyncIterable<Uint8Array>): Promise<void> {
    this.#algorithm = algorithmOf(this.#options.expected?.digest);
    const { head, rest } = await peek(this.#counted(blob)[Symbol.asyncIterator]());
    const source = rest[Symbol.asyncIterator]();
    try {
      this.#compression = compressionOf(head);
      // The digest of a blob that is not compressed is its diffID, unless they are of different algorithms.
      if (this.#compression !== 'none' || this.#algorithm !== 'sha256') this.#blobHash = createHash(this.#algorithm);
      for await (const chunk of uncompressed(this.#hashed(lend(source)), this.#compression)) {
        this.#take(chunk);
        if (this.#compression !== 'none') free(chunk);
      }
    } catch (error) {
      if (['malformed', 'truncated'].includes(problemOf(error).reason)) await this.#blame(source);
      throw error;
    } finally {
      await source.return?.();
    }
    this.#end();
  }

  whole(tar: Uint8Array): void {
    this.#compression = compressionOf(tar);
    if (this.#compression !== 'none') throw new ReadFault('unsupported', 'it is compressed.');
    this.#stored = tar.length;
    this.#take(bufferOf(tar));
    this.#end();
  }

  /** A stream that makes no sense may be a damaged blob: then that is what is said. */
  async #blame(source: AsyncIterator<Buffer>): Promise<void> {
    const { digest, size } = this.#options.expected ?? {};
    if (!this.#blobHash || digest === undefined) return;
    for (let next = await source.next(); !next.done; next = await source.next()) this.#blobHash.update(next.value);
    if (size !== undefined && this.#stored < size) return;
    mustBe('digest', digest, `${this.#algorithm}:${this.#blobHash.digest('hex')}`);
  }

  facts(): LayerFacts {
    const { expected } = this.#options;
    return {
      schema: layerFactsSchema,
      diffID: this.#diffID || (expected?.diffID ?? ''),
      digest: this.#digest || (expected?.digest ?? expected?.diffID ?? ''),
      storedSize: this.#stored,
      compression: this.#compression,
      ...this.#pass.facts(),
    };
  }

  async *#counted(blob: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
    const size = this.#options.expected?.size;
    for await (const chunk of blob) {
      this.#stored += chunk.length;
      if (size !== undefined && this.#stored > size) {
        throw new ReadFault('size-mismatch', `it is longer than the ${size} bytes its descriptor states.`);
      }
      this.#options.progress?.(chunk.length);
      yield bufferOf(chunk);
    }
    if (size !== undefined && this.#stored < size) {
      throw new ReadFault('truncated', `it ends after ${this.#stored} of ${size} bytes.`);
    }
  }

  async *#hashed(blob: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of blob) {
      this.#blobHash?.update(chunk);
      yield chunk;
    }
  }

  #take(chunk: Buffer): void {
    this.#tarHash.update(chunk);
    if (!this.#held) this.#push(chunk);
    const { ratio, ratioFrom } = this.#limits;
    if (this.#pass.size > ratioFrom && this.#pass.size > ratio * this.#stored) {
      throw new ReadFault('limit-exceeded', `it grows by more than ${ratio} times when it is decompressed.`);
    }
  }

  /** A broken archive is hashed to its end, so that a damaged blob is told from one that was made so. */
  #push(chunk: Buffer): void {
    try {
      this.#pass.push(chunk);
    } catch (error) {
      if (!(error instanceof ReadFault) || error.reason !== 'malformed') throw error;
      this.#held = error;
    }
  }

  #end(): void {
    this.#verify();
    if (this.#held) throw this.#held;
    this.#pass.end();
  }

  #verify(): void {
    const { diffID, digest } = this.#options.expected ?? {};
    this.#diffID = `sha256:${this.#tarHash.digest('hex')}`;
    this.#digest = this.#blobHash ? `${this.#algorithm}:${this.#blobHash.digest('hex')}` : this.#diffID;
    mustBe('digest', digest, this.#digest);
    mustBe('diffID', diffID, this.#diffID);
  }
}

function mustBe(what: string, expected: string | undefined, actual: string): void {
  if (expected !== undefined && expected !== actual) {
    throw new ReadFault('digest-mismatch', `its ${what} is \`${actual}\`, not \`${expected}\` as stated.`);
  }
}

/** sha256 unless the digest names another algorithm that can be computed. */
function algorithmOf(digest: string | undefined): string {
  if (digest === undefined || digest.startsWith('sha256:')) return 'sha256';
  if (digest.startsWith('sha512:')) return 'sha512';
  throw new ReadFault('unsupported', `its digest \`${digest}\` is of an algorithm that is not computed here.`);
}
