/** Entries of one layer as its tar lists them → entries, whiteouts and faults as the model knows them. */
import type { Entry, LimitHit, TarFault } from './facts.ts';
import { ReadFault } from './fault.ts';
import type { Limits } from './limits.ts';
import { linkEscapes, normalPath } from './path.ts';
import type { TarItem } from './tar.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
/** An entry whose content is still being read. */
export type OpenEntry = Mutable<Entry>;

const whiteout = '.wh.';

export class Entries {
  readonly #limits: Limits;
  readonly #byPath = new Map<string, OpenEntry>();
  #count = 0;
  readonly whiteouts = new Set<string>();
  readonly opaque = new Set<string>();
  readonly faults: TarFault[] = [];
  readonly limitHits: LimitHit[] = [];

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** The entries, the last of each path. */
  get all(): Entry[] {
    return [...this.#byPath.values()];
  }

  /** Takes one item in; the entry it became, or `undefined` where it is a whiteout or not to be used. */
  add(item: TarItem): OpenEntry | undefined {
    this.#count += 1;
    if (this.#count > this.#limits.layerEntries) {
      throw new ReadFault('limit-exceeded', `it has more than ${this.#limits.layerEntries} entries.`);
    }
    const { path, escapes, depth } = normalPath(item.name);
    if (path.length > this.#limits.pathBytes || depth > this.#limits.pathDepth) return this.#tooLong(path);
    if (escapes)
      this.#fault('path-escape', path, `the archive names it \`${item.name}\`, which climbs above the root.`);
    if (item.nul) this.#fault('nul-in-name', path, 'a NUL byte stands in its name.');
    if (item.badField !== undefined) {
      this.#fault('bad-header-field', path, `its header holds no number for \`${item.badField}\`.`);
    }
    if (path.includes(whiteout) && this.#isReserved(path)) return undefined;
    return this.#put(path, item);
  }

  #tooLong(path: string): undefined {
    const name = `${path.slice(0, 64)}…`;
    const { pathBytes, pathDepth } = this.#limits;
    this.limitHits.push({
      limit: 'path',
      path: name,
      detail: `a path is longer than ${pathBytes} characters or deeper than ${pathDepth} folders.`,
    });
  }

  #put(path: string, item: TarItem): OpenEntry {
    const entry: OpenEntry = {
      path,
      type: item.type,
      mode: item.mode,
      uid: item.uid,
      gid: item.gid,
      size: item.type === 'file' ? item.size : 0,
      mtime: item.mtime,
      link: undefined,
      hash: undefined,
      capability: item.capability?.toString('hex'),
      kind: undefined,
      zeros: undefined,
    };
    if (item.type === 'symlink') entry.link = item.link;
    if (item.type === 'hardlink') entry.link = this.#hardLink(path, item.link);
    if (item.type === 'symlink' && linkEscapes(path, item.link)) {
      this.#fault('symlink-escape', path, `its target \`${item.link}\` climbs above the root.`);
    }
    const earlier = this.#byPath.get(path);
    if (earlier) {
      this.#byPath.delete(path);
      // Directories are repeated by honest builders, and nothing is lost by it.
      if (earlier.type !== 'dir' || item.type !== 'dir') {
        this.#fault('duplicate-entry', path, 'the layer holds it more than once; the last one counts.');
      }
    }
    this.#byPath.set(path, entry);
    return entry;
  }

  #hardLink(path: string, target: string): string {
    const normal = normalPath(target);
    if (normal.escapes) this.#fault('path-escape', path, `it is a hard link to \`${target}\`, above the root.`);
    return normal.path;
  }

  /** Whiteouts are taken note of here; names that only look like one are faults. */
  #isReserved(path: string): boolean {
    const slash = path.lastIndexOf('/');
    const folder = slash < 0 ? '' : path.slice(0, slash);
    const base = path.slice(slash + 1);
    if (folder.startsWith(whiteout) || folder.includes(`/${whiteout}`)) {
      // Old AUFS bookkeeping at the root is left over by old builders and means nothing.
      if (!folder.startsWith(`${whiteout}${whiteout}`)) this.#reserved(path);
      return true;
    }
    if (!base.startsWith(whiteout)) return false;
    const name = base.slice(whiteout.length);
    if (base === `${whiteout}${whiteout}.opq`) this.opaque.add(folder);
    else if (name.startsWith(whiteout)) {
      if (folder !== '') this.#reserved(path);
    } else if (name === '' || name === '.' || name === '..') this.#reserved(path);
    else this.whiteouts.add(folder === '' ? name : `${folder}/${name}`);
    return true;
  }

  #reserved(path: string): void {
    this.#fault('reserved-whiteout', path, 'names that begin with `.wh.` are kept for whiteouts, and this is none.');
  }

  #fault(kind: TarFault['kind'], path: string, detail: string): void {
    // One fault a kind and path says it; a hostile archive could state millions.
    if (this.faults.length < 1000) this.faults.push({ kind, path, detail });
  }
}
