/** Rules that a project brings along: the one place where configuration runs code, and only because it was named. */
import type { Problem, Result } from '../finding.ts';
import type { Rule } from '../rule.ts';
import type { ConfigDocument } from './document.ts';
import type { Options } from './kit.ts';
import { sentence } from './sentence.ts';

export interface PluginContext {
  /** The folder of the configuration file. */
  readonly folder: string;
  /** Rules that are there already: ids and aliases are taken. */
  readonly known: readonly Rule[];
  /** `false`: they are named and not run. */
  readonly run?: false | undefined;
}

/** Rules, and what their options are when nobody configured them. */
export interface Plugins {
  readonly rules: readonly Rule[];
  readonly defaults: Readonly<Record<string, Options>>;
}

/** The rules of every plugin that a configuration file names. */
export async function loadPlugins(
  document: ConfigDocument,
  context: PluginContext,
): Promise<Result<Plugins, readonly Problem[]>> {
  const { data } = document;
  const named = typeof data === 'object' && data !== null ? Reflect.get(data, 'plugins') : undefined;
  if (!Array.isArray(named)) return { ok: true, value: { rules: [], defaults: {} } };
  const rules: Rule[] = [];
  const defaults: Record<string, Options> = {};
  const problems: Problem[] = [];
  for (const [index, name] of named.entries()) {
    if (typeof name !== 'string' || name === '') continue;
    const loaded = await loadPlugin(name, { ...context, known: [...context.known, ...rules] });
    if (loaded.ok) {
      rules.push(...loaded.value.rules);
      Object.assign(defaults, loaded.value.defaults);
    } else problems.push({ message: sentence(loaded.problem), ...document.origin(['plugins', index]) });
  }
  return problems.length > 0 ? { ok: false, problem: problems } : { ok: true, value: { rules, defaults } };
}

async function loadPlugin(name: string, { folder, known, run }: PluginContext): Promise<Result<Plugins, string>> {
  if (run === false)
    return { ok: false, problem: `The plugin \`${name}\` is code, and is not run in a folder that is not trusted.` };
  const { importPlugin } = await import('./import-plugin.ts');
  const exported = await importPlugin(name, folder);
  if (!exported.ok) return exported;
  const all = rulesIn(exported.value);
  // A plugin that two files name is one plugin.
  const rules = all.filter((rule) => !known.includes(rule));
  const wrong = (problem: string): Result<Plugins, string> => ({ ok: false, problem });
  const defaults: Record<string, Options> = {};
  if (all.length === 0) return wrong(`The plugin \`${name}\` exports no rule; export what \`defineRule\` returns.`);
  for (const rule of rules) {
    if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(rule.id))
      return wrong(`The plugin \`${name}\` has a rule called \`${rule.id}\`; write ids in kebab-case.`);
    const taken = known.find((other) => other.id === rule.id || other.aliases?.includes(rule.id));
    if (taken) return wrong(`The plugin \`${name}\` has a rule \`${rule.id}\`, and there is one already; rename it.`);
    const options = await defaultOptions(rule);
    if (!options)
      return wrong(
        `The plugin \`${name}\` has a rule \`${rule.id}\` whose options have no defaults; give each a \`.default()\`.`,
      );
    defaults[rule.id] = options;
  }
  return { ok: true, value: { rules, defaults } };
}

async function defaultOptions({ options }: Rule): Promise<Options | undefined> {
  if (!options) return {};
  const parsed = options(await import('zod')).safeParse({});
  return parsed.success && typeof parsed.data === 'object' && parsed.data !== null ? { ...parsed.data } : undefined;
}

/** What a rule may leave out. */
const blank = { since: '1.0', bad: [], good: [] } as const;

/** A module exports a rule or a list of rules, as default or by name. */
function rulesIn(module: unknown): readonly Rule[] {
  if (typeof module !== 'object' || module === null) return [];
  const found = new Map<string, Rule>();
  for (const value of Object.values(module).flatMap((one: unknown) => (Array.isArray(one) ? one : [one])))
    if (isRule(value)) found.set(value.id, completed(value));
  return [...found.values()];
}

const complete = new WeakMap<Rule, Rule>();

function completed(rule: Rule): Rule {
  const made = complete.get(rule) ?? { ...blank, ...rule };
  complete.set(rule, made);
  return made;
}

/** What is handed over at run time has no type yet: every part that the engine reads is looked at. */
function isRule(value: unknown): value is Rule {
  if (typeof value !== 'object' || value === null) return false;
  const text = (key: string) => typeof Reflect.get(value, key) === 'string';
  const on: unknown = Reflect.get(value, 'on');
  return (
    text('id') &&
    text('summary') &&
    text('why') &&
    text('category') &&
    (on === 'dockerfile' || on === 'image' || on === 'build') &&
    ['off', 'info', 'warning', 'error'].includes(String(Reflect.get(value, 'severity'))) &&
    typeof Reflect.get(value, 'check') === 'function'
  );
}
