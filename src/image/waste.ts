/** Bytes that layers ship and the final filesystem does not show: each counted once, with what hid it. */
import type { LayerFacts } from './facts.ts';
import type { Version, Waste, WasteItem } from './model.ts';
import type { Overlay } from './overlay.ts';

/** Index files that lazy-pulling layer formats repeat in every layer; they are the format's, not the image's. */
const indexFiles = new Set(['stargz.index.json', '.prefetch.landmark', '.no.prefetch.landmark']);

/** Counts what is hidden of layers of these sizes. Bytes with several names are hidden when the last of the names is. */
export function countWaste(files: Overlay, sizes: readonly number[]): Waste {
  const items = files.hidden
    .filter(({ entry, path }) => entry.type === 'file' && entry.size > 0 && !indexFiles.has(path))
    .flatMap((version) => wasted(version, files))
    .sort((a, b) => b.size - a.size || a.layer - b.layer || (a.path < b.path ? -1 : 1));
  return {
    total: sizes.reduce((sum, size) => sum + size, 0),
    bytes: items.reduce((sum, { size }) => sum + size, 0),
    items,
  };
}

/** Bytes that one layer hid of one other. */
export interface WasteGroup {
  readonly layer: number;
  readonly killer: number;
  /** Largest first. */
  readonly items: readonly WasteItem[];
  readonly bytes: number;
}

/** Waste of these causes by the two layers that made it, most bytes first. */
export function wasteGroups({ items }: Waste, causes: readonly WasteItem['cause'][]): readonly WasteGroup[] {
  const wanted = items.filter(({ cause }) => causes.includes(cause));
  const groups = Map.groupBy(wanted, ({ layer, killer }) => `${layer} ${killer}`);
  return Array.from(groups.values(), ([first, ...others]) => groupOf(first ? [first, ...others] : []))
    .flatMap((group) => group ?? [])
    .sort((a, b) => b.bytes - a.bytes);
}

function groupOf(items: readonly WasteItem[]): WasteGroup | undefined {
  const [first] = items;
  return (
    first && { layer: first.layer, killer: first.killer, items, bytes: items.reduce((sum, { size }) => sum + size, 0) }
  );
}

/** Files that package managers write anew on every install, as they must. */
const bookkeeping =
  /^(?:var\/(?:lib|cache)\/(?:dpkg|debconf|apt|ldconfig|rpm|dnf|yum|zypp|pam)|(?:usr\/)?lib\/(?:apk|sysimage\/rpm)|etc\/(?:ld\.so\.cache|apk))(?:\/|$)/;

/** Whether a path is a package manager's own record, rewritten by every layer that installs something. */
export function isBookkeeping(path: string): boolean {
  return bookkeeping.test(path);
}

/** Bytes of a layer's regular files. */
export function layerSize(facts: LayerFacts): number {
  return facts.entries.reduce((sum, { size }) => sum + size, 0);
}

function wasted(version: Version, files: Overlay): readonly WasteItem[] {
  const names = [version, ...files.links(version)];
  if (names.some(({ ended }) => !ended)) return [];
  const last = names.flatMap(({ ended }) => ended ?? []).reduce((a, b) => (b.layer > a.layer ? b : a));
  return [{ path: version.path, layer: version.layer, size: version.entry.size, cause: last.by, killer: last.layer }];
}
