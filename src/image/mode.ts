/** Since when a path has the mode that it has in the end: later layers store it again for other reasons. */
import type { FileTree, Version } from './model.ts';

/** The earliest version from which on the path has had all of these bits without a break. */
export function givenIn(files: FileTree, version: Version, bits: number): Version {
  let since = version;
  for (const before of files.versions(version.path).toReversed()) {
    if (before.layer >= since.layer) continue;
    const goesOn = before.ended?.layer === since.layer && before.entry.type === version.entry.type;
    if (!goesOn || (before.entry.mode & bits) !== bits || isRemoval(before)) break;
    since = before;
  }
  return since;
}

function isRemoval({ ended }: Version): boolean {
  return ended?.by === 'deleted' || ended?.by === 'opaque';
}
