/** What was read of a daemon's image besides its layers, kept under the daemon's id of it, which names its content. */
import { parseConfig } from '../image/config.ts';
import { defaultLimits } from '../image/limits.ts';
import type { Image, ManifestInfo } from '../image/model.ts';
import type { LayerCache } from './cache.ts';
import type { ImagePlan, PlannedLayer } from './plan.ts';

interface Kept {
  readonly form: 1;
  readonly source: string;
  readonly format: Image['format'];
  readonly digest: string;
  /** The config as it was, in base64. */
  readonly config: string;
  readonly manifest: Omit<ManifestInfo, 'annotations'>;
  readonly annotations: readonly (readonly [string, string])[];
  readonly layers: readonly Pick<PlannedLayer, 'what' | 'expected' | 'mediaType' | 'urls'>[];
}

/** The image as it was read before, where the facts of all its layers are still kept. */
export async function recall(id: string, cache: LayerCache | undefined): Promise<ImagePlan | undefined> {
  const bytes = id === '' ? undefined : await cache?.documents.get(id);
  if (!cache || !bytes) return undefined;
  const kept: Kept = JSON.parse(bytes.toString('utf8'));
  const parsed = parseConfig(Buffer.from(kept.config, 'base64'), defaultLimits);
  if (kept.form !== 1 || !parsed.ok) return undefined;
  const layers = await Promise.all(kept.layers.map((layer) => layerOf(layer, cache)));
  const present = layers.filter((layer) => layer !== undefined);
  if (present.length < layers.length) return undefined;
  const { source, format, digest, manifest, annotations } = kept;
  const info = { ...manifest, annotations: new Map(annotations) };
  return { source, format, tags: [], digest, manifest: info, parsed: parsed.value, layers: present, skipped: [] };
}

async function layerOf(kept: Kept['layers'][number], cache: LayerCache): Promise<PlannedLayer | undefined> {
  const name = kept.expected.digest ?? kept.expected.diffID;
  const facts = name === undefined ? undefined : await cache.get(name);
  if (!facts) return undefined;
  const result = { ok: true, value: facts } as const;
  return { ...kept, blob: { size: facts.storedSize, result, kept: true, async *open() {} } };
}

/** Keeps an image that was read whole. */
export async function remember(id: string, plan: ImagePlan, cache: LayerCache | undefined): Promise<void> {
  const { bytes } = plan.parsed;
  if (id === '' || !bytes || !cache) return;
  const { annotations, ...manifest } = plan.manifest;
  const kept: Kept = {
    form: 1,
    source: plan.source,
    format: plan.format,
    digest: plan.digest,
    config: Buffer.from(bytes).toString('base64'),
    manifest,
    annotations: [...annotations],
    layers: plan.layers.map(({ what, expected, mediaType, urls }) => ({ what, expected, mediaType, urls })),
  };
  await cache.documents.put(id, Buffer.from(JSON.stringify(kept)));
}
