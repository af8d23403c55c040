/** One pass over an uncompressed layer, fed chunk by chunk: everything `LayerFacts` holds but the blob's own digest and size. */

import type { SecretHit } from '../secrets/hit.ts';
import { ContentSink, type Scan } from './content.ts';
import { Entries, type OpenEntry } from './entries.ts';
import { emptyGathered, type Gathered } from './extract/extractor.ts';
import { extractorOf } from './extract/extractors.ts';
import type { LayerFacts } from './facts.ts';
import { ReadFault } from './fault.ts';
import type { Limits } from './limits.ts';
import { type BodySink, type TarHandler, type TarItem, TarReader } from './tar.ts';

/** The part of `LayerFacts` that the tar alone tells. */
export type TarFacts = Pick<
  LayerFacts,
  'tarSize' | 'entries' | 'whiteouts' | 'opaque' | 'secrets' | 'extracts' | 'owned' | 'faults' | 'limits'
>;

export class LayerPass implements TarHandler {
  readonly #entries: Entries;
  readonly #tar: TarReader;
  readonly #content = new ContentSink();
  readonly #gathered: Gathered = emptyGathered();
  readonly #secrets: SecretHit[] = [];
  readonly #scan: Scan | undefined;
  readonly #limits: Limits;
  #size = 0;

  constructor(limits: Limits, scan: Scan | undefined) {
    this.#limits = limits;
    this.#scan = scan;
    this.#entries = new Entries(limits);
    this.#tar = new TarReader(this, limits);
  }

  push(chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > this.#limits.layerBytes) {
      throw new ReadFault('limit-exceeded', `it is larger than ${this.#limits.layerBytes} bytes uncompressed.`);
    }
    this.#tar.push(chunk);
  }

  get size(): number {
    return this.#size;
  }

  /** The input is over: throws where it ended too early. */
  end(): void {
    this.#tar.end();
  }

  /** What was read so far; all of it, once `end` was called. */
  facts(): TarFacts {
    const { extracts, owned } = this.#gathered;
    const unsearched = (this.#scan?.limits ?? []).map((limit) => ({ limit: 'secrets', ...limit }));
    return {
      tarSize: this.#size,
      entries: this.#entries.all,
      whiteouts: [...this.#entries.whiteouts],
      opaque: [...this.#entries.opaque],
      secrets: this.#secrets,
      extracts,
      owned,
      faults: this.#entries.faults,
      limits: [...this.#entries.limitHits, ...unsearched],
    };
  }

  entry(item: TarItem): BodySink | undefined {
    const entry = this.#entries.add(item);
    if (entry?.type !== 'file' || entry.size === 0) return undefined;
    const { path } = entry;
    const extractor = extractorOf(path);
    const capture = extractor !== undefined && entry.size <= this.#limits.captured;
    if (extractor && !capture) {
      this.limit(`it is larger than ${this.#limits.captured} bytes, so what it says was not read.`, path);
    }
    return this.#content.open(path, item, {
      capture,
      scanner: this.#scan?.file(path, entry.size),
      done: (content) => {
        note(entry, content);
        for (const hit of content.secrets) this.#secrets.push(hit.path === undefined ? { ...hit, path } : hit);
        if (content.captured) extractor?.(path, content.captured, this.#gathered);
      },
    });
  }

  limit(detail: string, path?: string): void {
    this.#entries.limitHits.push({
      limit: path === undefined ? 'special-header' : 'captured',
      detail,
      ...(path === undefined ? {} : { path }),
    });
  }
}

function note(
  entry: OpenEntry,
  content: { hash: string | undefined; kind: OpenEntry['kind'] | undefined; zeros: number | undefined },
): void {
  if (content.hash !== undefined) entry.hash = content.hash;
  if (content.kind) entry.kind = content.kind;
  if (content.zeros !== undefined) entry.zeros = content.zeros;
}
