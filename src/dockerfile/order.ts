/** Questions about what stands before what, which cost no look at each that does. */
import type { Instruction, Stage } from './model.ts';

interface Indexed {
  readonly index: number;
}

/** How many of these, which stand in the order of the file, stand before the instruction of this index. */
export function countBefore(sorted: readonly Indexed[], index: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.index ?? 0) < index) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last that stands before. */
export function lastBefore<One extends Indexed>(sorted: readonly One[], index: number): One | undefined {
  return sorted[countBefore(sorted, index) - 1];
}

/** Those that stand at it or behind, as far as they are asked for. */
export function* from<One extends Indexed>(sorted: readonly One[], index: number): Generator<One> {
  for (let at = countBefore(sorted, index); at < sorted.length; at++) {
    const one = sorted[at];
    if (one !== undefined) yield one;
  }
}

/** A stage's instructions behind one of them, up to and without another. */
export function between({ from, instructions }: Stage, after: number, before: number): readonly Instruction[] {
  return instructions.slice(after - from.index + 1, before - from.index);
}

/** A path and every folder above it, the root included. */
export function withFolders(path: string): readonly string[] {
  const all = ['/'];
  for (let at = path.indexOf('/', 1); at !== -1; at = path.indexOf('/', at + 1)) all.push(path.slice(0, at));
  if (path !== '/') all.push(path);
  return all;
}

/** By the path of each, and of every folder above it. */
export function byFolder<One>(all: Iterable<readonly [path: string, one: One]>): ReadonlyMap<string, readonly One[]> {
  const index = new Map<string, One[]>();
  for (const [path, one] of all) {
    for (const folder of withFolders(path)) {
      const here = index.get(folder) ?? [];
      if (here.at(-1) !== one) here.push(one);
      index.set(folder, here);
    }
  }
  return index;
}
