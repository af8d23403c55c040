/** From what the user named — files, folders, globs — to the Dockerfiles there are, sorted; and what could not be found. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import type { Problem } from '../finding.ts';
import { isDockerfileName } from './dockerfile-name.ts';
import { nameOf, slashed } from './name.ts';
import { type Found, walk } from './walk.ts';

export interface DiscoverOptions {
  /** The directory that relative paths start from, and that reports name files from. */
  readonly cwd: string;
  /** Files that a folder or glob would give and that are not wanted, by their absolute path. */
  readonly excludes?: (path: string) => boolean;
}

export interface Discovery {
  /** As reports name them: relative to `cwd`, with `/`; absolute where they lie outside of it. */
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
}

/** A file that is named is taken whatever its name; folders and globs leave out what `.gitignore` and `.plimsollignore` do. */
export async function discover(paths: readonly string[], options: DiscoverOptions): Promise<Discovery> {
  const files = new Set<string>();
  const problems: Problem[] = [];
  const barred = await matcher(
    paths.flatMap((path) => (path.startsWith('!') ? path.slice(1) : [])),
    options,
  );
  const isWanted = (path: string) => !barred(path) && !(options.excludes?.(path) ?? false);
  for (const path of paths) {
    if (path.startsWith('!')) continue;
    const found = await discoverOne(path, options.cwd);
    if ('message' in found) {
      problems.push(found);
      continue;
    }
    problems.push(...found.unread.map((one) => unreadProblem(one, options.cwd)));
    // What the user names one by one is wanted, whatever the configuration excludes.
    const kept = found.named ? found.files : found.files.filter(isWanted);
    for (const file of kept) files.add(nameOf(file, options.cwd));
    if (kept.length === 0 && found.unread.length === 0)
      problems.push({
        message: `There is no Dockerfile ${found.where} \`${path}\`; name a file or another folder.`,
        file: path,
      });
  }
  return { files: [...files].sort(), problems };
}

interface FoundHere extends Found {
  readonly where: 'in' | 'for';
  /** The user named this very file. */
  readonly named: boolean;
}

async function discoverOne(path: string, cwd: string): Promise<FoundHere | Problem> {
  const absolute = resolve(cwd, path);
  const stat = statSync(absolute, { throwIfNoEntry: false });
  if (stat?.isDirectory()) {
    const found = await walk(absolute, (_, name) => isDockerfileName(name));
    return { ...found, where: 'in', named: false };
  }
  if (stat) return readable(absolute, path) ?? { files: [absolute], unread: [], where: 'for', named: true };
  if (!/[*?[{]/.test(path)) return { message: `\`${path}\` does not exist; check the path.`, file: path };
  const matches = await matcher([path], { cwd });
  const takesAnyName = /(?:^|[\\/])\*+$/.test(path);
  const wanted = (file: string, name: string) => (!takesAnyName || isDockerfileName(name)) && matches(file);
  const root = resolve(cwd, fixedPart(path));
  const found = existsSync(root) ? await walk(root, wanted) : { files: [], unread: [] };
  return { ...found, where: 'for', named: false };
}

function readable(absolute: string, path: string): Problem | undefined {
  try {
    accessSync(absolute, constants.R_OK);
    return undefined;
  } catch {
    return { message: `\`${path}\` cannot be read; check its permissions.`, file: path };
  }
}

function unreadProblem({ path, why }: Found['unread'][number], cwd: string): Problem {
  const file = nameOf(path, cwd);
  if (why === 'broken-link') return { message: `\`${file}\` is a link to nothing; mend or remove it.`, file };
  return { message: `The folder \`${file}\` cannot be read; check its permissions.`, file };
}

/** The folders of a glob that are written out: `services` of `services/{api,web}/Dockerfile`. */
function fixedPart(glob: string): string {
  const parts = glob.split(/[\\/]/);
  const wild = parts.findIndex((part) => /[*?[{]/.test(part));
  const fixed = parts.slice(0, wild).join('/');
  return fixed === '' && glob.startsWith('/') ? '/' : fixed || '.';
}

/** Tells whether an absolute path matches one of some globs. */
async function matcher(globs: readonly string[], { cwd }: DiscoverOptions): Promise<(path: string) => boolean> {
  if (globs.length === 0) return () => false;
  const { default: picomatch } = await import('picomatch');
  const patterns = globs.map((glob) => glob.replaceAll('\\', '/').replace(/^\.\//, ''));
  const test = picomatch(patterns, { dot: true });
  return (path) => test(isAbsolute(patterns[0] ?? '') ? slashed(path) : slashed(relative(cwd, path)));
}
