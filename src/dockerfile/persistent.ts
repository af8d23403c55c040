/** A map that is never changed: `with` gives a new one that shares all but a few nodes with the old. Iterates in order of first insertion of the current value. */

interface Entry<V> {
  readonly key: string;
  readonly value: V;
  readonly order: number;
}

/** Up to 16 children by four bits of the hash: entries, or further nodes; full hash collisions share a bucket, and so do all entries of a small map. */
type Child<V> = Entry<V> | Branch<V> | Bucket<V>;
interface Branch<V> {
  readonly bitmap: number;
  readonly children: readonly Child<V>[];
}
interface Bucket<V> {
  readonly entries: readonly Entry<V>[];
}

function hash(key: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) value = Math.imul(value ^ key.charCodeAt(at), 0x01000193);
  return value >>> 0;
}

function bits(value: number): number {
  let count = value - ((value >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function isBranch<V>(child: Child<V>): child is Branch<V> {
  return 'bitmap' in child;
}

function insert<V>(node: Branch<V>, entry: Entry<V>, code: number, shift: number): Branch<V> {
  const bit = 1 << ((code >>> shift) & 15);
  const position = bits(node.bitmap & (bit - 1));
  const child = node.children[position];
  if ((node.bitmap & bit) === 0 || child === undefined) {
    return { bitmap: node.bitmap | bit, children: node.children.toSpliced(position, 0, entry) };
  }
  return { bitmap: node.bitmap, children: node.children.with(position, merge(child, entry, code, shift)) };
}

function merge<V>(child: Child<V>, entry: Entry<V>, code: number, shift: number): Child<V> {
  if (isBranch(child)) return insert(child, entry, code, shift + 4);
  const entries = 'entries' in child ? child.entries : [child];
  const others = entries.filter(({ key }) => key !== entry.key);
  if (others.length === 0) return entry;
  if (shift >= 28) return { entries: [...others, entry] };
  let branch: Branch<V> = { bitmap: 0, children: [] };
  for (const other of others) branch = insert(branch, other, hash(other.key), shift + 4);
  return insert(branch, entry, code, shift + 4);
}

/** The most entries of a map that is one bucket. */
const SMALL = 16;

function added<V>({ entries }: Bucket<V>, entry: Entry<V>): Branch<V> | Bucket<V> {
  return rootOf([...entries.filter(({ key }) => key !== entry.key), entry]);
}

function rootOf<V>(entries: readonly Entry<V>[]): Branch<V> | Bucket<V> {
  if (entries.length <= SMALL) return { entries };
  let branch: Branch<V> = { bitmap: 0, children: [] };
  for (const one of entries) branch = insert(branch, one, hash(one.key), 0);
  return branch;
}

export class PersistentMap<V> implements ReadonlyMap<string, V> {
  readonly #root: Branch<V> | Bucket<V>;
  readonly #next: number;
  #entries: readonly Entry<V>[] | undefined;

  private constructor(root: Branch<V> | Bucket<V>, next: number) {
    this.#root = root;
    this.#next = next;
  }

  static empty<V>(): PersistentMap<V> {
    return new PersistentMap<V>({ entries: [] }, 0);
  }

  /** These, in their order, by keys that are all different. */
  static of<V>(values: readonly V[], keyOf: (value: V) => string): PersistentMap<V> {
    const entries = values.map((value, order) => ({ key: keyOf(value), value, order }));
    return new PersistentMap<V>(rootOf(entries), entries.length);
  }

  with(key: string, value: V): PersistentMap<V> {
    const root = this.#root;
    const entry = { key, value, order: this.#next };
    return new PersistentMap(isBranch(root) ? insert(root, entry, hash(key), 0) : added(root, entry), this.#next + 1);
  }

  get(key: string): V | undefined {
    let node: Child<V> = this.#root;
    const code = isBranch(node) ? hash(key) : 0;
    for (let shift = 0; isBranch(node); shift += 4) {
      const bit = 1 << ((code >>> shift) & 15);
      if ((node.bitmap & bit) === 0) return undefined;
      const child: Child<V> | undefined = node.children[bits(node.bitmap & (bit - 1))];
      if (child === undefined) return undefined;
      node = child;
    }
    if ('entries' in node) return node.entries.find((entry) => entry.key === key)?.value;
    return node.key === key ? node.value : undefined;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  get size(): number {
    return this.#all().length;
  }

  #all(): readonly Entry<V>[] {
    if (this.#entries !== undefined) return this.#entries;
    const found: Entry<V>[] = [];
    const visit = (child: Child<V>): void => {
      if (isBranch(child)) child.children.forEach(visit);
      else if ('entries' in child) found.push(...child.entries);
      else found.push(child);
    };
    visit(this.#root);
    this.#entries = found.sort((a, b) => a.order - b.order);
    return this.#entries;
  }

  *entries(): MapIterator<[string, V]> {
    for (const { key, value } of this.#all()) yield [key, value];
  }

  *keys(): MapIterator<string> {
    for (const { key } of this.#all()) yield key;
  }

  *values(): MapIterator<V> {
    for (const { value } of this.#all()) yield value;
  }

  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries();
  }

  forEach(callback: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    for (const { key, value } of this.#all()) callback(value, key, this);
  }
}
