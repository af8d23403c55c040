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
  for (const folder of folders) {
    const root = pathOf(folder);
    const inside = root === undefined ? '..' : relative(root, path);
    if (inside !== '' && !inside.startsWith('..')) return inside.split(sep).join('/');
  }
  return path.split(sep).join('/');
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
