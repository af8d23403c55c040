/** What holds for one file or image: each rule's severity and options, and who said so. */
import type { Severity } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { globsMatch } from './glob.ts';
import type { Kit, Level, Options, Setting } from './kit.ts';
import type { Config, FileLayer } from './load.ts';
import { isShellcheckCode, namesOf } from './names.ts';
import type { Source } from './origin.ts';
import type { FileContent } from './schema.ts';

export interface RuleState {
  readonly level: Level;
  readonly options: Options;
  readonly levelFrom: Source;
  /** For each option, who gave it. */
  readonly optionsFrom: ReadonlyMap<string, Source>;
  /** Whether a person configured the level: then it holds over what the rule says of a single finding. */
  readonly explicit: boolean;
}

/** By rule id, and by ShellCheck's codes where they were configured. */
export interface ResolvedRules extends Iterable<readonly [string, RuleState]> {
  get(id: string): RuleState | undefined;
  /** What some layer states; nothing, where the rule speaks for itself. */
  stated(id: string): RuleState | undefined;
  levelOf(rule: Rule): Level;
  optionsOf(rule: Rule): Options;
}

/** What is linted: a Dockerfile by its absolute path, an image by its reference, or both. */
export interface Target {
  readonly file?: string;
  readonly image?: string;
}

const resolved = new WeakMap<Config, Map<string, ResolvedRules>>();

/** The state of every rule for one target. Targets that the same overrides speak of share one result. */
export async function resolveRules(config: Config, target: Target, kit: Kit): Promise<ResolvedRules> {
  const applied: Applied[] = [];
  for (const layer of config.layers) if (layer.kind === 'file') applied.push(...(await overridesFor(layer, target)));
  const results = resolved.get(config) ?? new Map<string, ResolvedRules>();
  resolved.set(config, results);
  const key = applied.map(({ layer, index }) => `${config.layers.indexOf(layer)}.${index}`).join(' ');
  const result = results.get(key) ?? resolve(config, applied, kit);
  results.set(key, result);
  return result;
}

interface Applied {
  readonly layer: FileLayer;
  readonly index: number;
}

async function overridesFor(layer: FileLayer, { file, image }: Target): Promise<readonly Applied[]> {
  const { overrides = [] } = layer.content;
  if (overrides.length === 0) return [];
  const { default: match } = await import('picomatch');
  return overrides.flatMap(({ files, images }, index) => {
    const speaks =
      (files !== undefined && file !== undefined && globsMatch(match, files, layer.folder)(file)) ||
      (images !== undefined && image !== undefined && match(images, { dot: true, bash: true })(image));
    return speaks ? { layer, index } : [];
  });
}

function resolve(config: Config, applied: readonly Applied[], kit: Kit): ResolvedRules {
  const states = new States(config, kit);
  if (config.layers.length === 0) return states;
  const set = setter(states, config.rules);
  for (const layer of config.layers) {
    if (layer.kind === 'preset') set(layer.preset.rules, { kind: 'preset', name: layer.name });
    else if (layer.kind === 'flag') set(layer.rules, { kind: 'flag' });
    else applyFile(layer, set, applied);
  }
  return states;
}

function applyFile(layer: FileLayer, set: Setter, applied: readonly Applied[]): void {
  const { rules, overrides } = layer.content;
  if (rules) set(rules, (name) => ({ kind: 'file', origin: layer.origin(['rules', name], 'key') }));
  for (const one of applied) {
    const override = one.layer === layer ? overrides?.[one.index] : undefined;
    if (override)
      set(override.rules, (name) => ({
        kind: 'file',
        origin: layer.origin(['overrides', one.index, 'rules', name], 'key'),
      }));
  }
}

/** What layers state, over what the rules say of themselves: most runs configure few rules, and ask few for their options. */
class States implements ResolvedRules {
  readonly #stated = new Map<string, RuleState>();
  readonly #config: Config;
  readonly #kit: Kit;
  /** Only what a preset names is on. */
  readonly #startsEmpty: boolean;
  readonly #edition: string | undefined;
  #byId: ReadonlyMap<string, Rule> | undefined;

  constructor(config: Config, kit: Kit) {
    this.#config = config;
    this.#kit = kit;
    const presets = config.layers.filter((layer) => layer.kind === 'preset');
    this.#startsEmpty = presets.length > 0 && presets.every(({ preset }) => preset.on === 'none');
    const dated = config.layers.findLast((layer) => layer.kind === 'file' && layer.content.edition !== undefined);
    this.#edition = dated?.kind === 'file' ? dated.content.edition : undefined;
  }

  get(id: string): RuleState | undefined {
    const stated = this.#stated.get(id);
    if (stated !== undefined) return stated;
    const rule = this.#rule(id);
    return rule && this.#initial(rule);
  }

  has(id: string): boolean {
    return this.#stated.has(id) || this.#rule(id) !== undefined;
  }

