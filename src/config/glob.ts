/** Globs of a configuration, which count from the folder of their file. */
import type picomatch from 'picomatch';

/**
 * A test of absolute paths. A glob without `/` speaks of names at any depth, one that names a folder of everything below
 * it, and `!` takes back what a glob before it took.
 */
export function globsMatch(
  match: typeof picomatch,
  globs: string | readonly string[],
  folder: string,
): (path: string) => boolean {
  const root = folder.replace(/\/$/, '');
  const tests = [globs].flat().map((glob) => ({
    takes: !glob.startsWith('!'),
    test: match(patternsOf(glob.replace(/^!/, '')), { dot: true }),
  }));
  return (path) => {
    const slashed = path.replaceAll('\\', '/');
    if (!slashed.startsWith(`${root}/`)) return false;
    const name = slashed.slice(root.length + 1);
    return tests.reduce((matches, { takes, test }) => (test(name) ? takes : matches), false);
  };
}

function patternsOf(glob: string): string[] {
  const whole = glob.replace(/^\.?\//, '').replace(/\/$/, '');
  const anchored = /^\.?\//.test(glob) || whole.includes('/');
  const patterns = [whole, `${whole}/**`];
  return anchored ? patterns : [...patterns, `**/${whole}`, `**/${whole}/**`];
}
