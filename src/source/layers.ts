/** The layers of a plan, read; what could not be read is said, and stands in the list all the same. */
import type { Skipped } from '../finding.ts';
import { compressionOf } from '../image/decompress.ts';
import type { LayerFacts } from '../image/facts.ts';
import { problemOf, type ReadProblem } from '../image/fault.ts';
import { type ExpectedLayer, type LayerOptions, type LayerResult, readLayer, unreadLayer } from '../image/layer.ts';
import { lendExtent, readExtent } from './extent.ts';
import type { PlannedLayer } from './plan.ts';
import { bytesOf, type Extent } from './store.ts';

export interface ReadLayers {
  readonly layers: readonly LayerFacts[];
  readonly skipped: readonly Skipped[];
}

/** Reads every layer; the list has one entry a planned layer, whatever became of it. */
export async function readLayers(planned: readonly PlannedLayer[], options: LayerOptions): Promise<ReadLayers> {
  const layers: LayerFacts[] = [];
  const skipped: Skipped[] = [];
  for (const [index, layer] of planned.entries()) {
    const result = await readPlanned(layer, options);
    layers.push(factsOf(layer, result));
    skipped.push(...skippedOf(layer, index, result));
  }
  return { layers, skipped };
}

async function readPlanned(layer: PlannedLayer, options: LayerOptions): Promise<LayerResult> {
  const { blob, expected } = layer;
  if (!blob) return { ok: false, problem: absence(layer) };
  if (layer.mediaType?.endsWith('+encrypted')) {
    return { ok: false, problem: { reason: 'unsupported', message: 'it is encrypted.' } };
  }
  if (blob.result) return verified(blob.result, expected);
  if (blob.extent) return readLayerExtent(blob.extent, { ...options, expected });
  return readLayer(blob.open(), { ...options, expected });
}

/** Reads a layer from disk: a plain one in buffers that are used again and again, which spares collecting a gigabyte of them. */
async function readLayerExtent(extent: Extent, options: LayerOptions): Promise<LayerResult> {
  try {
    const start = { ...extent, size: Math.min(extent.size, 16) };
    const head = await bytesOf({ size: start.size, open: () => readExtent(start) }, 16);
    const read = compressionOf(head) === 'none' ? lendExtent : readExtent;
    return await readLayer(read(extent), options);
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
}

function absence({ urls }: PlannedLayer): ReadProblem {
  const [url] = urls;
  const elsewhere = url === undefined ? '' : `; it is kept at \`${url}\``;
  return { reason: 'missing', message: `its blob is not there${elsewhere}.` };
}

/** A layer that was read before anything was known of it, held against what is known now. */
function verified(result: LayerResult, expected: ExpectedLayer): LayerResult {
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
  const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
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
