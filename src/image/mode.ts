/** What modes say of files, and since when: later layers store a path again for other reasons. */
import type { Entry } from './facts.ts';
import type { FileTree, Version } from './model.ts';

/** Whether attributes alone tell it from a plain file: a device, one with set-id bits or capabilities, one that everybody can write to. */
export function isUnusual({ type, mode, capability }: Entry): boolean {
  if (capability !== undefined || type === 'char' || type === 'block') return true;
  // Links say of themselves that everybody may do everything.
  return type !== 'symlink' && (mode & 0o6002) !== 0;
}

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
