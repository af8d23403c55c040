/** What registries say of images: asked once a run and a few at a time, kept on disk, never required. */
import { problemOf, ReadFault, type ReadProblem } from '../../image/fault.ts';
import { fieldsOf, listOf, parseJson, textOf, textsOf } from '../../image/json.ts';
import { type Platform, platformOf } from '../../image/platform.ts';
import { RegistryClient } from './client.ts';
import { type Kept, keptAnswers, sha256 } from './kept.ts';
import { parseName, type RegistryName } from './name.ts';
import { Turns } from './turns.ts';

/** No answer is no statement about the image: `missing` alone says that the registry does not have what was asked for. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: ReadProblem & { readonly registry: string } };

export interface RegistriesOptions {
  /** Where answers are kept: the user's cache unless named; nowhere where it is `false`. */
  readonly cache?: string | false;
  /** Ends the waiting for every registry. */
  readonly signal?: AbortSignal;
  readonly now?: () => number;
}

/** A document larger than this is no manifest. */
const mostBytes = 4 << 20;
/** Pages of a thousand tags; a suggestion needs no more. */
const mostPages = 10;

interface Named {
  readonly digest: string;
  readonly platforms: readonly Platform[];
  /** The digest of a platform's own manifest. */
  readonly manifests: readonly { readonly platform: Platform; readonly digest: string }[];
  readonly created: string | undefined;
}

/** By reference: what was asked, answered or not. */
type Asked<T> = Map<string, Promise<Answer<T>>>;

export class Registries {
  readonly #kept: Kept;
  readonly #signal: AbortSignal | undefined;
  readonly #turns = new Turns();
  readonly #clients = new Map<string, RegistryClient>();
  /** Registries that did not answer are not asked again. */
  readonly #silent = new Map<string, ReadProblem>();
  readonly #digests: Asked<string> = new Map();
  readonly #tagLists: Asked<readonly string[]> = new Map();
  readonly #platformLists: Asked<readonly string[]> = new Map();
  readonly #dates: Asked<string | undefined> = new Map();

  constructor({ cache, signal, now }: RegistriesOptions = {}) {
    this.#kept = keptAnswers(cache, now);
    this.#signal = signal;
  }

  /** The digest that a reference stands for today: of the index, where there are several platforms. */
  digest(reference: string): Promise<Answer<string>> {
    return this.#once(this.#digests, reference, (name) => this.#digest(name));
  }

  /** Every tag of the reference's repository, in the registry's order; the first ten thousand of more. */
  tags(reference: string): Promise<Answer<readonly string[]>> {
    return this.#once(this.#tagLists, reference, (name) => this.#tags(name));
  }

