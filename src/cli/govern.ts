/** From flags and files to what governs a run: the configuration of each folder, with the command line over it. */
import { dirname } from 'node:path';
import { defaultsOf } from '../../rules/defaults.ts';
import { names } from '../../rules/names.ts';
import { presets } from '../../rules/presets.ts';
import { type FoundConfigs, findConfig } from '../config/find.ts';
import type { Kit, Level } from '../config/kit.ts';
import { type Config, configLoader, type FlagLayer, type Layer } from '../config/load.ts';
import { namesOf } from '../config/names.ts';
import type { Settings } from '../config/settings.ts';
import type { Problem } from '../finding.ts';
import { type Governed, governedBy } from '../policy.ts';
import type { Rule } from '../rule.ts';
import { pathOf } from '../source/name.ts';
import { type JudgingFlags, todayOf } from './flags.ts';
import { type Io, UsageError } from './io.ts';

export interface Governance {
  /** What governs a file, by its path as reports name it, or what has no folder of its own. */
  of(file: string): Promise<Governed>;
  /** Of the folder the command was started in: what holds for the run as a whole. */
  readonly settings: Settings;
  readonly today: string;
  /** Every rule that this run may have asked. */
  readonly rules: readonly Rule[];
}

/** The configuration of a folder cannot be used. */
export class ConfigurationError extends UsageError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(sentences(problems));
    this.problems = problems;
  }
}

export interface Ask {
  readonly flags: JudgingFlags;
  readonly io: Io;
  /** The rules that a run without configuration needs. */
  readonly rules: readonly Rule[];
  /** Files whose folders may hold configuration. */
  readonly files: readonly string[];
}

export async function govern({ flags, io, rules, files }: Ask): Promise<Governance> {
  const folders = [io.cwd, ...new Set(files.map((file) => dirname(pathOf(file, io.cwd))))];
  const asked = flagLayers(flags);
  const found: FoundConfigs = new Map();
  const kit: Kit = { rules: isPlain(flags, folders, { io, found }) ? rules : await everyRule(), defaultsOf, presets };
  const today = todayOf(flags, io);
  const load =
    flags.config === false ? plainConfig(kit) : configLoader({ cwd: io.cwd, found, ...explicit(flags) }, kit);
  // By configuration, not by folder: thousands of folders share one.
  const governed = new Map<Loading, Promise<Governed>>();
  const inFolder = (folder: string): Promise<Governed> => {
    const loading = load(folder);
    const known = governed.get(loading) ?? governFolder(loading, { asked, kit, io, today });
    governed.set(loading, known);
    return known;
  };
  const own = await inFolder(io.cwd);
  return {
    of: (file) => inFolder(dirname(pathOf(file, io.cwd))),
    settings: own.settings,
    today,
    rules: own.config.rules,
  };
}

type Loading = ReturnType<ReturnType<typeof configLoader>>;

interface Beside {
  readonly asked: readonly Layer[];
  readonly kit: Kit;
  readonly io: Io;
  readonly today: string;
}

async function governFolder(loading: Loading, { asked, kit, io, today }: Beside): Promise<Governed> {
  const loaded = await loading;
  if (!loaded.ok) throw new ConfigurationError(loaded.problem);
  const layers = [...loaded.value.layers, ...asked];
  const config: Config = { ...loaded.value, layers };
  checkNames(asked, config);
  return governedBy(config, { kit, cwd: io.cwd, names, today });
}

function plainConfig({ rules }: Kit): (start: string) => Loading {
  const plain: Loading = Promise.resolve({ ok: true, value: { layers: [], rules } });
  return () => plain;
}

function explicit({ config }: JudgingFlags): { explicit?: string } {
  return typeof config === 'string' ? { explicit: config } : {};
}

/** Nothing is configured: then only the rules that are asked need to be there. */
function isPlain(
  flags: JudgingFlags,
  folders: readonly string[],
  { io, found }: { io: Io; found: FoundConfigs },
): boolean {
  const { config, preset, rule, ignore } = flags;
  if (typeof config === 'string' || preset !== undefined || rule || ignore) return false;
  return config === false || folders.every((folder) => isUnconfigured(folder, io.cwd, found));
}

function isUnconfigured(folder: string, cwd: string, found: FoundConfigs): boolean {
  const nearest = findConfig(folder, cwd, found);
  return nearest.ok && nearest.value === undefined;
}

async function everyRule(): Promise<readonly Rule[]> {
  return (await import('../../rules/index.ts')).rules;
}

/** `file:line:column: sentence`, a line each. */
export function sentences(problems: readonly Problem[]): string {
  return problems
    .map(({ file, line, column, message }) =>
      [file, line, line === undefined ? undefined : column]
        .filter((part) => part !== undefined)
        .join(':')
        .concat(file === undefined ? '' : ': ', message),
    )
    .join('\nplimsoll: ');
}

function flagLayers(flags: JudgingFlags): readonly Layer[] {
  const layers: Layer[] = [];
  if (flags.preset !== undefined) {
    const all = presets();
    const preset = Object.hasOwn(all, flags.preset) ? all[flags.preset] : undefined;
    if (!preset)
      throw new UsageError(`There is no preset \`${flags.preset}\`; there are ${Object.keys(all).join(', ')}.`);
    layers.push({ kind: 'preset', name: flags.preset, preset });
  }
  const rules = flagRules(flags);
  if (Object.keys(rules).length > 0) layers.push({ kind: 'flag', rules });
  return layers;
}

function flagRules(flags: JudgingFlags): FlagLayer['rules'] {
  const rules: Record<string, Level> = {};
  for (const id of flags.ignore ?? []) rules[id] = 'off';
  for (const given of flags.rule ?? []) {
    const [id = '', level = ''] = given.split('=');
    if (!isLevel(level))
      throw new UsageError(`--rule takes ID=SEVERITY with off, info, warning or error, not \`${given}\`.`);
    rules[id] = level;
  }
  return rules;
}

function isLevel(text: string): text is Level {
  return text === 'off' || text === 'info' || text === 'warning' || text === 'error';
}

/** Rules named on the command line must be there. */
function checkNames(asked: readonly Layer[], { rules }: Config): void {
  const { named, suggest } = namesOf(rules);
  for (const layer of asked) {
    if (layer.kind !== 'flag') continue;
    for (const id of Object.keys(layer.rules)) {
      if (named(id).length > 0 || /^SC\d{4}$/.test(id)) continue;
      const near = suggest(id);
      throw new UsageError(`There is no rule \`${id}\`${near ? `; did you mean \`${near}\`?` : '.'}`);
    }
  }
}
