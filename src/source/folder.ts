/** A folder of blobs: an OCI layout or a `dir:` layout on disk. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readExtent } from './extent.ts';
import type { Store } from './store.ts';

/** Files of a folder, by paths the layouts themselves make up: never one that climbs out of it. */
export function folderStore(name: string): Store {
  return {
    kind: 'folder',
    name,
    find: async (path) => {
      if (path.startsWith('/') || path.split('/').includes('..')) return undefined;
      const file = join(name, path);
      const info = await stat(file).catch(() => undefined);
      if (!info?.isFile()) return undefined;
      const extent = { file, start: 0, size: info.size };
      return { size: info.size, open: () => readExtent(extent), extent };
    },
  };
}
