/** Caches and leftovers that package managers leave in layers: which, in which layer, how many bytes. */
import type { FileTree, Layer } from './model.ts';

export interface CachePlace {
  /** A folder from the root, `var/cache/apk`; with a star and a slash in front, one below any folder. */
  readonly folder: string;
  /** Files of it that belong there: `rest` is the path below the folder. */
  readonly keeps?: (rest: string) => boolean;
}

export interface CacheUse {
  readonly layer: number;
  /** The folder itself. */
  readonly path: string;
  readonly bytes: number;
  readonly count: number;
  /** A later layer removed all of it: the bytes ship all the same. */
  readonly removed: boolean;
}

/** What each layer brought into these folders. */
export function cacheUses(
  { layers, files }: { readonly layers: readonly Layer[]; readonly files: FileTree },
  places: readonly CachePlace[],
): readonly CacheUse[] {
  return layers.flatMap(({ index, facts }) => {
    const uses = new Map<string, { bytes: number; count: number }>();
    for (const { path, type, size } of facts.entries) {
      if (type !== 'file' || size === 0) continue;
      const folder = folderOf(path, places);
      if (folder === undefined) continue;
      const use = uses.get(folder) ?? { bytes: 0, count: 0 };
      uses.set(folder, { bytes: use.bytes + size, count: use.count + 1 });
    }
    return [...uses].map(([path, use]) => ({ layer: index, path, ...use, removed: files.list(path).length === 0 }));
  });
}

function folderOf(path: string, places: readonly CachePlace[]): string | undefined {
  for (const { folder, keeps } of places) {
    const found = folder.startsWith('*/')
      ? anywhere(path, folder.slice(2))
      : path.startsWith(`${folder}/`)
        ? folder
        : undefined;
    if (found !== undefined && !keeps?.(path.slice(found.length + 1))) return found;
  }
  return undefined;
}

/** The first place in a path where these folders stand, with what is above them. */
function anywhere(path: string, folder: string): string | undefined {
  const at = `/${path}`.indexOf(`/${folder}/`);
  return at < 0 ? undefined : path.slice(0, at + folder.length);
}
