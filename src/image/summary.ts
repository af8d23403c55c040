/** What a report says of an image as a whole: the table of layers that pictures are drawn from. */
import type { ImageSummary, LayerSummary } from '../finding.ts';
import type { Entry } from './facts.ts';
import type { Image, Layer } from './model.ts';

const largestKept = 10;

export function summarise(image: Image): ImageSummary {
  const { config } = image;
  return {
    reference: image.reference,
    digest: image.digest,
    platform: [config.os, config.architecture, config.variant].filter(Boolean).join('/'),
    source: image.source,
    size: image.waste.total,
    waste: image.waste.bytes,
    layers: image.layers.map((layer) => layerSummary(layer, image)),
  };
}

function layerSummary(layer: Layer, image: Image): LayerSummary {
  const instruction = image.join.placeOf({ layer: layer.index });
  return {
    index: layer.index,
    diffID: layer.facts.diffID,
    digest: layer.facts.digest,
    size: layer.size,
    waste: layer.waste,
    ...(layer.step && { step: layer.step.index, createdBy: layer.step.createdBy }),
    ...(instruction && { instruction }),
    origin: layer.origin,
    largest: largest(layer, image),
  };
}

function largest(layer: Layer, { waste }: Image): LayerSummary['largest'] {
  const wasted = new Set(waste.items.filter((item) => item.layer === layer.index).map((item) => item.path));
  return heaviest(layer.facts.entries).map(({ path, size }) => ({ path, size, waste: wasted.has(path) ? size : 0 }));
}

/** The heaviest files, heaviest first: no more of them are ever held than are kept, for a layer has many. */
function heaviest(entries: readonly Entry[]): readonly Entry[] {
  const kept: Entry[] = [];
  // Lighter ones than the last that is kept are passed over at once.
  let least = 1;
  entries.forEach((entry) => {
    if (entry.size < least || entry.type !== 'file') return;
    kept.push(entry);
    kept.sort(heavierFirst);
    if (kept.length <= largestKept) return;
    kept.pop();
    least = kept.at(-1)?.size ?? 1;
  });
  return kept;
}

function heavierFirst(a: Entry, b: Entry): number {
  return b.size - a.size || (a.path < b.path ? -1 : 1);
}
