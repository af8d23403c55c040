/** Ignore files that are open: no Dockerfiles, but what is found in them is told beside the Dockerfile that they belong to. */

/** Of Docker, for a folder or for one Dockerfile. */
export const ignorePattern = '**/{.dockerignore,*.dockerignore}';

export function isIgnore(uri: string): boolean {
  return uri.endsWith('.dockerignore');
}
