/** Rules that a project brings along: the one place where configuration runs code, and only because it was named. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Problem, Result } from '../finding.ts';
import type { Rule } from '../rule.ts';
import type { ConfigDocument } from './document.ts';

export interface PluginContext {
  /** The folder of the configuration file. */
  readonly folder: string;
  /** Rules that are there already: ids and aliases are taken. */
  readonly known: readonly Rule[];
}

/** The rules of every plugin that a configuration file names. */
export async function loadPlugins(
  document: ConfigDocument,
  context: PluginContext,
): Promise<Result<readonly Rule[], readonly Problem[]>> {
  const { data } = document;
  const named = typeof data === 'object' && data !== null ? Reflect.get(data, 'plugins') : undefined;
  if (!Array.isArray(named)) return { ok: true, value: [] };
  const rules: Rule[] = [];
  const problems: Problem[] = [];
  for (const [index, name] of named.entries()) {
    if (typeof name !== 'string' || name === '') continue;
    const loaded = await loadPlugin(name, { ...context, known: [...context.known, ...rules] });
    if (loaded.ok) rules.push(...loaded.value);
    else problems.push({ message: loaded.problem, ...document.origin(['plugins', index]) });
  }
  return problems.length > 0 ? { ok: false, problem: problems } : { ok: true, value: rules };
}

async function loadPlugin(name: string, { folder, known }: PluginContext): Promise<Result<readonly Rule[], string>> {
  const exported = await load(name, folder);
  if (!exported.ok) return exported;
  const rules = rulesIn(exported.value);
  const wrong = (problem: string): Result<readonly Rule[], string> => ({ ok: false, problem });
  if (rules.length === 0) return wrong(`The plugin \`${name}\` exports no rule; export what \`defineRule\` returns.`);
  for (const rule of rules) {
    if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(rule.id))
      return wrong(`The plugin \`${name}\` has a rule called \`${rule.id}\`; write ids in kebab-case.`);
    const taken = known.find((other) => other.id === rule.id || other.aliases?.includes(rule.id));
    if (taken) return wrong(`The plugin \`${name}\` has a rule \`${rule.id}\`, and there is one already; rename it.`);
  }
  return { ok: true, value: rules };
}

async function load(name: string, folder: string): Promise<Result<unknown, string>> {
  let path: string;
  try {
    path = createRequire(join(folder, 'plimsoll.yaml')).resolve(name);
  } catch {
    const remedy = /^\.{1,2}\//.test(name) ? 'check the path' : 'install it, or write `./` before a file';
    return { ok: false, problem: `The plugin \`${name}\` is not there; ${remedy}.` };
  }
  try {
    return { ok: true, value: await import(pathToFileURL(path).href) };
  } catch (error) {
    const cause = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { ok: false, problem: `The plugin \`${name}\` cannot be loaded: ${cause?.replace(/\.$/, '')}.` };
  }
}

/** A module exports a rule or a list of rules, as default or by name. */
function rulesIn(module: unknown): readonly Rule[] {
  if (typeof module !== 'object' || module === null) return [];
  const found = new Map<string, Rule>();
  for (const value of Object.values(module).flatMap((one: unknown) => (Array.isArray(one) ? one : [one])))
    if (isRule(value)) found.set(value.id, value);
  return [...found.values()];
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
