/** What is known of an external base image: by the dated table, or not at all. */
import { bases, plain } from './data/bases.ts';
import type { ImageReference, Source } from './model.ts';
import { hasWord } from './row.ts';
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
  readonly family: Family | undefined;
  /** Which shell `/bin/sh` is, where that is known. */
  readonly sh: Dialect;
}

const families = ['debian', 'ubuntu', 'alpine', 'wolfi', 'rpm', 'suse', 'arch'] as const;
type Family = (typeof families)[number];

function shOf(family: Family | undefined): Dialect {
  switch (family) {
    case 'debian':
    case 'ubuntu':
      return 'dash';
    case 'alpine':
    case 'wolfi':
      return 'ash';
    case 'rpm':
    case 'suse':
    case 'arch':
      return 'bash';
    case undefined:
      return 'sh';
  }
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

/** The line of the table that holds for an image. */
function rowOf(image: ImageReference): string | undefined {
  const name = familiarName(image);
  if (name === '' || notInNames.some((sign) => name.includes(sign))) return undefined;
  const words = [name, ...beginningsOf(name), ...(hasWord(plain, name) ? ['+plain'] : [])];
  const places = words.length === 1 ? placesOf(name) : words.flatMap(placesOf).sort((a, b) => a - b);
  for (const at of places) {
    const row = bases.slice(bases.lastIndexOf('\n', at), bases.indexOf('\n', at));
    const tags = tagsOf(row);
    if (tags.length === 0 || isTagged(tags, image.tag ?? '')) return row;
  }
  return undefined;
}

/** The table has more words than names. */
const notInNames = [' ', '\n', ':', '=', '+'];

/** The words after which a row is of such tags alone. */
function tagsOf(row: string): readonly string[] {
  const tags: string[] = [];
  for (let at = row.indexOf(' :'); at !== -1; at = row.indexOf(' :', at + 1)) {
    const end = row.indexOf(' ', at + 1);
    tags.push(row.slice(at + 2, end === -1 ? row.length : end));
  }
  return tags;
}

/** What the table may have that a name begins with. */
function beginningsOf(name: string): string[] {
  const beginnings: string[] = [];
  for (let at = 1; at < name.length; at++)
    if ('/-'.includes(name.charAt(at - 1))) beginnings.push(`${name.slice(0, at)}*`);
  return beginnings;
}

/** Where a word of the table stands. */
function placesOf(word: string): number[] {
  const places: number[] = [];
  for (let at = bases.indexOf(word); at !== -1; at = bases.indexOf(word, at + 1))
    if (isEnd(at - 1) && isEnd(at + word.length)) places.push(at);
  return places;
}

const isEnd = (at: number) => ' \n'.includes(bases.charAt(at));

const nothing = describe('', false);

function describe(row: string, known: boolean): Base {
  const family = families.find((one) => one === setting(row, 'family'));
  return {
    known,
    user: setting(row, 'user') ?? 'root',
    workdir: setting(row, 'workdir') ?? '/',
    shell: shellOf(row) ?? ['/bin/sh', '-c'],
    healthcheck: row.includes(' healthcheck=true'),
    windows: row.includes(' windows=true'),
    bare: row.includes(' bare=true'),
    family,
    sh: shOf(family),
  };
}

function setting(row: string, key: string): string | undefined {
  const at = row.indexOf(` ${key}=`);
  return at === -1 ? undefined : row.slice(at + key.length + 2).split(' ', 1)[0];
}

/** It ends the row. */
function shellOf(row: string): readonly string[] | undefined {
  const at = row.indexOf(' shell=');
  return at === -1 ? undefined : JSON.parse(row.slice(at + ' shell='.length));
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
