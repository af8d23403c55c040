/** One name for all that reading an image would yield. */

import { verified } from './layers.ts';
import type { PlannedImage } from './open.ts';
import type { ImagePlan, PlannedLayer } from './plan.ts';
import { signature } from './signature.ts';

/** Of the documents as they were read, and of each layer its name and its size. Absent where a layer must be read to know it. */
export function contentOf(
  { layers }: ImagePlan,
  { attestations, ...documents }: PlannedImage['documents'],
  analyzer: string,
): string | undefined {
  const known = layers.map(knownLayer);
  if (known.some((layer) => layer === undefined)) return undefined;
  const { attestations: _, ...manifest } = documents.manifest;
  // Each of these was held against its digest when it was read, and may be large.
  const attested = attestations.map(({ digest, predicateType }) => [digest, predicateType]);
  return signature([analyzer, { ...documents, manifest }, attested, known]);
}

/** What passed by was read already, and counts as what it is stated to be only where it is that. */
function knownLayer({ what, expected, mediaType, urls, blob }: PlannedLayer) {
  if (!blob || (expected.digest === undefined && expected.diffID === undefined)) return undefined;
  if (blob.result && !verified(blob.result, expected).ok) return undefined;
  return { what, expected, mediaType, urls, size: blob.size };
}
