/** What is known of an external base image: by the dated table, or not at all. */
import { type BaseRow, bases } from './data/bases.ts';
import type { Dialect, ImageReference, Source } from './model.ts';

export interface Base {
  /** Whether the table has it; if not, the rest is what an image that sets nothing would have. */
  readonly known: boolean;
  readonly user: string;
  readonly workdir: string;
  readonly shell: readonly string[];
  readonly healthcheck: boolean;
  readonly windows: boolean;
  /** No shell and no package manager in it. */
  readonly bare: boolean;
  readonly family: BaseRow['family'];
  /** Which shell `/bin/sh` is, where that is known. */
  readonly sh: Dialect;
}

const shells: Readonly<Record<NonNullable<BaseRow['family']>, Dialect>> = {
  debian: 'dash',
  ubuntu: 'dash',
  alpine: 'ash',
  wolfi: 'ash',
  rpm: 'bash',
  suse: 'bash',
  arch: 'bash',
};

const exact = new Map<string, BaseRow[]>();
const prefixed: { readonly prefix: string; readonly row: BaseRow; readonly order: number }[] = [];
const orders = new Map<BaseRow, number>();
for (const [order, row] of bases.entries()) {
  orders.set(row, order);
  for (const name of row.names) {
    if (name.endsWith('*')) prefixed.push({ prefix: name.slice(0, -1), row, order });
    else exact.set(name, [...(exact.get(name) ?? []), row]);
  }
}

/** `docker.io/library/node` and `index.docker.io/node` are `node`. */
export function familiarName({ name }: Pick<ImageReference, 'name'>): string {
  return name.replace(/^(?:docker\.io|index\.docker\.io|registry-1\.docker\.io)\//, '').replace(/^library\//, '');
}

function rowOf(image: ImageReference): BaseRow | undefined {
  const name = familiarName(image);
  const candidates = [...(exact.get(name) ?? [])];
  for (const { prefix, row } of prefixed)
    if (name.startsWith(prefix) && name.length > prefix.length) candidates.push(row);
  candidates.sort((a, b) => (orders.get(a) ?? 0) - (orders.get(b) ?? 0));
  return candidates.find(({ tag }) => tag === undefined || tag.test(image.tag ?? ''));
}

const nothing: Base = describe({ names: [] }, false);

function describe(row: BaseRow, known: boolean): Base {
  return {
    known,
    user: row.user ?? 'root',
    workdir: row.workdir ?? '/',
    shell: row.shell ?? ['/bin/sh', '-c'],
    healthcheck: row.healthcheck ?? false,
    windows: row.windows ?? false,
    bare: row.bare ?? false,
    family: row.family,
    sh: row.family === undefined ? 'sh' : shells[row.family],
  };
}

/** Images are few and asked for often. */
const REMEMBERED = 1000;
const looked = new Map<string, Base>();
const empty: Base = { ...nothing, known: true, bare: true };

/** What the base at the bottom of a stage's lineage sets: `stage.root`. */
export function baseOf(root: Source): Base {
  if (root.kind === 'scratch') return empty;
  if (root.kind !== 'image') return nothing;
  const key = `${root.name}:${root.tag}`;
  let base = looked.get(key);
  if (base === undefined) {
    const row = rowOf(root);
    base = row === undefined ? nothing : describe(row, true);
    if (looked.size >= REMEMBERED) looked.clear();
    looked.set(key, base);
  }
  return base;
}
