/** The configuration's JSON schema, for editors: printed from the one schema. */
import type { Rule } from '../rule.ts';
import { namesOf } from './names.ts';
import { configSchema } from './schema.ts';

/** Where the schema is published. */
export const schemaId = 'https://raw.githubusercontent.com/plimsoll/plimsoll/main/docs/plimsoll.schema.json';

const level = { enum: ['off', 'info', 'warning', 'error'], description: '`off`, or the severity of its findings.' };

/** The text of `docs/plimsoll.schema.json`. Every rule is written out once; its codes, and the overrides, point to it. */
export async function configJsonSchema(rules: readonly Rule[]): Promise<string> {
  const z = await import('zod');
  const ids = rules.map((rule) => rule.id).sort();
  const options = { io: 'input', unrepresentable: 'any' } as const;
  const { $schema, ...whole } = z.toJSONSchema(configSchema(z, rules, ids), options);
  const settings = whole.properties?.['rules'];
  const overrides = whole.properties?.['overrides'];
  if (typeof settings !== 'object' || typeof overrides !== 'object' || typeof overrides.items !== 'object') return '';
  const { named } = namesOf(rules);
  const codes = [...new Set(rules.flatMap((rule) => rule.aliases ?? []))].sort().map((code) => {
    const [id, ...others] = named(code);
    const description = `Names ${named(code).join(', ')}.`;
    if (others.length > 0) return [code, { ...level, description }] as const;
    return [code, { $ref: `#/properties/rules/properties/${id}` }] as const;
  });
  settings.properties = { ...settings.properties, ...Object.fromEntries(codes) };
  settings.patternProperties = { '^SC\\d{4}$': { ...level, description: 'A code of ShellCheck.' } };
  if (!Array.isArray(overrides.items) && overrides.items.properties)
    overrides.items.properties['rules'] = { $ref: '#/properties/rules' };
  const schema = { $schema, $id: schemaId, title: 'Configuration of Plimsoll', ...whole, $defs: { level } };
  return `${JSON.stringify(schema, pointToLevel, 1)}\n`;
}

/** Severities are written out once, under `$defs`. */
function pointToLevel(key: string, value: unknown): unknown {
  const isLevels = key !== 'level' && typeof value === 'object' && value !== null && 'enum' in value;
  if (!isLevels || !Array.isArray(value.enum) || value.enum.join() !== level.enum.join()) return value;
  return { $ref: '#/$defs/level' };
}
