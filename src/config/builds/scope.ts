/** What the expressions of a bake file stand for. */
import type { Attribute, Expression } from './hcl.ts';
import type { Given } from './plan.ts';

/** A name without a value. */
export interface MissingName {
  readonly name: string;
  /** The name that leads to it, and where that stands. */
  readonly used: string;
  readonly at?: number | undefined;
}

/** Expressions, as far as these variables tell them. */
export class Scope {
  readonly #variables: ReadonlyMap<string, Expression>;
  /** Variables that are being looked up: one that leads to itself has no value. */
  readonly #open = new Set<string | Expression>();

  constructor(variables: ReadonlyMap<string, Expression>) {
    this.#variables = variables;
  }

  /** Names followed to what they stand for. */
  settled(value: Expression): Expression {
    const [only, ...more] = value.kind === 'text' ? value.parts : [];
    // A template around one name is what the name stands for, null too.
    if (typeof only === 'object' && more.length === 0) return this.settled(only);
    if (value.kind === 'member') return this.#member(value);
    if (value.kind !== 'name') return value;
    const meant = this.#variables.get(value.name);
    if (meant === undefined || this.#open.has(value.name)) return { kind: 'unknown' };
    this.#open.add(value.name);
    const settled = this.settled(meant);
    const solved: Expression = settled.kind === 'text' ? this.#closed(settled) : settled;
    this.#open.delete(value.name);
    return solved;
  }

  #member(value: Extract<Expression, { kind: 'member' }>): Expression {
    if (this.#open.has(value)) return { kind: 'unknown' };
    this.#open.add(value);
    const whole = this.settled(value.of);
    const entry = whole.kind === 'map' ? whole.entries.find(({ name }) => name === value.name) : undefined;
    const settled: Expression = entry ? this.settled(entry.value) : { kind: 'unknown' };
    this.#open.delete(value);
    return settled;
  }

  #closed(value: Expression): Expression {
    const text = this.text(value);
    return text === undefined ? { kind: 'unknown' } : { kind: 'text', parts: [text] };
  }

  text(given: Expression): Given {
    const value = this.settled(given);
    if (value.kind !== 'text') return undefined;
    let text = '';
    for (const part of value.parts) {
      const more = typeof part === 'string' ? part : this.text(part);
      if (more === undefined) return undefined;
      text += more;
    }
    return text;
  }

  /** The same, with more variables or other values of them. */
  with(more: Iterable<readonly [string, Expression]>): Scope {
    return new Scope(new Map([...this.#variables, ...more]));
  }

  /** The names that a text lacks. */
  missing(given: Expression): readonly MissingName[] {
    if (given.kind === 'text')
      return given.parts.flatMap((part) => (typeof part === 'string' ? [] : this.missing(part)));
    if (given.kind === 'list') return given.items.flatMap((item) => this.missing(item));
    if (given.kind === 'member') return this.settled(given).kind === 'unknown' ? this.#missingOf(given.of) : [];
    return given.kind === 'name' && this.text(given) === undefined ? this.#missingOf(given) : [];
  }

  #missingOf(given: Expression): readonly MissingName[] {
    if (given.kind !== 'name') return this.missing(given);
    const { name, at } = given;
    const meant = this.#variables.get(name);
    if (meant === undefined || this.#open.has(name)) return [{ name, used: name, at }];
    this.#open.add(name);
    const inner = this.missing(meant);
    this.#open.delete(name);
    return inner.length > 0 ? inner.map((one) => ({ ...one, used: name, at })) : [{ name, used: name, at }];
  }

  list(given: Expression | undefined): readonly Expression[] | undefined {
    const value = given && this.settled(given);
    return value?.kind === 'list' ? value.items : undefined;
  }

  /** `undefined` unless every item is known. */
  texts(given: Expression): readonly string[] | undefined {
    const items = this.list(given)?.map((item) => this.text(item));
    const known = items?.flatMap((item) => item ?? []);
    return known?.length === items?.length ? known : undefined;
  }

  entries(given: Expression | undefined): readonly Attribute[] {
    const value = given && this.settled(given);
    return value?.kind === 'map' ? value.entries : [];
  }

  /** The id of `type=env,id=token`, or of a map that says so. */
  secret(given: Expression): Given {
    const id = this.entries(given).find(({ name }) => name === 'id');
    return id ? this.text(id.value) : /(?:^|,)id=([^,]+)/.exec(this.text(given) ?? '')?.[1];
  }
}
