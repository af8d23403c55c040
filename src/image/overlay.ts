/** Layers laid over each other: the final filesystem, and every version of every path that a later layer hid. */
import type { LayerPlace } from '../finding.ts';
import type { Entry, LayerFacts } from './facts.ts';
import { isUnusual } from './mode.ts';
import type { FileTree, Version } from './model.ts';
import {
  addPast,
  childOf,
  type Ended,
  emptyNode,
  end,
  everyVersion,
  type Held,
  hasVersions,
  isShown,
  join,
  lastEndedBy,
  linkTarget,
  makeDirectory,
  movesPaths,
  type Node,
  sameContent,
  shown,
  splitPath,
} from './node.ts';
import { once } from './once.ts';

/** A directory and the path it was reached at, links followed. */
interface Reached {
  readonly node: Node;
  readonly path: string;
}

/** The same, and the path it was asked for. */
interface Asked extends Reached {
  readonly name: string;
  /** No link stands in its path. */
  readonly straight: boolean;
  /** The directory before the last name of that path; the root has none. */
  readonly above: Asked | undefined;
}

const maxLinks = 40;

/** Lays the layers over each other, lowest first. Paths of whiteouts hide what is below, never what their own layer brings. */
export class Overlay implements FileTree {
  readonly #root = emptyNode();
  /** Hard links by the file whose bytes they name. */
  readonly #links = new Map<Version, Held[]>();
  readonly #target = new Map<Version, Version>();
  readonly #top: Asked = { node: this.#root, path: '', name: '', straight: true, above: undefined };
  /** The directory the last entry went to: what follows mostly goes there as well, or not far from it. */
  #last = this.#top;
  readonly #walked = once(() => everyVersion(this.#root));
  readonly #unusual = once(() => this.all.filter(({ entry }) => isUnusual(entry)));

  constructor(layers: readonly LayerFacts[]) {
    this.#root.implied = 0;
    layers.forEach((facts, layer) => {
      for (const path of new Set(facts.opaque)) this.#clear(path, layer);
      for (const path of new Set(facts.whiteouts)) this.#remove(path, layer);
      this.#last = this.#top;
      facts.entries.forEach((entry) => {
        this.#put(entry, layer);
      });
    });
    this.#last = this.#top;
  }

  get(path: string): Version | undefined {
    const [parent, name] = splitPath(path);
    const at = this.#walk(isName(name) ? parent : path);
    if (!at || !isName(name)) return at && shown(at.node, at.path);
    const node = at.node.children?.get(name);
    return node && shown(node, join(at.path, name));
  }

  resolve(path: string): Version | undefined {
    let wanted = path;
    for (let hops = 0; hops <= maxLinks; hops += 1) {
      const version = this.get(wanted);
      if (version?.entry.type !== 'symlink') return version;
      wanted = linkTarget(version);
    }
    return undefined;
  }

  list(path: string): readonly string[] {
    const children = this.#walk(path)?.node.children;
    if (!children) return [];
    return [...children]
      .filter(([, node]) => isShown(node))
      .map(([name]) => name)
      .sort();
  }

  get all(): readonly Version[] {
    return this.#walked().visible;
  }

  get unusual(): readonly Version[] {
    return this.#unusual();
  }

  below(path: string): readonly Version[] {
    const node = this.#literal(path);
    return node ? everyVersion(node).visible : [];
  }

  versions(path: string): readonly Version[] {
    const literal = this.#literal(path);
    const [parent, name] = splitPath(path);
    const node = literal && hasVersions(literal) ? literal : this.#walk(parent)?.node.children?.get(name);
    return node ? [...(node.past ?? []), ...(node.current ? [node.current] : [])] : [];
  }

  get hidden(): readonly Version[] {
    return this.#walked().past;
  }

  get count(): number {
    return this.#walked().visible.length;
  }

  at(version: Version, where: { readonly line?: number; readonly offset?: number } = {}): LayerPlace {
    return { kind: 'layer', layer: version.layer, path: version.entry.path, ...where };
  }

  /** The hard links that name the bytes of this file, gone ones included. */
  links(version: Version): readonly Version[] {
    return this.#links.get(version) ?? [];
  }

  /** The version that holds the bytes: the file that a hard link names, else the version itself. */
  content(version: Version): Version {
    return this.#target.get(version) ?? version;
  }

