/** One layer from disk, read in whichever thread this runs in. */
import { problemOf } from '../image/fault.ts';
import { type ExpectedLayer, type LayerOptions, type LayerResult, readLayer } from '../image/layer.ts';
import type { Limits } from '../image/limits.ts';
import type { Search } from '../secrets/stated.ts';
import { lendExtent } from './extent.ts';
import type { Extent } from './store.ts';

/** What a thread must be told to read a layer; all of it can be sent to another. */
export interface LayerJob {
  readonly extent: Extent;
  readonly expected: ExpectedLayer;
  readonly limits: Limits;
  /** Secrets are looked for where this is given. */
  readonly secrets: SecretOptions | undefined;
}

/** A key for the tokens by which one secret is known again, and what the configuration looks for besides. */
export type SecretOptions = Search;

/** Options that read a layer as a job says; the secrets engine is loaded only when it is needed. */
export async function layerOptions(job: Omit<LayerJob, 'extent'>): Promise<LayerOptions> {
  const { expected, limits, secrets } = job;
  if (!secrets) return { expected, limits };
  const { fileScanner } = await import('../secrets/scan.ts');
  return { expected, limits, scan: fileScanner(secrets) };
}

/** Reads a layer, in one buffer that is used again and again, which spares collecting a gigabyte of them. */
export async function readJob(job: LayerJob, progress: (bytes: number) => void): Promise<LayerResult> {
  const { extent } = job;
  try {
    return await readLayer(lendExtent(extent), { ...(await layerOptions(job)), progress });
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
}
