/** What differs between two final filesystems. Times are no difference: every build writes its own. */
import type { FileChange, FileState } from '../../finding.ts';
import type { Entry } from '../facts.ts';
import type { FileTree, Version } from '../model.ts';
import { sameContent, splitPath } from '../node.ts';

/** Every path that differs, in path order; a folder that no entry states is told where it is new or gone. */
export function compareFiles(before: FileTree, after: FileTree): readonly FileChange[] {
  const changes = new Map<string, FileChange>();
  const compare = (old: Version, now: Version): void => {
    const change = difference({ version: old, files: before }, { version: now, files: after });
    if (change) changes.set(now.path, { change, path: now.path, before: stateOf(old), after: stateOf(now) });
  };
  for (const now of after.all) {
    const old = standing(before, now.path);
    if (old) compare(old, now);
    else addOneSided('added', now, { tree: after, other: before, changes });
  }
  for (const old of before.all) {
    const now = standing(after, old.path);
    if (!now) addOneSided('removed', old, { tree: before, other: after, changes });
    // A folder that no entry states is in no list, and may stand where a file did.
    else if (now.entry.type === 'dir' && !changes.has(old.path)) compare(old, now);
  }
  return [...changes.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

interface Sides {
  /** The one that has it. */
  readonly tree: FileTree;
  readonly other: FileTree;
  readonly changes: Map<string, FileChange>;
}

/** The path, and the folders above it that the other side has not either. */
function addOneSided(change: 'added' | 'removed', version: Version, { tree, other, changes }: Sides): void {
  for (let at: Version | undefined = version; at && at.path !== '' && !changes.has(at.path); ) {
    if (standing(other, at.path)) return;
    const state = stateOf(at);
    changes.set(at.path, { change, path: at.path, ...(change === 'added' ? { after: state } : { before: state }) });
    at = standing(tree, splitPath(at.path)[0]);
  }
}

/** What stands at the path itself: where a link on the way leads elsewhere, nothing does. */
function standing(tree: FileTree, path: string): Version | undefined {
  const version = tree.get(path);
  return version?.path === path ? version : undefined;
}

interface Side {
  readonly version: Version;
  readonly files: FileTree;
}

function difference(before: Side, after: Side): FileChange['change'] | undefined {
  const [old, now] = [bytesOf(before), bytesOf(after)];
  if (old.type !== now.type || !sameContent(old, now)) return 'content';
  const attributes = ['mode', 'uid', 'gid', 'capability'] as const;
  return attributes.every((key) => old[key] === now[key]) ? undefined : 'metadata';
}

/** What holds the bytes: the file that a hard link names, where it is still there. */
function bytesOf({ version: { entry }, files }: Side): Entry {
  if (entry.type !== 'hardlink') return entry;
  const named = files.get(entry.link ?? '')?.entry;
  return named?.type === 'file' ? named : entry;
}

function stateOf({ layer, entry }: Version): FileState {
  const { type, size, mode, uid, gid, link, capability } = entry;
  return {
    ...{ type, size, mode, uid, gid, layer },
    ...(link !== undefined && { link }),
    ...(capability !== undefined && { capability }),
  };
}
