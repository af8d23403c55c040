/** Two images held against each other: what differs in what they ship, hold and say. Pure, and of facts alone: no byte is read again. */
import type { ComparedImage, Comparison } from '../../finding.ts';
import type { Image, InstalledPackage } from '../model.ts';
import { compareConfigs } from './config.ts';
import { compareFiles } from './files.ts';
import { compareLayers } from './layers.ts';
import { compareValues } from './values.ts';

/** What became of the image `before`; of findings it says nothing. */
export function compareImages(before: Image, after: Image): Omit<Comparison, 'gone'> {
  return {
    before: described(before),
    after: described(after),
    ...compareLayers(before, after),
    config: compareConfigs(before.config, after.config),
    packages: comparePackages(before.packages, after.packages),
    files: compareFiles(before.files, after.files),
  };
}

function described({ reference, digest, config, waste, layers, files, packages }: Image): ComparedImage {
  return {
    reference,
    digest,
    platform: [config.os, config.architecture, config.variant].filter(Boolean).join('/'),
    size: waste.total,
    waste: waste.bytes,
    layers: layers.length,
    files: [...files.all].filter(({ entry }) => entry.type !== 'dir').length,
    packages: packages.length,
  };
}

function comparePackages(
  before: readonly InstalledPackage[],
  after: readonly InstalledPackage[],
): Comparison['packages'] {
  const managers = [...new Set([...before, ...after].map(({ manager }) => manager))].sort();
  return managers.flatMap((manager) => {
    const of = (all: readonly InstalledPackage[]) => versionsOf(all.filter((one) => one.manager === manager));
    return compareValues(of(before), of(after)).map((change) => ({ manager, ...change }));
  });
}

/** Of a package that is installed several times all versions are told: kernels, libraries of two architectures. */
function versionsOf(packages: readonly InstalledPackage[]): ReadonlyMap<string, string> {
  const byName = Map.groupBy(packages, ({ name }) => name);
  return new Map(
    Array.from(byName, ([name, all]) => [name, [...new Set(all.map(({ version }) => version))].sort().join(', ')]),
  );
}
