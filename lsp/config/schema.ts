/** Reading a JSON schema: what may stand at a path. */
import { has } from '../settings.ts';
import type { Path } from './cursor.ts';

export type Schema = Readonly<Record<string, unknown>>;

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every form that a value at the path may have; none where nothing may stand. */
export function formsAt(root: Schema, path: Path): readonly Schema[] {
  let forms = formsOf(root, root);
  for (const key of path)
    forms = forms.flatMap((form) => stepsOf(form, key)).flatMap((schema) => formsOf(root, schema));
  return forms;
}

/** References followed, alternatives side by side; what is described for all of them is kept. */
function formsOf(root: Schema, schema: Schema, depth = 0): readonly Schema[] {
  if (depth > 8) return [];
  const { $ref: reference, anyOf, oneOf, ...rest } = schema;
  const target = typeof reference === 'string' ? referred(root, reference) : undefined;
  const alternatives = [anyOf, oneOf].flatMap((list: unknown) => (Array.isArray(list) ? list.filter(isSchema) : []));
  const inner = [...(target ? [target] : []), ...alternatives];
  if (inner.length === 0) return [schema];
  return inner.flatMap((one) => formsOf(root, { ...one, ...rest }, depth + 1));
}

function referred(root: Schema, reference: string): Schema | undefined {
  const found = reference
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, part) => (isSchema(value) ? value[part] : undefined), root);
  return isSchema(found) ? found : undefined;
}

function stepsOf(form: Schema, key: string | number): readonly Schema[] {
  if (typeof key === 'number') {
    const { prefixItems, items } = form;
    const own: unknown = Array.isArray(prefixItems) ? (prefixItems[key] ?? items) : items;
    return isSchema(own) ? [own] : [];
  }
  const { properties, patternProperties, additionalProperties } = form;
  if (isSchema(properties) && isSchema(properties[key])) return [properties[key]];
  const patterns = isSchema(patternProperties) ? Object.entries(patternProperties) : [];
  const fits = patterns.flatMap(([pattern, schema]) =>
    new RegExp(pattern).test(key) && isSchema(schema) ? [schema] : [],
  );
  return fits.length > 0 ? fits : isSchema(additionalProperties) ? [additionalProperties] : [];
}

export interface Property {
  readonly name: string;
  readonly description: string;
  /** What its value may be: `map`, `list`, or something of one line. */
  readonly holds: 'map' | 'list' | 'value';
}

export function propertiesOf(root: Schema, forms: readonly Schema[]): readonly Property[] {
  return forms.flatMap(({ properties }) =>
    Object.entries(isSchema(properties) ? properties : {}).flatMap(([name, schema]): Property[] => {
      if (!isSchema(schema)) return [];
      const own = formsOf(root, schema);
      const types = own.map(({ type }) => type);
      const holds = types.every((type) => type === 'object')
        ? 'map'
        : types.every((type) => type === 'array')
          ? 'list'
          : 'value';
      return [{ name, description: descriptionOf([schema, ...own]), holds }];
    }),
  );
}

/** The first that says something. */
export function descriptionOf(forms: readonly Schema[]): string {
  const said = forms.find((form) => has(form, 'description'));
  return String(said?.['description'] ?? '');
}

/** Words that a value may be. */
export function valuesOf(forms: readonly Schema[]): readonly string[] {
  const words = forms.flatMap(({ enum: options, const: constant, type }) => {
    if (Array.isArray(options)) return options.map(String);
    if (constant !== undefined) return [String(constant)];
    return type === 'boolean' ? ['true', 'false'] : [];
  });
  return [...new Set(words)];
}
