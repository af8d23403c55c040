/** Bytes that layers ship and the final filesystem does not show: each counted once, with what hid it. */
import type { LayerFacts } from './facts.ts';
import type { Version, Waste, WasteItem } from './model.ts';
import type { Overlay } from './overlay.ts';

/** Index files that lazy-pulling layer formats repeat in every layer; they are the format's, not the image's. */
const indexFiles = new Set(['stargz.index.json', '.prefetch.landmark', '.no.prefetch.landmark']);

/** Counts what is hidden. Bytes with several names are hidden when the last of the names is. */
export function countWaste(files: Overlay, layers: readonly LayerFacts[]): Waste {
  const items = [...files.hidden]
    .flatMap((version) => wasted(version, files))
    .sort((a, b) => b.size - a.size || a.layer - b.layer || (a.path < b.path ? -1 : 1));
  return {
    total: layers.reduce((sum, facts) => sum + layerSize(facts), 0),
    bytes: items.reduce((sum, { size }) => sum + size, 0),
    items,
  };
}

/** Bytes of a layer's regular files. */
export function layerSize(facts: LayerFacts): number {
  return facts.entries.reduce((sum, { size }) => sum + size, 0);
}

function wasted(version: Version, files: Overlay): readonly WasteItem[] {
  if (version.entry.type !== 'file' || version.entry.size === 0 || indexFiles.has(version.path)) return [];
  const names = [version, ...files.links(version)];
  if (names.some(({ ended }) => !ended)) return [];
  const last = names.flatMap(({ ended }) => ended ?? []).reduce((a, b) => (b.layer > a.layer ? b : a));
  return [{ path: version.path, layer: version.layer, size: version.entry.size, cause: last.by, killer: last.layer }];
}
