/** Images of registries, read as the layout they would be on disk: documents at once, layers as they are asked for. */
import { createHash } from 'node:crypto';
import { problemOf, ReadFault } from '../../image/fault.ts';
import { fieldsOf, listOf, parseJson, sizeOf, textOf } from '../../image/json.ts';
import type { Limits } from '../../image/limits.ts';
import { planLayout } from '../layout.ts';
import { cannotOpen, type ImageSource, type Opened } from '../plan.ts';
import type { Blob, Store } from '../store.ts';
import { RegistryClient } from './client.ts';
import { parseName, type RegistryName } from './name.ts';

/** The image of a name in its registry. */
export async function registrySource(text: string, limits: Limits): Promise<Opened<ImageSource>> {
  const name = parseName(text);
  if (!name)
    return {
      ok: false,
      problem: {
        reason: 'malformed',
        message: `\`${text}\` is no name of an image: write it as \`ghcr.io/acme/app:1.4\`.`,
      },
    };
  try {
    const store = await RegistryStore.open(text, name, limits);
    const tags = name.tag === undefined ? [] : [text];
    return {
      ok: true,
      value: {
        faults: [],
        plan: async (wanted) => {
          const planned = await planLayout(store, { ...wanted, tag: undefined });
          return planned.ok ? { ok: true, value: { ...planned.value, source: 'registry', tags } } : planned;
        },
      },
    };
  } catch (error) {
    return cannotOpen({ name: text }, 'the manifest', problemOf(error));
  }
}

class RegistryStore implements Store {
  readonly kind = 'folder';
  readonly name: string;
  readonly #client: RegistryClient;
  readonly #limits: Limits;
  /** Documents that were fetched, by digest. */
  readonly #documents = new Map<string, Buffer>();
  /** What documents say of others: which are documents themselves, and sizes. */
  readonly #known = new Map<string, { readonly document: boolean; readonly size: number }>();
  #index: Buffer = Buffer.alloc(0);

  private constructor(text: string, name: RegistryName, limits: Limits) {
    this.name = text;
    this.#client = new RegistryClient(name);
    this.#limits = limits;
  }

  static async open(text: string, name: RegistryName, limits: Limits): Promise<RegistryStore> {
    const store = new RegistryStore(text, name, limits);
    const { bytes, mediaType } = await store.#fetchDocument(name.digest ?? name.tag ?? 'latest');
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    if (name.digest?.startsWith('sha256:') && name.digest !== digest)
      throw new ReadFault('digest-mismatch', `it is \`${digest}\`, and \`${name.digest}\` was asked for.`);
    store.#keep(digest, bytes);
    const manifests = [{ mediaType, digest, size: bytes.length }];
    store.#index = Buffer.from(JSON.stringify({ schemaVersion: 2, manifests }));
    return store;
  }

  async find(path: string): Promise<Blob | undefined> {
    if (path === 'index.json') return memory(this.#index);
    const [, algorithm, hex] = /^blobs\/([^/]+)\/([0-9a-f]+)$/.exec(path) ?? [];
    if (algorithm === undefined) return undefined;
    const digest = `${algorithm}:${hex}`;
    const document = this.#documents.get(digest) ?? (await this.#documentOf(digest));
    if (document) return memory(document);
    const known = this.#known.get(digest);
    return known && { size: known.size, open: () => this.#stream(digest, known.size) };
  }

  async #documentOf(digest: string): Promise<Buffer | undefined> {
    if (!this.#known.get(digest)?.document) return undefined;
    const { bytes } = await this.#fetchDocument(digest);
    this.#keep(digest, bytes);
    return bytes;
  }

  async #fetchDocument(reference: string): Promise<{ bytes: Buffer; mediaType: string }> {
    const response = await this.#client.manifest(reference);
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > this.#limits.manifestBytes)
        throw new ReadFault('limit-exceeded', `it is larger than ${this.#limits.manifestBytes} bytes.`);
      chunks.push(chunk);
    }
    return {
      bytes: Buffer.concat(chunks),
      mediaType: (response.headers.get('content-type') ?? '').split(';')[0]?.trim() ?? '',
    };
  }

  #keep(digest: string, bytes: Buffer): void {
    this.#documents.set(digest, bytes);
    const fields = fieldsOf(parseJson(bytes)) ?? {};
    const note = (value: unknown, document: boolean) => {
      const descriptor = fieldsOf(value) ?? {};
      const name = textOf(descriptor['digest']);
      const size = sizeOf(descriptor['size']);
      if (name !== undefined && size !== undefined) this.#known.set(name, { document, size });
    };
    for (const one of listOf(fields['manifests']) ?? []) note(one, true);
    for (const one of [fields['config'], ...(listOf(fields['layers']) ?? [])]) note(one, false);
  }

  /** A body that is cut is asked for again from where it ended. */
  async *#stream(digest: string, size: number): AsyncGenerator<Buffer> {
    let read = 0;
    for (let attempt = 1; read < size; attempt++) {
      const response = await this.#client.blob(digest, read);
      // Without a range it begins anew: what was read is passed over.
      let skip = response.status === 206 ? 0 : read;
      try {
        for await (const chunk of response.body ?? []) {
          const part = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).subarray(Math.min(skip, chunk.length));
          skip -= chunk.length - part.length;
          read += part.length;
          if (part.length > 0) yield part;
        }
      } catch (error) {
        if (attempt >= 4)
          throw new ReadFault(
            'truncated',
            `the registry ended it after ${read} of ${size} bytes: ${error instanceof Error ? error.message : String(error)}.`,
          );
        continue;
      }
      if (read < size && attempt >= 4)
        throw new ReadFault('truncated', `the registry ended it after ${read} of ${size} bytes.`);
    }
  }
}

function memory(bytes: Buffer): Blob {
  return {
    size: bytes.length,
    async *open() {
      yield bytes;
    },
  };
}