  /** An opaque directory: a link of that name is left alone, for the marker never reaches through it. */
  #clear(path: string, layer: number): void {
    const node = this.#find(path);
    if (!node || (node.current && node.current.entry.type !== 'dir')) return;
    for (const child of node.children?.values() ?? []) end(child, { layer, by: 'opaque' });
  }

  #remove(path: string, layer: number): void {
    const node = this.#find(path);
    if (node) end(node, { layer, by: 'deleted' });
  }

  /** The node of a path in which no link is followed. */
  #literal(path: string): Node | undefined {
    return path.split('/').reduce<Node | undefined>((node, name) => node?.children?.get(name), this.#root);
  }

  /** The node of a path, links in its parents followed but not the last name's own. */
  #find(path: string): Node | undefined {
    const [parent, name] = splitPath(path);
    if (path === '') return this.#root;
    return isName(name) ? this.#walk(parent)?.node.children?.get(name) : undefined;
  }

  #put(entry: Entry, layer: number): void {
    const { path } = entry;
    if (path === '' && entry.type === 'dir') this.#replace(this.#root, { path: '', layer, entry });
    const cut = path.lastIndexOf('/');
    const name = path.slice(cut + 1);
    if (!isName(name)) return;
    const parent = this.#directory(path, Math.max(cut, 0), layer);
    const held: Held = { path: parent.straight ? path : join(parent.path, name), layer, entry };
    if (entry.type === 'hardlink') this.#name(held);
    const node = childOf(parent.node, name);
    if (movesPaths(node, entry)) this.#last = this.#top;
    this.#replace(node, held);
  }

  /** The directory that the first so many characters of a path name, from the nearest one that the last entry went through. */
  #directory(path: string, length: number, layer: number): Asked {
    let asked = this.#last;
    while (asked.above && !isWithin(path, length, asked.name)) asked = asked.above;
    while (asked.name.length < length) {
      const slash = path.indexOf('/', asked.name.length + 1);
      asked = this.#below(asked, path.slice(0, slash < 0 ? length : Math.min(slash, length)), layer);
    }
    this.#last = asked;
    return asked;
  }

  /** The directory of a path that is one name longer. */
  #below(above: Asked, name: string, layer: number): Asked {
    const last = name.slice(name.lastIndexOf('/') + 1);
    const node = isName(last) ? childOf(above.node, last) : undefined;
    if (!node || node.current?.entry.type === 'symlink') {
      const reached = this.#make(name, layer);
      return { ...reached, name, straight: reached.path === name, above };
    }
    makeDirectory(node, layer);
    return { node, path: above.straight ? name : join(above.path, last), name, straight: above.straight, above };
  }

  /** Remembers which bytes a hard link names. */
  #name(link: Held): void {
    const target = this.get(link.entry.link ?? '');
    const file = target && this.content(target);
    if (file?.entry.type !== 'file') return;
    this.#target.set(link, file);
    const links = this.#links.get(file);
    if (links) links.push(link);
    else this.#links.set(file, [link]);
  }

  #replace(node: Node, held: Held): void {
    const { layer } = held;
    const before = node.current ?? lastEndedBy(node, layer);
    if (before) {
      const by = this.#difference(before, held);
      before.ended = { layer, by };
      if (before === node.current) addPast(node, before);
    }
    if (held.entry.type !== 'dir' && node.children)
      for (const child of node.children.values()) end(child, { layer, by: 'deleted' });
    node.current = held;
    node.implied = undefined;
  }

  #difference(before: Version, after: Version): Ended['by'] {
    const [old, now] = [this.content(before).entry, this.content(after).entry];
    if (old.type !== now.type || !sameContent(old, now)) return 'rewritten';
    const attributes = ['mode', 'uid', 'gid', 'capability'] as const;
    return attributes.every((key) => before.entry[key] === after.entry[key]) ? 'identical' : 'metadata';
  }

  /** The directory of a path, links followed; what is missing, or stands in the way, becomes a directory of this layer. */
  #make(path: string, layer: number): Reached {
    const made = this.#walk(path, (node) => makeDirectory(node, layer));
    return made ?? { node: this.#root, path: '' };
  }

  /** Follows a path to a directory. With `make`, missing names are added and each directory on the way is handed to it. */
  #walk(path: string, make?: (node: Node) => void): Reached | undefined {
    const todo = path.split('/').reverse();
    const trail: { readonly node: Node; readonly name: string }[] = [];
    let hops = 0;
    while (todo.length > 0) {
      const name = todo.pop() ?? '';
      if (name === '' || name === '.') continue;
      if (name === '..') {
        trail.pop();
        continue;
      }
      const directory = trail.at(-1)?.node ?? this.#root;
      const node = make ? childOf(directory, name) : directory.children?.get(name);
      if (!node) return undefined;
      const link = node.current?.entry.type === 'symlink' ? (node.current.entry.link ?? '') : undefined;
      if (link !== undefined && hops < maxLinks) {
        hops += 1;
        if (link.startsWith('/')) trail.length = 0;
        todo.push(...link.split('/').reverse());
        continue;
      }
      if (link !== undefined && !make) return undefined;
      make?.(node);
      trail.push({ node, name });
    }
    return { node: trail.at(-1)?.node ?? this.#root, path: trail.map(({ name }) => name).join('/') };
  }
}

/** Whether so many characters of a path name a directory, or something below it. */
function isWithin(path: string, length: number, directory: string): boolean {
  const end = directory.length;
  return end <= length && (end === length || path.charCodeAt(end) === 0x2f) && path.startsWith(directory);
}

function isName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..';
}
