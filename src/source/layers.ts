/** The layers of a plan, read; what could not be read is said, and stands in the list all the same. */
import type { Skipped } from '../finding.ts';
import { encodeFacts } from '../image/codec.ts';
import type { LayerFacts } from '../image/facts.ts';
import type { ReadProblem } from '../image/fault.ts';
import { type ExpectedLayer, type LayerResult, readLayer, unreadLayer } from '../image/layer.ts';
import type { Limits } from '../image/limits.ts';
import type { LayerCache } from './cache.ts';
import type { PlannedLayer } from './plan.ts';
import type { Crew, JobResult } from './pool.ts';
import { type LayerJob, layerOptions, type SecretOptions } from './read-layer.ts';

export interface ReadLayers {
  readonly layers: readonly LayerFacts[];
  readonly skipped: readonly Skipped[];
}

export interface ReadOptions {
  readonly limits: Limits;
  readonly secrets: SecretOptions | undefined;
  readonly cache: LayerCache | undefined;
  readonly progress: (bytes: number) => void;
  /** Who helps. */
  readonly crew: Crew;
}

/** Reads every layer; the list has one entry a planned layer, whatever became of it. */
export async function readLayers(planned: readonly PlannedLayer[], options: ReadOptions): Promise<ReadLayers> {
  const known = await Promise.all(planned.map((layer) => withoutReading(layer, options)));
  const read = await readRest(planned, known, options);
  const results = planned.map((_, index) => known[index] ?? read[index]?.result ?? lost);
  await keep(planned, read, options);
  return {
    layers: planned.map((layer, index) => factsOf(layer, results[index] ?? lost)),
    skipped: planned.flatMap((layer, index) => skippedOf(layer, index, results[index] ?? lost)),
  };
}

const lost: LayerResult = { ok: false, problem: { reason: 'unreadable', message: 'it was not read.' } };

/** What can be said of a layer without its bytes: it is not there, it passed by, it was read in an earlier run. */
async function withoutReading(layer: PlannedLayer, { cache }: ReadOptions): Promise<LayerResult | undefined> {
  const { blob, expected } = layer;
  if (!blob) return { ok: false, problem: absence(layer) };
  if (layer.mediaType?.endsWith('+encrypted')) {
    return { ok: false, problem: { reason: 'unsupported', message: 'it is encrypted.' } };
  }
  if (blob.result) return verified(blob.result, expected);
  const name = nameOf(layer);
  const facts = name === undefined ? undefined : await cache?.get(name);
  // Its digest was verified when the entry was made; a blob of another size is another blob.
  if (!facts || facts.storedSize !== blob.size) return undefined;
  const result = verified({ ok: true, value: facts }, expected);
  return result.ok ? result : undefined;
}

/** What the facts of a layer are kept under. */
function nameOf({ expected }: PlannedLayer): string | undefined {
  return expected.digest ?? expected.diffID;
}

/** Layers that must be read, each blob once however often it is listed; and those that were read as they passed. */
async function readRest(
  planned: readonly PlannedLayer[],
  known: readonly (LayerResult | undefined)[],
  options: ReadOptions,
): Promise<readonly (JobResult | undefined)[]> {
  const { limits, secrets, progress, crew } = options;
  const results: JobResult[] = [];
  const jobs: LayerJob[] = [];
  const jobOf = new Map<number, number>();
  const byPlace = new Map<string, number>();
  for (const [index, { blob, expected }] of planned.entries()) {
    const passed = blob?.result && !blob.kept && known[index];
    if (passed) results[index] = { result: passed, encoded: undefined };
    if (known[index] || !blob) continue;
    if (!blob.extent) {
      const read = { ...(await layerOptions({ expected, limits, secrets })), progress };
      results[index] = { result: await readLayer(blob.open(), read), encoded: undefined };
      continue;
    }
    const { extent } = blob;
    const place = JSON.stringify([extent, expected]);
    const job = byPlace.get(place) ?? jobs.push({ extent, expected, limits, secrets }) - 1;
    byPlace.set(place, job);
    jobOf.set(index, job);
  }
  const read = await crew.read(jobs, progress);
  for (const [index, job] of jobOf) {
    const result = read[job];
    if (result) results[index] = result;
  }
  return results;
}

/** Keeps facts of layers that were verified and read to their end; what limits left out on the way is among them. */
async function keep(
  planned: readonly PlannedLayer[],
  read: readonly (JobResult | undefined)[],
  { cache }: ReadOptions,
): Promise<void> {
  if (!cache || read.length === 0) return;
  const kept = planned.map(async (layer, index) => {
    const done = read[index];
    const name = nameOf(layer);
    if (name === undefined || !done?.result.ok) return;
    await cache.put(name, done.encoded ?? encodeFacts(done.result.value));
  });
  await Promise.all(kept);
  await cache.prune();
}

function absence({ urls }: PlannedLayer): ReadProblem {
  const [url] = urls;
  const elsewhere = url === undefined ? '' : `; it is kept at \`${url}\``;
  return { reason: 'missing', message: `its blob is not there${elsewhere}.` };
}

/** A layer that was read before anything was known of it, held against what is known now. */
export function verified(result: LayerResult, expected: ExpectedLayer): LayerResult {
  if (!result.ok) return result;
  const { digest, diffID, storedSize } = result.value;
  if (expected.size !== undefined && expected.size !== storedSize) {
    const message = `it has ${storedSize} bytes where ${expected.size} are stated.`;
    return { ok: false, problem: { reason: 'size-mismatch', message } };
  }
  for (const [what, wanted, actual] of [
    ['digest', expected.digest, digest],
    ['diffID', expected.diffID, diffID],
  ]) {
    if (wanted === undefined || wanted === actual) continue;
    const message = `its ${what} is \`${actual}\`, not \`${wanted}\` as stated.`;
    return { ok: false, problem: { reason: 'digest-mismatch', message } };
  }
  return result;
}

function factsOf({ expected, blob }: PlannedLayer, result: LayerResult): LayerFacts {
  if (result.ok) return result.value;
  const { reason } = result.problem;
  if (result.partial) return { ...result.partial, unread: reason };
  return unreadLayer({ ...expected, size: expected.size ?? blob?.size }, reason);
}

function skippedOf({ what }: PlannedLayer, layer: number, result: LayerResult): Skipped[] {
  const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.?$/, '.')}`;
  const facts = result.ok ? result.value : result.partial;
  const limits = (facts?.limits ?? []).map(({ path, detail }) => ({
    what,
    place: { kind: 'layer' as const, layer, path: path ?? '' },
    reason: 'limit-exceeded' as const,
    detail: sentence(detail),
  }));
  if (result.ok) return limits;
  const { reason, message } = result.problem;
  return [{ what, place: { kind: 'layer', layer, path: '' }, reason, detail: sentence(message) }, ...limits];
}
