/** What was read of a daemon's image besides its layers, kept under the daemon's id of it, which names its content. */
import { parseConfig } from '../image/config.ts';
import { defaultLimits } from '../image/limits.ts';
import type { Image, ManifestInfo } from '../image/model.ts';
import type { LayerCache } from './cache.ts';
import type { ImagePlan, PlannedLayer } from './plan.ts';
import type { SecretOptions } from './read-layer.ts';

interface Kept {
  readonly form: 2;
  readonly source: string;
  readonly format: Image['format'];
  readonly digest: string;
  /** The config as it was. */
  readonly config: string;
  readonly manifest: Omit<ManifestInfo, 'annotations'>;
  readonly annotations: readonly (readonly [string, string])[];
  readonly layers: readonly (Pick<PlannedLayer, 'what' | 'expected' | 'mediaType' | 'urls'> & {
    readonly size: number;
  })[];
}

/** The image as it was read before; of its layers no more than their names and sizes. */
export async function recall(id: string, cache: LayerCache | undefined): Promise<ImagePlan | undefined> {
  const bytes = id === '' ? undefined : await cache?.documents.get(id);
  if (!bytes) return undefined;
  const kept: Kept = JSON.parse(bytes.toString('utf8'));
  if (kept.form !== 2) return undefined;
  const parsed = parseConfig(Buffer.from(kept.config), defaultLimits);
  if (!parsed.ok) return undefined;
  const { source, format, digest, manifest, annotations } = kept;
  const { mediaType, layers: described, attestations } = manifest;
  // In the order that other plans have: what is judged of the image is named by it.
  const info = { mediaType, annotations: new Map(annotations), layers: described, attestations };
  const layers = kept.layers.map(({ size, ...layer }) => ({ ...layer, blob: { size, async *open() {} } }));
  return { source, format, tags: [], digest, manifest: info, parsed: parsed.value, layers, skipped: [] };
}

/** A plan with the facts of its layers, where those of all of them are still kept. */
export async function withFacts(plan: ImagePlan, cache: LayerCache | undefined): Promise<ImagePlan | undefined> {
  const layers = await Promise.all(plan.layers.map((layer) => withOwnFacts(layer, cache)));
  const present = layers.filter((layer) => layer !== undefined);
  return present.length < layers.length ? undefined : { ...plan, layers: present };
}

async function withOwnFacts(layer: PlannedLayer, cache: LayerCache | undefined): Promise<PlannedLayer | undefined> {
  const { expected, blob } = layer;
  const name = expected.digest ?? expected.diffID;
  const facts = name === undefined ? undefined : await cache?.get(name);
  if (!blob || facts?.storedSize !== blob.size) return undefined;
  return { ...layer, blob: { ...blob, result: { ok: true, value: facts }, kept: true } };
}

/** Keeps an image that was read whole; one whose documents show a secret is exported again each time, and kept nowhere. */
export async function remember(
  id: string,
  plan: ImagePlan,
  { cache, secrets }: { readonly cache: LayerCache | undefined; readonly secrets: SecretOptions | undefined },
): Promise<void> {
  const { bytes } = plan.parsed;
  if (id === '' || !bytes || !cache) return;
  const { annotations, ...manifest } = plan.manifest;
  const kept: Kept = {
    form: 2,
    source: plan.source,
    format: plan.format,
    digest: plan.digest,
    config: Buffer.from(bytes).toString('utf8'),
    manifest,
    annotations: [...annotations],
    layers: plan.layers.map(({ what, expected, mediaType, urls, blob }) => ({
      ...{ what, expected, mediaType, urls },
      size: blob?.size ?? 0,
    })),
  };
  const { redact } = await import('../secrets/mask.ts');
  const said = [kept.config, JSON.stringify([manifest, kept.annotations])].join('\n');
  if (redact(said, secrets) === said) await cache.documents.put(id, Buffer.from(JSON.stringify(kept)));
}
