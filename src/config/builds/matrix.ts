/** Targets of bake files that are many: one for each way through their matrix. */
import type { Placed, Target } from './bake.ts';
import type { Attribute, Expression } from './hcl.ts';
import type { Scope } from './scope.ts';

/** More are not told apart. */
const most = 256;

/** What decides which Dockerfile is built. */
const deciding: readonly string[] = ['dockerfile', 'context', 'dockerfile-inline'];

type Bindings = readonly (readonly [string, Expression])[];

/** The matrix of a target as it is written. */
export function matrixOf(attributes: readonly Placed[]): readonly Attribute[] {
  const value = attributes.findLast(({ name }) => name === 'matrix')?.value;
  return value?.kind === 'map' ? value.entries : [];
}

/**
 * The targets that a matrix makes of one, by name, where it decides which Dockerfile they build; none where it does not, or is not
 * known. Its other variables have no known value, as they differ.
 */
export function eachOf(
  label: string,
  statements: readonly Target[],
  scope: Scope,
): ReadonlyMap<string, readonly Target[]> {
  const attributes = statements.flatMap((one) => one.attributes);
  const lacking = attributes.filter(({ name }) => deciding.includes(name)).flatMap(({ value }) => scope.missing(value));
  const needed = matrixOf(attributes).filter(({ name }) => lacking.some((one) => one.name === name));
  const each = new Map<string, readonly Target[]>();
  const ways = waysThrough(needed, scope);
  if (needed.length === 0 || ways.length > most) return each;
  const name = attributes.findLast((one) => one.name === 'name')?.value;
  for (const [index, bound] of ways.entries()) {
    const said = name && scope.with(bound).text(name);
    const own = said === undefined || each.has(said) ? `${label}-${index + 1}` : said;
    each.set(
      own,
      statements.map((one) => ({ ...one, bound })),
    );
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
