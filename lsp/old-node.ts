/** What editors' Node 20 lacks of what we use: filled in before the server starts. */

/** `Map.groupBy` came with Node 21. */
function groupBy<K, T>(items: Iterable<T>, keyOf: (item: T, index: number) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  let index = 0;
  for (const item of items) {
    const key = keyOf(item, index++);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Leaves alone what is there. */
export function fillIn(): void {
  if (!('groupBy' in Map)) Object.defineProperty(Map, 'groupBy', { value: groupBy });
}
