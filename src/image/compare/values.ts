/** Named values of two sides, held against each other. */
import type { ValueChange } from '../../finding.ts';

/** Every name whose values differ, in the order of the names. */
export function compareValues(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly ValueChange[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((what) => {
    const [old, now] = [before.get(what), after.get(what)];
    if (old === now) return [];
    return [{ what, ...(old !== undefined && { before: old }), ...(now !== undefined && { after: now }) }];
  });
}
