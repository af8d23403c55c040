/** What is to be read of an image: its documents, parsed and verified, and where each layer's blob lies. */
import type { Problem, Result, Skipped } from '../finding.ts';
import type { ParsedConfig } from '../image/config.ts';
import { problemOf, type ReadProblem } from '../image/fault.ts';
import type { ExpectedLayer } from '../image/layer.ts';
import type { Limits } from '../image/limits.ts';
import type { Image, ManifestInfo } from '../image/model.ts';
import type { Platform } from '../image/platform.ts';
import type { Blob, Store } from './store.ts';

export interface PlannedLayer {
  /** `layer 3 (sha256:…)`. */
  readonly what: string;
  readonly expected: ExpectedLayer;
  readonly mediaType: string | undefined;
  /** Where a blob that is kept elsewhere can be had from. */
  readonly urls: readonly string[];
  readonly blob: Blob | undefined;
}

export interface ImagePlan {
  readonly source: string;
  readonly format: Image['format'];
  readonly tags: readonly string[];
  readonly digest: string;
  readonly manifest: ManifestInfo;
  readonly parsed: ParsedConfig;
  readonly layers: readonly PlannedLayer[];
  readonly skipped: readonly Skipped[];
}

/** Where an image was found, before anything of it is read. */
export interface ImageSource {
  /** What is to be read of the image that is wanted. */
  plan(wanted: Pick<Wanted, 'platform' | 'limits'>): Promise<Opened<ImagePlan>>;
  /** Faults of the container that leave the image readable. */
  readonly faults: readonly Skipped[];
  /** Of an image that is only remembered: the same, its layers at hand. */
  again?(): Promise<Opened<ImageSource>>;
  /** Told of an image that was read whole, with nothing skipped. */
  done?(plan: ImagePlan): Promise<void>;
}

/** Why there is no image to read. */
export interface OpenProblem extends Problem {
  readonly reason: Skipped['reason'];
}

export type Opened<T> = Result<T, OpenProblem>;

/** What of a container is wanted. */
export interface Wanted {
  readonly tag: string | undefined;
  readonly platform: Platform | undefined;
  readonly limits: Limits;
}

/** A failure to open, in one sentence that names the file and the place in it. */
export function cannotOpen(
  store: { readonly name: string },
  place: string,
  problem: ReadProblem,
): { ok: false; problem: OpenProblem } {
  const message = `Cannot read ${place} of \`${store.name}\`: ${problem.message}`;
  return { ok: false, problem: { message, file: store.name, reason: problem.reason } };
}

/** Runs what may throw a read fault; `place` is where it would have happened. */
export async function attempt<T>(store: Store, place: string, read: () => Promise<T>): Promise<Opened<T>> {
  try {
    return { ok: true, value: await read() };
  } catch (error) {
    return cannotOpen(store, place, problemOf(error));
  }
}

/** A layer's name in messages; layers count from 0, as in `place`. */
export function layerName(index: number, digest: string | undefined): string {
  return digest === undefined ? `layer ${index}` : `layer ${index} (${digest.slice(0, 19)}…)`;
}

/** The entry of `skipped` for a config and a manifest that do not agree on the number of layers. */
export function countMismatch(layers: number, diffIDs: number): Skipped[] {
  if (layers === diffIDs || diffIDs === 0) return [];
  const detail = `The manifest lists ${layers} layers and the config ${diffIDs}: their diffIDs were not verified.`;
  return [{ what: 'config', reason: 'malformed', detail }];
}
