/** Caches and leftovers that package managers leave in layers: which, in which layer, how many bytes. */
import { foldersOf } from './folders.ts';
import type { FileTree, Layer } from './model.ts';

export interface CachePlace {
  /** A folder from the root, `var/cache/apk`; with a star and a slash in front, one below any folder. */
  readonly folder: string;
  /** Files of it that belong there: `rest` is the path below the folder. */
  readonly keeps?: ((rest: string) => boolean) | undefined;
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
  const sought = places.map(soughtOf);
  const [dotted, others] = [sought.filter(isDotted), sought.filter((one) => !isDotted(one))];
  return layers.flatMap(({ index, facts }) => {
    const uses = new Map<string, { bytes: number; count: number }>();
    // Few of thousands of directories are in any of these places, and few are hidden, as most of the places are.
    const wanted = foldersOf(facts).filter(
      ({ folder, hidden }) =>
        others.some((one) => isIn(folder, one)) || (hidden && dotted.some((one) => isIn(folder, one))),
    );
    for (const { folder: directory, files: inside } of wanted) {
      const found = sought.flatMap((one) => (isIn(directory, one) ? foundIn(directory, one) : []));
      for (const { path, size } of inside) {
        const folder = found.find((one) => !one.keeps?.(path.slice(one.folder.length + 1)))?.folder;
        if (folder === undefined) continue;
        const use = uses.get(folder) ?? { bytes: 0, count: 0 };
        uses.set(folder, { bytes: use.bytes + size, count: use.count + 1 });
      }
    }
    return [...uses].map(([path, use]) => ({ layer: index, path, ...use, removed: files.list(path).length === 0 }));
  });
}

/** A place as directories are told by it. */
interface Sought {
  /** At the root, with a slash at its end. */
  readonly start: string;
  /** The same below any folder, where it may be there. */
  readonly inside: string | undefined;
  readonly keeps: CachePlace['keeps'];
}

function soughtOf({ folder, keeps }: CachePlace): Sought {
  const name = folder.replace(/^\*\//, '');
  return { start: `${name}/`, inside: name === folder ? undefined : `/${name}/`, keeps };
}

/** Whether all that is in the place is hidden. */
function isDotted({ start }: Sought): boolean {
  return start.startsWith('.');
}

function isIn(directory: string, { start, inside }: Sought): boolean {
  return directory.startsWith(start) || (inside !== undefined && directory.includes(inside));
}

/** The folder itself, of a directory that is in it. */
function foundIn(directory: string, { start, inside, keeps }: Sought): CachePlace {
  const at = directory.startsWith(start) || inside === undefined ? 0 : directory.indexOf(inside) + 1;
  return { folder: directory.slice(0, at + start.length - 1), keeps };
}