  /** `linux/arm64/v8`: what the reference is published for. */
  platforms(reference: string): Promise<Answer<readonly string[]>> {
    return this.#once(this.#platformLists, reference, async (name) => {
      const { platforms } = await this.#describe(name);
      return platforms.map(({ os, architecture, variant }) =>
        [os, architecture, variant].filter((part) => part !== undefined).join('/'),
      );
    });
  }

  /** When the image was made, RFC 3339: that of the first platform, for they are made together. */
  created(reference: string): Promise<Answer<string | undefined>> {
    return this.#once(this.#dates, reference, async (name) => {
      const described = await this.#describe(name);
      const [first] = described.manifests;
      if (described.created !== undefined || first === undefined) return described.created;
      return (await this.#describe({ ...name, tag: undefined, digest: first.digest })).created;
    });
  }

  /** Asked twice, answered once. */
  #once<T>(asked: Asked<T>, reference: string, ask: (name: RegistryName) => Promise<T>): Promise<Answer<T>> {
    const known = asked.get(reference) ?? this.#answer(reference, ask);
    asked.set(reference, known);
    return known;
  }

  /** What goes wrong is a value. */
  async #answer<T>(reference: string, ask: (name: RegistryName) => Promise<T>): Promise<Answer<T>> {
    const name = parseName(reference);
    const registry = name?.registry ?? '';
    try {
      if (!name) throw new ReadFault('malformed', `\`${reference}\` is no name of an image.`);
      return { ok: true, value: await ask(name) };
    } catch (error) {
      const problem = error instanceof ReadFault ? problemOf(error) : unreached(registry, error);
      return { ok: false, problem: { ...problem, registry } };
    }
  }

  async #digest(name: RegistryName): Promise<string> {
    if (name.digest !== undefined) return name.digest;
    const question = `digest ${name.registry}/${name.repository}:${name.tag}`;
    const kept = textOf(await this.#kept.answer(question));
    if (kept !== undefined) return kept;
    const digest = await this.#ask(name, async (client) => {
      const response = await client.head(name.tag ?? 'latest');
      return response.headers.get('docker-content-digest') ?? undefined;
    });
    const value = digest !== undefined && isSha256(digest) ? digest : sha256(await this.#manifest(name, name.tag));
    await this.#kept.keepAnswer(question, value);
    return value;
  }

  async #tags(name: RegistryName): Promise<readonly string[]> {
    const question = `tags ${name.registry}/${name.repository}`;
    const kept = textsOf(await this.#kept.answer(question));
    if (kept) return kept;
    const tags: string[] = [];
    let query: string | undefined;
    for (let page = 0; page < mostPages; page++) {
      const response = await this.#ask(name, (client) => client.tags(query));
      const fields = fieldsOf(parseJson(await bodyOf(response))) ?? {};
      tags.push(...(textsOf(fields['tags']) ?? []));
      query = nextPage(response.headers.get('link'));
      if (query === undefined) break;
    }
    await this.#kept.keepAnswer(question, tags);
    return tags;
  }

  /** What a manifest or index says, and the config behind a manifest. */
  async #describe(name: RegistryName): Promise<Named> {
    const digest = await this.#digest(name);
    const fields = fieldsOf(parseJson(await this.#content(name, digest))) ?? {};
    const listed = listOf(fields['manifests']);
    if (listed) {
      const manifests = listed.flatMap((one) => manifestOf(one) ?? []);
      return { digest, manifests, platforms: manifests.map(({ platform }) => platform), created: undefined };
    }
    const config = textOf(fieldsOf(fields['config'])?.['digest']);
    const told = config === undefined ? undefined : parseJson(await this.#content(name, config, 'blob'));
    const platform = platformOf(told);
    const created = textOf(fieldsOf(told)?.['created']);
    return { digest, manifests: [], platforms: platform ? [platform] : [], created };
  }

  /** A digest names one content, whoever gives it. */
  async #content(name: RegistryName, digest: string, kind: 'manifest' | 'blob' = 'manifest'): Promise<Buffer> {
    const kept = await this.#kept.content(digest);
    if (kept) return kept;
    const bytes =
      kind === 'blob'
        ? await this.#ask(name, async (client) => bodyOf(await client.blob(digest)))
        : await this.#manifest(name, digest);
    if (isSha256(digest) && sha256(bytes) !== digest)
      throw new ReadFault('digest-mismatch', `${name.registry} gave \`${sha256(bytes)}\` for \`${digest}\`.`);
    await this.#kept.keepContent(digest, bytes);
    return bytes;
  }

  #manifest(name: RegistryName, reference = 'latest'): Promise<Buffer> {
    return this.#ask(name, async (client) => bodyOf(await client.manifest(reference)));
  }

  #ask<T>(name: RegistryName, question: (client: RegistryClient) => Promise<T>): Promise<T> {
    const key = `${name.registry}/${name.repository}`;
    const client = this.#clients.get(key) ?? new RegistryClient(name, { signal: this.#signal, tries: 3 });
    this.#clients.set(key, client);
    return this.#turns.take(name.registry, async () => {
      const silent = this.#silent.get(name.registry);
      if (silent) throw new ReadFault(silent.reason, silent.message);
      try {
        return await question(client);
      } catch (error) {
        const problem = error instanceof ReadFault ? problemOf(error) : unreached(name.registry, error);
        if (problem.reason === 'network') this.#silent.set(name.registry, problem);
        throw error;
      }
    });
  }
}

function unreached(registry: string, error: unknown): ReadProblem {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const why = cause instanceof Error ? cause.message : String(cause);
  return { reason: 'network', message: `${registry} cannot be reached: ${why}.` };
}

async function bodyOf(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > mostBytes) throw new ReadFault('limit-exceeded', `it is larger than ${mostBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Attestations are listed as manifests of an unknown platform. */
function manifestOf(value: unknown): Named['manifests'][number] | undefined {
  const fields = fieldsOf(value) ?? {};
  const platform = platformOf(fields['platform']);
  const digest = textOf(fields['digest']);
  return platform === undefined || digest === undefined || platform.os === 'unknown' ? undefined : { platform, digest };
}

/** `</v2/acme/app/tags/list?n=1000&last=1.4>; rel="next"`: of the address, the question alone; it is asked of the same host. */
function nextPage(link: string | null): string | undefined {
  const [, query] = /<[^>]*\?([^>]+)>\s*;\s*rel="?next"?/.exec(link ?? '') ?? [];
  return query;
}

function isSha256(digest: string): boolean {
  return /^sha256:[0-9a-f]{64}$/.test(digest);
}
