/** "Did you mean": the nearest of some names, when there is one near enough to be meant. */

/** The known name that a misspelt one is nearest to, or nothing when none is near. */
export function nearest(written: string, names: Iterable<string>): string | undefined {
  const wanted = plain(written);
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of names) {
    const limit = Math.min(
      (best?.distance ?? Number.POSITIVE_INFINITY) - 1,
      Math.max(1, Math.floor(wanted.length / 3)),
    );
    const distance = distanceWithin(wanted, plain(name), limit);
    if (distance !== undefined) best = { name, distance };
    if (distance === 0) break;
  }
  return best?.name;
}

/** Case and the choice between `fail-on`, `fail_on` and `failOn` are no difference. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ ]/g, '');
}

/** Edits (insert, delete, replace, swap neighbours) from one word to another, when at most `limit`. */
function distanceWithin(a: string, b: string, limit: number): number | undefined {
  if (Math.abs(a.length - b.length) > limit) return undefined;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (same ? 0 : 1),
          swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    before = row;
    row = next;
  }
  const distance = row[b.length] ?? 0;
  return distance <= limit ? distance : undefined;
}
