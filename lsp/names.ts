/** From a document's URI to the name that configuration and reports know its file by. */
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The path on disk; `undefined` for documents that are on none (untitled, git, remote). */
export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

/** Relative to the workspace folder that holds it, with `/`. */
export function fileName(uri: string, folders: readonly string[]): string {
  const path = pathOf(uri);
  if (path === undefined) return decodeURIComponentSafely(uri.slice(uri.lastIndexOf('/') + 1).replace(/^[a-z]+:/, ''));
  const root = rootOf(path, folders);
  return (root === undefined ? path : relative(root, path)).split(sep).join('/');
}

/** The path of the workspace folder that holds a path. */
export function rootOf(path: string, folders: readonly string[]): string | undefined {
  return folders
    .flatMap((folder) => pathOf(folder) ?? [])
    .find((root) => {
      const inside = relative(root, path);
      return inside !== '' && !inside.startsWith('..');
    });
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
