/** A layer's files by the directory they stand in: a directory is looked at once, not each path in it. */
import type { Entry, LayerFacts } from './facts.ts';

/** Files that follow each other in one directory. A directory that a layer comes back to is there again. */
export interface FolderFiles {
  /** The directory with a slash at its end; the root is empty. */
  readonly folder: string;
  /** A name in it begins with a dot. */
  readonly hidden: boolean;
  /** Regular files that are not empty. */
  readonly files: readonly Entry[];
}

const known = new WeakMap<LayerFacts, readonly FolderFiles[]>();

/** The files of a layer, in its order; gathered once for all who ask. */
export function foldersOf(facts: LayerFacts): readonly FolderFiles[] {
  const before = known.get(facts);
  if (before) return before;
  const folders: FolderFiles[] = [];
  let folder = '';
  let files: Entry[] | undefined;
  facts.entries.forEach((entry) => {
    const { path, type, size } = entry;
    if (type !== 'file' || size === 0) return;
    const end = path.lastIndexOf('/') + 1;
    if (!files || end !== folder.length || !path.startsWith(folder)) {
      folder = path.slice(0, end);
      files = [];
      folders.push({ folder, hidden: folder.startsWith('.') || folder.includes('/.'), files });
    }
    files.push(entry);
  });
  known.set(facts, folders);
  return folders;
}
