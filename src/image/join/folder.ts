/** Folders that WORKDIR leads to, as far as the file says. */
import type { Dockerfile, WorkdirInstruction } from '../../dockerfile/model.ts';
import { hole, pattern } from './written.ts';

/** More relative WORKDIRs than this in a row are not followed up. */
const mostFolders = 50;

/** Where the last WORKDIR leads, with a hole for the folder that an unknown base set. */
export function folderBefore(dockerfile: Dockerfile, last: WorkdirInstruction | undefined): string {
  let path = '';
  let at = last;
  for (let steps = 0; at?.path && steps < mostFolders; steps += 1) {
    path = under(pattern(dockerfile, at.path), path);
    if (isWhole(path)) return path;
    at = at.state.workdir.explicit;
  }
  return `${hole}/${path}`;
}

/** A path as it stands in a folder. */
export function under(folder: string, path: string): string {
  return isWhole(path) ? path : `${folder}/${path}`;
}

/** Whether a path stands by itself: what begins with a variable may. */
function isWhole(path: string): boolean {
  return /^[/\\]|^[A-Za-z]:|^\0/.test(path);
}

/** Without `.` and `..`; what stands above an unknown part is unknown as well. */
export function tidyPath(path: string): string {
  const made: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..' && made.at(-1)?.includes(hole)) made.splice(-1, 1, hole);
    else if (name === '..') made.pop();
    else if (name !== '' && name !== '.') made.push(name);
  }
  return path.startsWith('/') ? `/${made.join('/')}` : made.join('/');
}
