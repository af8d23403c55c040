/** Files summed up by folder: how much of what is in an image is where, and how much of it later layers hide. */
import type { Image, Layer } from '../image/model.ts';

/** A file or a folder with all that is below it. */
export interface Folder {
  readonly name: string;
  /** Bytes of files at and below it that the final filesystem shows. */
  readonly size: number;
  /** Bytes of files at and below it that later layers hide. */
  readonly waste: number;
  readonly children: readonly Folder[];
}

interface Growing {
  size: number;
  waste: number;
  readonly children: Map<string, Growing>;
}

/** The final filesystem from `/` on, with what layers hold hidden at its paths. */
export function finalFolders(image: Image): Folder {
  const root = seed();
  for (const { entry, path } of image.files.all) {
    if (entry.type === 'file') grow(root, path, { size: entry.size, waste: 0 });
  }
  for (const { path, size } of image.waste.items) grow(root, path, { size: 0, waste: size });
  return grown('/', root);
}

/** What one layer brought. */
export function layerFolders(image: Image, { index, facts }: Layer): Folder {
  const hidden = new Set(image.waste.items.filter(({ layer }) => layer === index).map(({ path }) => path));
  const root = seed();
  for (const { type, path, size } of facts.entries) {
    if (type !== 'file') continue;
    grow(root, path, hidden.has(path) ? { size: 0, waste: size } : { size, waste: 0 });
  }
  return grown('/', root);
}

/** The folder at a path; `undefined` where there is none. */
export function folderAt(root: Folder, path: string): Folder | undefined {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return parts.reduce<Folder | undefined>(
    (folder, part) => folder?.children.find((child) => child.name === part),
    root,
  );
}

/** Folders that hold but one folder drawn as one with it: `usr/local/go`. */
export function collapsed(folder: Folder): Folder {
  const [only, ...more] = folder.children;
  if (only !== undefined && more.length === 0 && only.children.length > 0) {
    return collapsed({ ...only, name: `${folder.name}/${only.name}` });
  }
  return { ...folder, children: folder.children.map(collapsed) };
}

/** Small children put together as one, so that a picture of many thousand files stays small. */
export function pruned(folder: Folder, least: number, most = 60): Folder {
  const keep = folder.children.filter((child, at) => at < most && child.size + child.waste >= least);
  const rest = folder.children.slice(keep.length);
  const children = keep.map((child) => pruned(child, least, most));
  return { ...folder, children: rest.length === 0 ? children : [...children, together(rest)] };
}

function together(folders: readonly Folder[]): Folder {
  const [only, ...more] = folders;
  if (only !== undefined && more.length === 0) return { ...only, children: [] };
  const sum = (key: 'size' | 'waste') => folders.reduce((total, folder) => total + folder[key], 0);
  return { name: `… ${folders.length} more`, size: sum('size'), waste: sum('waste'), children: [] };
}

const seed = (): Growing => ({ size: 0, waste: 0, children: new Map() });

function grow(root: Growing, path: string, { size, waste }: { readonly size: number; readonly waste: number }): void {
  let node = root;
  node.size += size;
  node.waste += waste;
  for (const part of path.split('/')) {
    let child = node.children.get(part);
    if (child === undefined) {
      child = seed();
      node.children.set(part, child);
    }
    node = child;
    node.size += size;
    node.waste += waste;
  }
}

/** Children are largest first. */
function grown(name: string, { size, waste, children }: Growing): Folder {
  const list = Array.from(children, ([child, growing]) => grown(child, growing));
  return {
    name,
    size,
    waste,
    children: list.sort((a, b) => b.size + b.waste - a.size - a.waste || (a.name < b.name ? -1 : 1)),
  };
}
