/** What changed in a working tree since a git revision: which files, and which of their lines. */
import { spawnSync } from 'node:child_process';
import { join, relative, sep } from 'node:path';
import type { Result } from '../finding.ts';

/** Lines, counted from 1, both ends included. Where lines were only removed, the lines around the gap. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

export interface Changes {
  /** The changed lines of a file, by its absolute path: every line of a new one, `undefined` for one that is as it was. */
  of(file: string): 'all' | readonly LineRange[] | undefined;
}

/** Compares with where this branch left the revision, so that what others did there meanwhile is not taken for a change here. */
export function changesSince(revision: string, cwd: string): Result<Changes> {
  // The way from the repository's root to here. Absolute paths would differ where links lead here.
  const prefix = git(['rev-parse', '--show-prefix'], cwd);
  if (prefix === undefined) return wrong('`--since` needs git and a repository, and this folder is in none.');
  const commit = git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`], cwd);
  if (commit === undefined)
    return wrong(`git knows no revision \`${revision}\`; check the name, or fetch more of the history.`);
  const base = (git(['merge-base', commit.trimEnd(), 'HEAD'], cwd) ?? commit).trimEnd();
  const changed = names(git(['diff', '--name-only', '--no-renames', '-z', base, '--'], cwd));
  const untracked = names(git(['ls-files', '--others', '--exclude-standard', '--full-name', '-z', '--', ':/'], cwd));
  return {
    ok: true,
    value: {
      of: (file) => {
        const name = join(prefix.trimEnd(), relative(cwd, file)).replaceAll(sep, '/');
        if (untracked.has(name)) return 'all';
        if (!changed.has(name)) return undefined;
        const diff = git(['diff', '--unified=0', '--no-color', '--no-ext-diff', base, '--', `:/${name}`], cwd);
        return rangesIn(diff ?? '');
      },
    },
  };
}

function wrong(message: string): Result<Changes> {
  return { ok: false, problem: { message } };
}

function names(listed: string | undefined): ReadonlySet<string> {
  return new Set((listed ?? '').split('\0'));
}

function git(args: readonly string[], cwd: string): string | undefined {
  const { status, stdout } = spawnSync('git', args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
  return status === 0 ? stdout : undefined;
}

/** The new side of every hunk: `@@ -1,2 +3,4 @@`. */
function rangesIn(diff: string): readonly LineRange[] {
  return Array.from(diff.matchAll(/^@@ [^+]*\+(\d+)(?:,(\d+))? @@/gm), (hunk) => {
    const start = Number(hunk[1]);
    const count = hunk[2] === undefined ? 1 : Number(hunk[2]);
    return count === 0 ? { first: start, last: start + 1 } : { first: start, last: start + count - 1 };
  });
}
