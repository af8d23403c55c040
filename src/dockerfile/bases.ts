/** What is known of an external base image: by the dated table, or not at all. */
import { type BaseRow, bases } from './data/bases.ts';
import type { ImageReference, Source } from './model.ts';
import type { Dialect } from './script-model.ts';

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

/** Whether a row speaks of images of this name. */
function speaksOf({ names, under }: BaseRow, name: string): boolean {
  if (names?.includes(name)) return true;
  return under?.some((beginning) => name.length > beginning.length && name.startsWith(beginning)) ?? false;
}

/** Where images of Docker Hub are pulled from by its own names, and from mirrors. */
const hubs = [
  'docker.io/',
  'index.docker.io/',
  'registry-1.docker.io/',
  'mirror.gcr.io/',
  'public.ecr.aws/docker/',
  'mcr.microsoft.com/mirror/docker/',
];
const library = 'library/';
/** Docker's own images for one architecture: `arm64v8/node` is what `node` is there. */
const architectures = [
  'amd64/',
  'i386/',
  'arm32v5/',
  'arm32v6/',
  'arm32v7/',
  'arm64v8/',
  'mips64le/',
  'ppc64le/',
  'riscv64/',
  's390x/',
];

/** `docker.io/library/node`, `public.ecr.aws/docker/library/node` and `arm64v8/node` are `node`. */
export function familiarName({ name }: Pick<ImageReference, 'name'>): string {
  if (!name.includes('/')) return name;
  return without(without(without(name, hubs), [library]), architectures);
}

function without(name: string, beginnings: readonly string[]): string {
  const beginning = beginnings.find((one) => name.startsWith(one)) ?? '';
  return name.slice(beginning.length);
}

/** Whether a part of the tag begins with one of these words. */
function isTagged(words: readonly string[], tag: string): boolean {
  return words.some((word) => {
    for (let at = tag.indexOf(word); at !== -1; at = tag.indexOf(word, at + 1))
      if (at === 0 || separators.includes(tag.charAt(at - 1))) return true;
    return false;
  });
}

const separators = '-_.';

function rowOf(image: ImageReference): BaseRow | undefined {
  const name = familiarName(image);
  return bases.find((row) => speaksOf(row, name) && (row.tag === undefined || isTagged(row.tag, image.tag ?? '')));
}

const nothing: Base = describe({}, false);

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
