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
    const folderOf = folderFinder(places);
    for (const { path, type, size } of facts.entries) {
      if (type !== 'file' || size === 0) continue;
      const folder = folderOf(path);
      if (folder === undefined) continue;
      const use = uses.get(folder) ?? { bytes: 0, count: 0 };
      uses.set(folder, { bytes: use.bytes + size, count: use.count + 1 });
    }
    return [...uses].map(([path, use]) => ({ layer: index, path, ...use, removed: files.list(path).length === 0 }));
  });
}

/** Says in which of these folders a file is. Files of one directory follow each other, and a directory is looked at once. */
function folderFinder(places: readonly CachePlace[]): (path: string) => string | undefined {
  const wanted = places.map(({ folder, keeps }) => {
    const name = folder.replace(/^\*\//, '');
    return { start: `${name}/`, inside: name === folder ? undefined : `/${name}/`, keeps };
  });
  let directory = '';
  let found: readonly { readonly folder: string; readonly keeps: CachePlace['keeps'] | undefined }[] = [];
  return (path) => {
    const end = path.lastIndexOf('/') + 1;
    if (end !== directory.length || !path.startsWith(directory)) {
      directory = path.slice(0, end);
      found = wanted.flatMap(({ start, inside, keeps }) => {
        const at = directory.startsWith(start) ? 0 : inside === undefined ? 0 : directory.indexOf(inside) + 1;
        if (at === 0 && !directory.startsWith(start)) return [];
        return [{ folder: directory.slice(0, at + start.length - 1), keeps }];
      });
    }
    return found.find(({ folder, keeps }) => !keeps?.(path.slice(folder.length + 1)))?.folder;
  };
}
