/** Where configuration lies on disk: the one part of this room that touches the world. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Problem, Result } from '../finding.ts';

/** A configuration file: whose words it is in, and where in it they stand. */
export interface ConfigFile {
  /** Absolute. */
  readonly path: string;
  readonly dialect: 'plimsoll' | 'hadolint' | 'dive';
  /** The key of a package.json that holds it. */
  readonly at?: 'plimsoll';
  /** What an editor has of it, which the disk may not have yet. */
  readonly text?: string;
}

const names = ['plimsoll.yaml', 'plimsoll.yml', '.plimsoll.yaml', '.plimsoll.yml', 'plimsoll.json', '.plimsoll.json'];
/** Files of other tools, which count where there is none of ours. */
const others = [
  { name: '.hadolint.yaml', dialect: 'hadolint' },
  { name: '.hadolint.yml', dialect: 'hadolint' },
  { name: '.dive-ci', dialect: 'dive' },
] as const;

/** What was found from each folder of a run: folders share most of what lies above them. */
export type FoundConfigs = Map<string, Result<ConfigFile | undefined>>;

/** The nearest configuration at or above a directory, up to the root of the repository; `undefined` when there is none. */
export function findConfig(
  start: string,
  cwd: string,
  found: FoundConfigs = new Map(),
): Result<ConfigFile | undefined> {
  const passed: string[] = [];
  for (let folder = start; ; folder = dirname(folder)) {
    const result = found.get(folder) ?? configOf(folder, cwd);
    passed.push(folder);
    if (!result) continue;
    for (const one of passed) found.set(one, result);
    return result;
  }
}

/** What a folder says: its own configuration, or that the search ends here; nothing, where it goes on above. */
function configOf(folder: string, cwd: string): Result<ConfigFile | undefined> | undefined {
  const [first, second] = configsIn(folder);
  if (first && second) {
    const [a, b] = [first, second].map((file) => `\`${relative(folder, file.path)}\``);
    const message = `${a} and ${b} lie in one folder; keep one.`;
    return { ok: false, problem: { message, file: reportName(second.path, cwd) } };
  }
  const file = first ?? otherIn(folder);
  const isLast = existsSync(below(folder, '.git')) || dirname(folder) === folder;
  return file || isLast ? { ok: true, value: file } : undefined;
}

function configsIn(folder: string): readonly ConfigFile[] {
  const files: ConfigFile[] = [];
  const inside = below(folder, '');
  for (const name of names) {
    const path = inside + name;
    if (existsSync(path)) files.push({ path, dialect: 'plimsoll' });
  }
  const manifest = `${inside}package.json`;
  const text = existsSync(manifest) ? readText(manifest) : undefined;
  if (text && holdsConfig(text)) files.push({ path: manifest, dialect: 'plimsoll', at: 'plimsoll' });
  return files;
}

function otherIn(folder: string): ConfigFile | undefined {
  const inside = below(folder, '');
  for (const { name, dialect } of others) {
    const path = inside + name;
    if (existsSync(path)) return { path, dialect };
  }
  return undefined;
}

/** Whether a package.json has a key `plimsoll` at its top; the word alone may be the dependency. */
function holdsConfig(text: string): boolean {
  if (!text.includes('"plimsoll"')) return false;
  try {
    const manifest: unknown = JSON.parse(text);
    return typeof manifest === 'object' && manifest !== null && typeof Reflect.get(manifest, 'plimsoll') === 'object';
  } catch {
    return false;
  }
}

/** As `join` has it of a folder that is absolute and evened out, and without its work: some forty names are looked for in each start. */
export function below(folder: string, name: string): string {
  return folder.endsWith(sep) ? `${folder}${name}` : `${folder}${sep}${name}`;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** A file that was named: its dialect is told from its name. */
export function namedConfig(path: string): ConfigFile {
  const name = path.split(/[\\/]/).at(-1) ?? '';
  if (name === 'package.json') return { path, dialect: 'plimsoll', at: 'plimsoll' };
  if (/dive-ci/i.test(name)) return { path, dialect: 'dive' };
  return { path, dialect: /hadolint/i.test(name) ? 'hadolint' : 'plimsoll' };
}

/** The text of a configuration file, or the problem that it is not there or is no file. */
export function readConfig(path: string, name: string): Result<string> {
  const stat = statSync(path, { throwIfNoEntry: false });
  const problem = (message: string): { readonly ok: false; readonly problem: Problem } => ({
    ok: false,
    problem: { message, file: name },
  });
  if (!stat) return problem(`\`${name}\` does not exist; check the path.`);
  if (stat.isDirectory()) return problem(`\`${name}\` is a folder; name a configuration file.`);
  const text = readText(path);
  return text === undefined ? problem(`\`${name}\` cannot be read; check its permissions.`) : { ok: true, value: text };
}

/** The configuration file of an installed package (`@acme/plimsoll-config`) or of a part of it (`@acme/config/strict`). */
export function findPackageConfig(name: string, from: string): ConfigFile | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const target = join(folder, 'node_modules', name);
    const file = ['.yaml', '.yml', '.json']
      .map((extension) => `${target}${extension}`)
      .find((file) => existsSync(file));
    if (file !== undefined) return namedConfig(file);
    const [inside] = existsSync(target) ? configsIn(target) : [];
    if (inside) return inside;
    if (dirname(folder) === folder) return undefined;
  }
}

/** A path as reports name it: relative to the working directory, with `/`; absolute where it lies outside of it. */
export function reportName(path: string, cwd: string): string {
  const name = relative(cwd, path);
  return (name === '' || name.startsWith('..') || isAbsolute(name) ? path : name).replaceAll(sep, '/');
}

/** The folder of a file, and a path taken from there. */
export const folderOf = (path: string): string => dirname(path);
export const pathFrom = (folder: string, path: string): string => resolve(folder, path);
