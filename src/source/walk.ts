/** Goes through a folder as git would: what `.gitignore` and `.plimsollignore` leave out is not entered. */
import { type Dirent, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** Paths are absolute. */
export interface Found {
  readonly files: readonly string[];
  readonly unread: readonly { readonly path: string; readonly why: 'unreadable-folder' | 'broken-link' }[];
}

/** The rules of one folder's ignore files: `true` leaves a path out, `false` takes it back in, `undefined` says nothing. */
interface IgnoreRules {
  readonly folder: string;
  readonly says: (path: string) => boolean | undefined;
}

const ignoreFiles = ['.gitignore', '.plimsollignore'] as const;
const neverEntered: readonly string[] = ['.git', '.hg', '.svn', 'node_modules'];

/** Every file below a folder that is wanted by path and name, and not ignored. Links to folders are not followed. */
export async function walk(root: string, wanted: (path: string, name: string) => boolean): Promise<Found> {
  const files: string[] = [];
  const unread: Found['unread'][number][] = [];

  const enter = async (folder: string, above: readonly IgnoreRules[]): Promise<void> => {
    const entries = list(folder);
    if (!entries) {
      unread.push({ path: folder, why: 'unreadable-folder' });
      return;
    }
    const rules = await rulesOf(folder, entries, above);
    for (const entry of entries) {
      const path = join(folder, entry.name);
      const kind = kindOf(entry, path);
      if (kind === 'folder') {
        if (!neverEntered.includes(entry.name) && !isIgnored(`${path}/`, rules)) await enter(path, rules);
      } else if (wanted(path, entry.name) && !isIgnored(path, rules)) {
        if (kind === 'file') files.push(path);
        else if (kind === 'broken') unread.push({ path, why: 'broken-link' });
      }
    }
  };

  const above = await rulesAbove(root);
  // A folder that is named is searched, even where git would not look.
  await enter(root, isIgnored(`${root}/`, above) ? [] : above);
  return { files, unread };
}

function list(folder: string): readonly Dirent[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return undefined;
  }
}

function kindOf(entry: Dirent, path: string): 'file' | 'folder' | 'broken' | 'other' {
  if (entry.isDirectory()) return 'folder';
  if (entry.isFile()) return 'file';
  if (!entry.isSymbolicLink()) return 'other';
  const target = statSync(path, { throwIfNoEntry: false });
  return target ? (target.isFile() ? 'file' : 'other') : 'broken';
}

/** The ignore files of the folders above, up to the root of the git repository; none when there is no repository. */
async function rulesAbove(root: string): Promise<readonly IgnoreRules[]> {
  const above: string[] = [];
  for (let folder = root; ; folder = dirname(folder)) {
    if (folder !== root) above.unshift(folder);
    if (existsSync(join(folder, '.git'))) break;
    if (dirname(folder) === folder) return [];
  }
  let rules: readonly IgnoreRules[] = [];
  for (const folder of above) rules = await rulesOf(folder, undefined, rules);
  return rules;
}

async function rulesOf(
  folder: string,
  entries: readonly Dirent[] | undefined,
  above: readonly IgnoreRules[],
): Promise<readonly IgnoreRules[]> {
  const texts = ignoreFiles.flatMap((name) => {
    if (entries && !entries.some((entry) => entry.name === name)) return [];
    return readText(join(folder, name)) ?? [];
  });
  if (texts.length === 0) return above;
  const { default: ignore } = await import('ignore');
  const rules = ignore().add(texts.join('\n'));
  const says = (path: string) => {
    const { ignored, unignored } = rules.test(path);
    return ignored ? true : unignored ? false : undefined;
  };
  return [...above, { folder, says }];
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** The nearest folder that says anything decides. */
function isIgnored(path: string, rules: readonly IgnoreRules[]): boolean {
  for (const { folder, says } of rules.toReversed()) {
    const name = relative(folder, path).replaceAll(sep, '/');
    const answer = says(path.endsWith('/') ? `${name}/` : name);
    if (answer !== undefined) return answer;
  }
  return false;
}
