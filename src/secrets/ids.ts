/** The names of all kinds of secrets. */
import { plainDetectors } from './catalogue.ts';
import { vendorIds } from './detectors/vendors.ts';
import { keystoreIds, keystores } from './structured/keystores.ts';
import { fileDetectors } from './structured/structured.ts';

/** Every id that a hit of the engine's own detectors may bear. */
export function kindIds(): ReadonlySet<string> {
  const files = fileDetectors.filter((detector) => detector !== keystores).map(({ id }) => id);
  return new Set([...plainDetectors().map(({ id }) => id), ...vendorIds(), ...files, ...keystoreIds]);
}
