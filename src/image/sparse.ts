/** Sparse files: their maps, and a sink that fills the holes with the zeros a reader of the file would see. */
import { ReadFault } from './fault.ts';
import type { BodySink } from './tar.ts';
import { numberAt } from './tar-header.ts';

/** A run of stored bytes and where it belongs in the file. */
export interface SparseRegion {
  readonly offset: number;
  readonly length: number;
}

const zeros = Buffer.alloc(1 << 16);

/** Refuses maps that overlap, run backwards or reach over the file's end. */
export function checkRegions(regions: readonly SparseRegion[], size: number, most: number): void {
  if (regions.length > most) throw new ReadFault('limit-exceeded', `a sparse file has more than ${most} regions.`);
  let end = 0;
  for (const { offset, length } of regions) {
    if (!Number.isSafeInteger(offset + length) || length < 0 || offset < end || offset + length > size) {
      throw new ReadFault('malformed', 'a sparse file has a map that does not fit it.');
    }
    end = offset + length;
  }
}

/** `count` pairs of 12-byte numbers, as old GNU sparse headers hold them; a pair of zeros ends them. */
export function gnuRegions(block: Buffer, at: number, count: number): SparseRegion[] {
  const regions: SparseRegion[] = [];
  for (let index = 0; index < count; index += 1) {
    const start = at + index * 24;
    if (block[start] === 0 || block[start + 12] === 0) break;
    regions.push({
      offset: numberAt(block, start, 12) ?? Number.NaN,
      length: numberAt(block, start + 12, 12) ?? Number.NaN,
    });
  }
  return regions;
}

/** Takes stored bytes, hands on the file's: holes come out as zeros. */
export class SparseSink implements BodySink {
  readonly #inner: BodySink;
  readonly #regions: readonly SparseRegion[];
  readonly #size: number;
  #region = 0;
  #taken = 0;
  #at = 0;

  constructor(inner: BodySink, regions: readonly SparseRegion[], size: number) {
    this.#inner = inner;
    this.#regions = regions;
    this.#size = size;
  }

  push(chunk: Buffer): void {
    let from = 0;
    while (from < chunk.length) {
      const region = this.#regions[this.#region];
      if (!region) return;
      this.#fill(region.offset);
      const take = Math.min(chunk.length - from, region.length - this.#taken);
      if (take > 0) this.#inner.push(chunk.subarray(from, from + take));
      from += take;
      this.#taken += take;
      this.#at += take;
      if (this.#taken < region.length) continue;
      this.#region += 1;
      this.#taken = 0;
    }
  }

  end(): void {
    this.#fill(this.#size);
    this.#inner.end();
  }

  #fill(until: number): void {
    if (this.#taken > 0) return;
    while (this.#at < until) {
      const take = Math.min(zeros.length, until - this.#at);
      this.#inner.push(zeros.subarray(0, take));
      this.#at += take;
    }
  }
}
