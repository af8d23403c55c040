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
  const finders = places.map(finderOf);
  return layers.flatMap(({ index, facts }) => {
    const uses = new Map<string, { bytes: number; count: number }>();
    for (const { path, type, size } of facts.entries) {
      if (type !== 'file' || size === 0) continue;
      const folder = folderOf(path, finders);
      if (folder === undefined) continue;
      const use = uses.get(folder) ?? { bytes: 0, count: 0 };
      uses.set(folder, { bytes: use.bytes + size, count: use.count + 1 });
    }
    return [...uses].map(([path, use]) => ({ layer: index, path, ...use, removed: files.list(path).length === 0 }));
  });
}

type Finder = (path: string) => string | undefined;

/** A place's folder in a path, with what is above it; asked of every file of an image, so that nothing is joined anew. */
function finderOf({ folder, keeps }: CachePlace): Finder {
  const name = folder.replace(/^\*\//, '');
  const [start, inside] = [`${name}/`, `/${name}/`];
  const anywhere = name !== folder;
  return (path) => {
    const at = path.startsWith(start) ? 0 : anywhere ? path.indexOf(inside) + 1 : -1;
    if (at < 0 || (at === 0 && !path.startsWith(start))) return undefined;
    const end = at + name.length;
    return keeps?.(path.slice(end + 1)) ? undefined : path.slice(0, end);
  };
}

function folderOf(path: string, finders: readonly Finder[]): string | undefined {
  for (const find of finders) {
    const found = find(path);
    if (found !== undefined) return found;
  }
  return undefined;
}
