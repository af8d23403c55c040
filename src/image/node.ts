/** The tree under the overlay: one node for each name that any layer ever put in a directory. */
import type { Entry } from './facts.ts';
import type { Version } from './model.ts';

/** What ended a version. */
export type Ended = NonNullable<Version['ended']>;

/** A version while layers are still being laid over it. */
export interface Held extends Version {
  ended?: Ended;
}

/** One name in one directory, with all that ever stood there. */
export interface Node {
  current: Held | undefined;
  past: Held[] | undefined;
  children: Map<string, Node> | undefined;
  /** The layer that made this directory by putting something below it, without an entry of its own. */
  implied: number | undefined;
}

/** A name where nothing has stood yet. */
export function emptyNode(): Node {
  return { current: undefined, past: undefined, children: undefined, implied: undefined };
}

/** The child of that name, added when it is missing. */
export function childOf(node: Node, name: string): Node {
  node.children ??= new Map();
  let child = node.children.get(name);
  if (!child) {
    child = emptyNode();
    node.children.set(name, child);
  }
  return child;
}

/** Ends everything at and below a node. What is not shown has nothing below it that is. */
export function end(node: Node, ended: Ended): void {
  if (!isShown(node)) return;
  const { current } = node;
  if (current) {
    current.ended = ended;
    addPast(node, current);
    node.current = undefined;
  }
  node.implied = undefined;
  const below: Ended = ended.by === 'rewritten' ? { layer: ended.layer, by: 'deleted' } : ended;
  for (const child of node.children?.values() ?? []) end(child, below);
}

/** A directory of this layer, where there is none. */
export function makeDirectory(node: Node, layer: number): void {
  if (node.current && node.current.entry.type !== 'dir') end(node, { layer, by: 'rewritten' });
  if (!isShown(node)) node.implied = layer;
}

/** Whether paths through this name may lead elsewhere once the entry stands there: it was a directory, or led to one. */
export function movesPaths(node: Node, entry: Entry): boolean {
  const before = shown(node, '')?.entry.type;
  return before === 'symlink' || (before === 'dir' && entry.type !== 'dir');
}

/** Keeps a version that has ended. */
export function addPast(node: Node, version: Held): void {
  node.past ??= [];
  node.past.push(version);
}

/** A version that this layer's own whiteout ended: what comes after it in the same layer rewrites it. */
export function lastEndedBy(node: Node, layer: number): Held | undefined {
  const last = node.past?.at(-1);
  return last?.ended?.layer === layer && last.layer !== layer ? last : undefined;
}

/** Small files carry no hash: then an equal size and an equal, real time are taken for equal content, as chown leaves them. */
export function sameContent(a: Entry, b: Entry): boolean {
  if (a.link !== b.link || a.size !== b.size) return false;
  if (a.type !== 'file' || a.size === 0) return true;
  if (a.hash !== undefined && b.hash !== undefined) return a.hash === b.hash;
  return a.mtime !== undefined && a.mtime > 1 && a.mtime === b.mtime;
}

/** Whether the final filesystem has something there, as far as layers were laid. */
export function isShown(node: Node): boolean {
  return node.current !== undefined || node.implied !== undefined;
}

/** What stands there; a directory that no entry states is 0755 and root's, as extraction makes it. */
export function shown(node: Node, path: string): Version | undefined {
  if (node.current) return node.current;
  if (node.implied === undefined) return undefined;
  return { path, layer: node.implied, entry: { path, type: 'dir', mode: 0o755, uid: 0, gid: 0, size: 0 } };
}

/** Whether an entry ever stood there. */
export function hasVersions(node: Node): boolean {
  return node.current !== undefined || node.past !== undefined;
}

/** What is shown below a node, in path order; and what no longer is, by layer and path. */
export function everyVersion(node: Node): { readonly visible: readonly Version[]; readonly past: readonly Version[] } {
  const visible: Version[] = [];
  const past: Version[] = [];
  walk(node, ({ current, past: ended }) => {
    if (current) visible.push(current);
    if (ended) for (const version of ended) if (!goesOn(version)) past.push(version);
  });
  return { visible, past: past.sort((a, b) => a.layer - b.layer) };
}

function walk({ children }: Node, visit: (node: Node) => void): void {
  if (!children) return;
  const step = (child: Node): void => {
    visit(child);
    walk(child, visit);
  };
  if (isSorted(children)) children.forEach(step);
  else byName(children).forEach(step);
}

function byName(children: ReadonlyMap<string, Node>): readonly Node[] {
  return [...children.keys()].sort().flatMap((name) => children.get(name) ?? []);
}

/** Most builders write the names of a directory in order. */
function isSorted(children: ReadonlyMap<string, Node>): boolean {
  let before = '';
  let sorted = true;
  children.forEach((_, name) => {
    sorted &&= before <= name;
    before = name;
  });
  return sorted;
}

/** A directory that another layer states again is still there: it is not among what was hidden. */
function goesOn({ entry, ended }: Version): boolean {
  return entry.type === 'dir' && (ended?.by === 'metadata' || ended?.by === 'identical');
}

/** The directory and the last name of a path. */
export function splitPath(path: string): readonly [directory: string, name: string] {
  const cut = path.lastIndexOf('/');
  return [path.slice(0, Math.max(cut, 0)), path.slice(cut + 1)];
}

/** A name in a directory, the root being the empty path. */
export function join(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}

/** Where a symbolic link points, from the root; `..` and links on the way are not yet followed. */
export function linkTarget(version: Version): string {
  const link = version.entry.link ?? '';
  return link.startsWith('/') ? link.slice(1) : join(splitPath(version.path)[0], link);
}
