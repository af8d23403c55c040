/** Changed files as a person reads them: a new folder is one row, and so is a mode that a whole tree was given. */
import type { FileChange, FileState } from '../../finding.ts';
import { size } from '../numbers.ts';

export interface Row {
  readonly change: FileChange['change'];
  /** A folder ends in a slash. */
  readonly path: string;
  readonly files: number;
  /** Bytes that it weighs, on the side where it weighs more. */
  readonly bytes: number;
  /** How it differs, beside its being there or not. */
  readonly note: string;
  /** The name of the one file that weighs more than all others together, where it is one of many. */
  readonly heaviest: string | undefined;
  /** The layer of the image after that put it there, where it was one. */
  readonly layer: number | undefined;
}

/** So many files of one folder are told as one. */
const many = 4;

/** The heaviest first. */
export function rowsOf(files: readonly FileChange[]): readonly Row[] {
  const folders = foldersOf(files);
  const groups = Map.groupBy(
    files.filter((file) => !isPassage(file)),
    (file) => keyOf(file, folders),
  );
  return Array.from(groups, ([key, group]) =>
    isFolder(key, group) ? [rowOf(group)] : group.map((one) => rowOf([one])),
  )
    .flat()
    .sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1));
}

/** Neighbours are only told together where there are many. */
function isFolder(key: string, group: readonly FileChange[]): boolean {
  return !key.startsWith('beside') || group.length >= many;
}

/** Folders that one side alone has, by what became of them. */
function foldersOf(files: readonly FileChange[]): ReadonlyMap<string, 'added' | 'removed'> {
  const folders = new Map<string, 'added' | 'removed'>();
  for (const { path, before, after } of files) {
    if (after?.type === 'dir' && before?.type !== 'dir') folders.set(path, 'added');
    if (before?.type === 'dir' && after?.type !== 'dir') folders.set(path, 'removed');
  }
  return folders;
}

/** A folder that is new or gone is told by what was in it; an empty one holds little to tell. */
function isPassage({ before, after }: FileChange): boolean {
  return (before ?? after)?.type === 'dir' && (before === undefined || after === undefined);
}

/** What is told together: a folder that is new or gone, a mode that several were given, else neighbours of one layer. */
function keyOf({ change, path, before, after }: FileChange, folders: ReadonlyMap<string, 'added' | 'removed'>): string {
  if (change === 'metadata' && before && after)
    return `metadata\0${attributeNotes(before, after).join()}\0${after.layer}`;
  const parts = path.split('/');
  const top = parts.findIndex((_, at) => folders.get(parts.slice(0, at + 1).join('/')) === change);
  if (change !== 'content' && top >= 0) return `${change}\0${parts.slice(0, top + 1).join('/')}`;
  return `beside\0${change}\0${parts.slice(0, -1).join('/')}\0${after?.layer}`;
}

function rowOf(group: readonly FileChange[]): Row {
  const [first] = group;
  const paths = group.map(({ path }) => path);
  const layers = new Set(group.map(({ after }) => after?.layer));
  const bytes = group.reduce((sum, file) => sum + weightOf(file), 0);
  return {
    change: first?.change ?? 'content',
    path: `/${paths.length === 1 ? (paths[0] ?? '') : commonFolder(paths)}`,
    files: group.length,
    bytes,
    note: group.length === 1 || first?.change === 'metadata' ? noteOf(first) : noteOfMany(group),
    heaviest: heaviestOf(group, bytes),
    layer: layers.size === 1 ? first?.after?.layer : undefined,
  };
}

function weightOf({ before, after }: FileChange): number {
  return Math.max(before?.size ?? 0, after?.size ?? 0);
}

/** What many files grew by, where they are not simply there or gone. */
function noteOfMany(group: readonly FileChange[]): string {
  const grown = group.reduce((sum, { before, after }) => sum + (after?.size ?? 0) - (before?.size ?? 0), 0);
  return group[0]?.change === 'content' && grown !== 0 ? signed(grown) : '';
}

function heaviestOf(group: readonly FileChange[], bytes: number): string | undefined {
  const [heaviest] = group.length > 1 ? group.toSorted((a, b) => weightOf(b) - weightOf(a)) : [];
  return heaviest && weightOf(heaviest) * 2 > bytes ? heaviest.path.split('/').at(-1) : undefined;
}

function commonFolder(paths: readonly string[]): string {
  const [first = '', ...rest] = paths.map((path) => path.split('/').slice(0, -1).join('/'));
  const shared = rest.reduce((common, folder) => {
    const [a, b] = [common.split('/'), folder.split('/')];
    const at = a.findIndex((part, index) => part !== b[index]);
    return at < 0 ? common : a.slice(0, at).join('/');
  }, first);
  return shared === '' ? '' : `${shared}/`;
}

function noteOf({ before, after }: Partial<FileChange> = {}): string {
  if (!before || !after) return '';
  return [contentNote(before, after), ...attributeNotes(before, after)].filter((part) => part !== '').join(', ');
}

function contentNote(before: FileState, after: FileState): string {
  if (before.type !== after.type) return `${before.type} → ${after.type}`;
  if (before.link !== after.link) return `${before.link ?? ''} → ${after.link ?? ''}`;
  return before.size === after.size ? '' : signed(after.size - before.size);
}

function attributeNotes(before: FileState, after: FileState): readonly string[] {
  const mode = ({ mode }: FileState) => mode.toString(8).padStart(4, '0');
  const owner = ({ uid, gid }: FileState) => `${uid}:${gid}`;
  // The mode of a link means nothing.
  const modes = after.type === 'symlink' || before.mode === after.mode ? [] : [`mode ${mode(before)} → ${mode(after)}`];
  return [
    ...modes,
    ...(owner(before) === owner(after) ? [] : [`owner ${owner(before)} → ${owner(after)}`]),
    ...(before.capability === after.capability ? [] : ['capabilities']),
  ];
}

/** `+1.2 MB`, `−300 kB`, `±0`. */
export function signed(bytes: number): string {
  if (bytes === 0) return '±0';
  return bytes > 0 ? `+${size(bytes)}` : `−${size(-bytes)}`;
}
