/** The parts of a rule's page, by running the rule on its own examples. */
import type { PageParts, ShownExample, ShownOption } from '../report/page.ts';
import type { Rule } from '../rule.ts';
import { runExample } from './check.ts';
import { unmarkImage } from './expected.ts';
import type { RuleCase } from './rule.ts';

export async function pageParts(rule: Rule, all: readonly Rule[]): Promise<PageParts> {
  return {
    rule,
    bad: await Promise.all(rule.bad.map((example) => show(rule, example, 'bad'))),
    good: await Promise.all(rule.good.map((example) => show(rule, example, 'good'))),
    options: await shownOptions(rule),
    related: relatedRules(rule, all),
  };
}

async function show(rule: Rule, example: RuleCase, kind: 'bad' | 'good'): Promise<ShownExample> {
  const { drafts, text } = await runExample(rule, example, kind);
  const given = typeof example === 'string' ? {} : example;
  const shown = rule.on === 'dockerfile' ? (text ?? '') : sketchOf(example);
  return { example: shown, drafts, fixed: 'fixed' in given ? given.fixed : undefined, options: given.options };
}

function sketchOf(example: RuleCase) {
  return typeof example === 'string' || 'code' in example ? '' : unmarkImage(example).example;
}

async function shownOptions(rule: Rule): Promise<readonly ShownOption[]> {
  if (!rule.options) return [];
  const z = await import('zod');
  const schema = z.toJSONSchema(rule.options(z), { io: 'output' });
  return Object.entries(schema.properties ?? {}).map(([name, option]) => {
    const known = typeof option === 'object' ? option : {};
    return {
      name,
      description: known.description ?? '',
      type: typeName(known),
      fallback: JSON.stringify(known.default),
    };
  });
}

interface JsonType {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly items?: unknown;
}

function typeName({ type, enum: values, items }: JsonType): string {
  if (values) return values.map((value) => `\`${String(value)}\``).join(' or ');
  if (type === 'array' && typeof items === 'object' && items !== null && 'type' in items)
    return `list of ${String(items.type)}`;
  return typeof type === 'string' ? type : 'value';
}

function relatedRules(rule: Rule, all: readonly Rule[]): readonly string[] {
  const aliases = new Set(rule.aliases);
  return all
    .filter((other) => other.id !== rule.id)
    .filter(
      (other) =>
        (rule.fault !== undefined && other.fault === rule.fault) || other.aliases?.some((alias) => aliases.has(alias)),
    )
    .map((other) => other.id)
    .sort();
}
