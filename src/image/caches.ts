/** Caches and leftovers that package managers leave in layers: which, in which layer, how many bytes. */
import { foldersOf } from './folders.ts';
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
  const find = folderFinder(places);
  return layers.flatMap(({ index, facts }) => {
    const uses = new Map<string, { bytes: number; count: number }>();
    for (const { folder: directory, files: inside } of foldersOf(facts)) {
      const found = find(directory);
      for (const { path, size } of found.length > 0 ? inside : []) {
        const folder = found.find((one) => !one.keeps?.(path.slice(one.folder.length + 1)))?.folder;
        if (folder === undefined) continue;
        const use = uses.get(folder) ?? { bytes: 0, count: 0 };
        uses.set(folder, { bytes: use.bytes + size, count: use.count + 1 });
      }
    }
    return [...uses].map(([path, use]) => ({ layer: index, path, ...use, removed: files.list(path).length === 0 }));
  });
}

interface Found {
  readonly folder: string;
  readonly keeps: CachePlace['keeps'] | undefined;
}

/** Says which of these folders a directory is in. */
function folderFinder(places: readonly CachePlace[]): (directory: string) => readonly Found[] {
  const wanted = places.map(({ folder, keeps }) => {
    const name = folder.replace(/^\*\//, '');
    return { start: `${name}/`, inside: name === folder ? undefined : `/${name}/`, keeps };
  });
  return (directory) => {
    let found: Found[] | undefined;
    for (const { start, inside, keeps } of wanted) {
      const atRoot = directory.startsWith(start);
      const at = atRoot || inside === undefined ? 0 : directory.indexOf(inside) + 1;
      if (at === 0 && !atRoot) continue;
      found ??= [];
      found.push({ folder: directory.slice(0, at + start.length - 1), keeps });
    }
    return found ?? nowhere;
  };
}

const nowhere: readonly Found[] = [];
