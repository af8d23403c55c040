/** A sketch as the parts that an image is assembled from, through the real reader. */
import type { Parts } from '../image/assemble.ts';
import { parseConfig } from '../image/config.ts';
import { defaultLimits } from '../image/limits.ts';
import type { ImageSketch } from '../rule.ts';
import { fileScanner } from '../secrets/scan.ts';
import { sketchConfig, sketchLayers } from './sketch.ts';

/** Examples share one key: tokens differ from run to run elsewhere. */
const key = new Uint8Array(32);

export function sketchParts(sketch: ImageSketch): Parts {
  const bytes = new TextEncoder().encode(JSON.stringify(sketchConfig(sketch)));
  const parsed = parseConfig(bytes, defaultLimits);
  if (!parsed.ok) throw new Error(`the sketch's config cannot be read: ${parsed.problem.message}`);
  const { config, history } = parsed.value;
  const layers = sketchLayers(sketch, { scan: fileScanner({ key }) }).map((facts, index) => ({
    ...facts,
    compression: sketch.stored?.[index]?.compression ?? facts.compression,
  }));
  const reference = sketch.reference ?? 'acme/app:1.0';
  const manifest: Parts['manifest'] = {
    mediaType: sketch.mediaType,
    annotations: new Map(Object.entries(sketch.annotations ?? {})),
    layers: layers.map(({ digest, storedSize }, index) => {
      const { mediaType, urls = [] } = sketch.stored?.[index] ?? {};
      return { mediaType, digest, size: storedSize, urls };
    }),
    attestations: (sketch.attestations ?? []).map((predicateType) => ({ digest: '', predicateType, statement: {} })),
  };
  return {
    reference,
    tags: [reference],
    source: sketch.source ?? 'docker-archive',
    digest: 'sha256:0000000000000000000000000000000000000000000000000000000000000000',
    format: sketch.format ?? 'docker',
    manifest,
    config,
    history,
    layers,
    facts: sketch.facts ?? {},
    ...(sketch.base !== undefined && { base: { diffIDs: config.diffIDs.slice(0, sketch.base) } }),
  };
}
