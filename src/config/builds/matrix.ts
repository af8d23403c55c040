/** Targets of bake files that are many: one for each way through their matrix. */
import type { Origin } from '../origin.ts';
import type { Attribute, Expression } from './hcl.ts';
import type { Scope } from './scope.ts';

/** An attribute of a target. */
export interface Placed extends Attribute {
  readonly origin: Origin;
  /** Where a name stands in its value; the attribute itself where that cannot be told. */
  readonly originOf: (name: string, at: number | undefined) => Origin;
}

/** One statement about a target. */
export interface Target {
  readonly origin: Origin;
  readonly attributes: readonly Placed[];
  /** What variables of its matrix are for it. */
  readonly bound?: readonly (readonly [string, Expression])[];
}

/** More are not told apart. */
const most = 256;

/** What decides which Dockerfile is built. */
const deciding: readonly string[] = ['dockerfile', 'context', 'dockerfile-inline', 'inherits'];

type Bindings = readonly (readonly [string, Expression])[];

/** The matrix of a target. */
export function matrixOf(attributes: readonly Placed[], scope: Scope): readonly Attribute[] {
  return scope.entries(attributes.findLast(({ name }) => name === 'matrix')?.value);
}

/**
 * The targets that a matrix makes of one, by name, where it decides which Dockerfile they build; none where it does not, or is not
 * known. Its other variables have no known value, as they differ.
 */
export function eachOf(
  [label, statements]: readonly [string, readonly Target[]],
  scope: Scope,
  isTaken: (name: string) => boolean,
): ReadonlyMap<string, readonly Target[]> {
  const attributes = statements.flatMap((one) => one.attributes);
  const lacking = attributes.filter(({ name }) => deciding.includes(name)).flatMap(({ value }) => scope.missing(value));
  const needed = matrixOf(attributes, scope).filter(({ name }) => lacking.some((one) => one.name === name));
  const each = new Map<string, readonly Target[]>();
  const ways = waysThrough(needed, scope);
  if (needed.length === 0) return each;
  const name = attributes.findLast((one) => one.name === 'name')?.value;
  for (const [index, bound] of ways.entries()) {
    let own = (name && scope.with(bound).text(name)) ?? `${label}-${index + 1}`;
    while (each.has(own) || isTaken(own)) own = `${own}-${index + 1}`;
    const targets = statements.map((one) => ({ ...one, bound }));
    each.set(own, targets);
  }
  return each;
}

/** One value of each. */
function waysThrough(matrix: readonly Attribute[], scope: Scope): readonly Bindings[] {
  let ways: readonly Bindings[] = [[]];
  for (const { name, value } of matrix) {
    const items = scope.list(value) ?? [];
    if (ways.length * items.length > most) return [];
    ways = ways.flatMap((way) => items.map((item) => [...way, [name, item] as const]));
  }
  return ways;
}