  #rule(id: string): Rule | undefined {
    this.#byId ??= new Map(this.#config.rules.map((rule) => [rule.id, rule]));
    return this.#byId.get(id);
  }

  stated(id: string): RuleState | undefined {
    return this.#stated.get(id);
  }

  state(id: string, state: RuleState): void {
    this.#stated.set(id, state);
  }

  levelOf(rule: Rule): Level {
    if (this.#config.layers.length === 0) return rule.severity;
    return this.#stated.get(rule.id)?.level ?? this.#initialLevel(rule);
  }

  optionsOf(rule: Rule): Options {
    return this.#stated.get(rule.id)?.options ?? this.#initialOptions(rule);
  }

  *[Symbol.iterator](): Iterator<readonly [string, RuleState]> {
    const ids = new Set([...this.#config.rules.map(({ id }) => id), ...this.#stated.keys()]);
    for (const id of ids) {
      const state = this.get(id);
      if (state) yield [id, state];
    }
  }

  #initial(rule: Rule): RuleState {
    const options = this.#initialOptions(rule);
    const level = this.#initialLevel(rule);
    return { level, options, levelFrom: { kind: 'default' }, optionsFrom: nobody, explicit: false };
  }

  /** The rules speak for themselves, unless a preset names those that do, or an edition is older than they are. A project's own rules are always on. */
  #initialLevel(rule: Rule): Level {
    const edition = this.#edition;
    const isTooNew = edition !== undefined && Number(rule.since.split('.')[0]) > Number(edition);
    return (this.#startsEmpty || isTooNew) && this.#kit.rules.includes(rule) ? 'off' : rule.severity;
  }

  #initialOptions({ id }: Rule): Options {
    return this.#kit.defaultsOf(id) ?? this.#config.defaults?.[id] ?? {};
  }
}

/** Shared by all rules whose options nobody gave. */
const nobody: RuleState['optionsFrom'] = new Map();

type Settings = NonNullable<FileContent['rules']> | Readonly<Record<string, Setting>>;
type Setter = (settings: Settings, source: Source | ((name: string) => Source)) => void;

function setter(states: States, rules: readonly Rule[]): Setter {
  const { named } = namesOf(rules);
  return (settings, source) => {
    // A rule's own id says more than a code that names it among others.
    const names = Object.keys(settings).toSorted((a, b) => Number(states.has(a)) - Number(states.has(b)));
    for (const name of names) {
      const setting = settings[name];
      if (setting === undefined) continue;
      const from = typeof source === 'function' ? source(name) : source;
      const ids = isShellcheckCode(name) ? [name] : named(name);
      for (const id of ids) states.state(id, changed(states.get(id), setting, from));
    }
  };
}

function changed(before: RuleState | undefined, setting: NonNullable<Settings[string]>, from: Source): RuleState {
  const [level, given = {}] = typeof setting === 'string' ? [setting] : setting;
  const options: Options = isOptions(given) ? given : {};
  return {
    level,
    options: { ...before?.options, ...options },
    levelFrom: from,
    optionsFrom: new Map([...(before?.optionsFrom ?? []), ...Object.keys(options).map((key) => [key, from] as const)]),
    explicit: from.kind === 'file' || from.kind === 'flag',
  };
}

function isOptions(value: unknown): value is Options {
  return typeof value === 'object' && value !== null;
}

/**
 * A rule that is on, as the engine takes it: most are not asked, and fewer find anything. There are two hundred, so their
 * fields are declared only, as a field that is defined is stored twice.
 */
export class Active {
  declare readonly rule: Rule;
  declare readonly severity: Severity;
  declare readonly states: ResolvedRules;
  declare given: Options | undefined;

  constructor(rule: Rule, severity: Severity, states: ResolvedRules) {
    this.rule = rule;
    this.severity = severity;
    this.states = states;
    this.given = undefined;
  }

  get configured(): boolean {
    return this.states.stated(this.rule.id)?.explicit === true;
  }

  get options(): Options {
    this.given ??= this.states.optionsOf(this.rule);
    return this.given;
  }
}

/** Those of some rules that are on. */
export function activeRules(states: ResolvedRules, rules: readonly Rule[]): readonly Active[] {
  const known = active.get(states);
  if (known?.rules === rules) return known.list;
  const list = activeOf(states, rules);
  active.set(states, { rules, list });
  return list;
}

/** Thousands of files share the states of their rules. */
const active = new WeakMap<ResolvedRules, { readonly rules: readonly Rule[]; readonly list: readonly Active[] }>();

function activeOf(states: ResolvedRules, rules: readonly Rule[]): readonly Active[] {
  const list: Active[] = [];
  // By a function: a loop over two hundred makes an object for each of them.
  rules.forEach((rule) => {
    const level = states.levelOf(rule);
    if (level !== 'off') list.push(new Active(rule, level, states));
  });
  return list;
}
