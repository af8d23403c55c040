/** Where shells look for programs. */
import type { FileTree, Version } from './model.ts';

/** In path order. */
const folders = [
  ...['bin', 'local/bin', 'local/sbin', 'sbin'],
  ...['usr/bin', 'usr/local/bin', 'usr/local/sbin', 'usr/sbin'],
] as const;

/** What stands in the folders that shells look for programs in, in path order. */
export function programsOf(files: FileTree): readonly Version[] {
  return folders.flatMap((folder) => files.below(folder)).filter(({ path }) => /(?:^|\/)s?bin\/[^/]+$/.test(path));
}
