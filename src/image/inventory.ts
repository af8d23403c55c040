/** Installed packages, each with the layer that brought it, and its place in that layer's own database. */
import type { LayerPlace } from '../finding.ts';
import type { LayerFacts, PackageRecord } from './facts.ts';
import type { FileTree, InstalledPackage, Join } from './model.ts';
import { once } from './once.ts';

/** The packages that the final filesystem's databases name. */
export function takeInventory(
  layers: readonly LayerFacts[],
  files: FileTree,
  join: Pick<Join, 'originOf'>,
): readonly InstalledPackage[] {
  const first = new Map<string, LayerPlace>();
  layers.forEach((facts, layer) => {
    for (const { path, line, ...record } of facts.extracts.packages) {
      const key = identity(record);
      if (!first.has(key)) first.set(key, { kind: 'layer', layer, path, ...(line !== undefined && { line }) });
    }
  });
  const bytes = once(() => ownedBytes(layers, files));
  return layers.flatMap((facts, index) =>
    facts.extracts.packages.flatMap(({ path, line, ...record }) => {
      const version = files.get(path);
      if (version?.layer !== index || version.entry.path !== path) return [];
      const place = first.get(identity(record)) ?? files.at(version, line === undefined ? {} : { line });
      const { layer } = place;
      const lazily = {
        get bytes() {
          return bytes().get(record.name);
        },
      };
      return [Object.assign(lazily, { ...record, layer, origin: join.originOf(layer), place })];
    }),
  );
}

function identity({ manager, name, version, arch }: PackageRecord): string {
  return [manager, name, version, arch ?? ''].join('\0');
}

/** Bytes by package name. A path that several databases list is the last one's. */
function ownedBytes(layers: readonly LayerFacts[], files: FileTree): ReadonlyMap<string, number> {
  const owners = new Map(layers.flatMap(({ owned }) => owned.map((file) => [file.path, file.package] as const)));
  const bytes = new Map<string, number>();
  for (const [path, owner] of owners) {
    const size = files.get(path)?.entry.size ?? 0;
    bytes.set(owner, (bytes.get(owner) ?? 0) + size);
  }
  return bytes;
}
