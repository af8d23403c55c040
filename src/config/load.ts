/** From a directory to the configuration that holds there. Without a file nothing is loaded and nothing is parsed. */
import type { Problem, Result } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { type ConfigFile, type FoundConfigs, findConfig, namedConfig, pathFrom } from './find.ts';
import type { Kit, Options, Preset, Setting } from './kit.ts';
import type { Origin } from './origin.ts';
import type { FileContent } from './schema.ts';

/** A preset: rules only, known beforehand. */
export interface PresetLayer {
  readonly kind: 'preset';
  readonly name: string;
  readonly preset: Preset;
}

/** What the command line states: it holds over everything. */
export interface FlagLayer {
  readonly kind: 'flag';
  readonly rules: Readonly<Record<string, Setting>>;
}

/** What one file states. */
export interface FileLayer {
  readonly kind: 'file';
  /** As reports name it. */
  readonly file: string;
  /** Absolute, with `/`: globs count from here. */
  readonly folder: string;
  readonly content: FileContent;
  origin(path: readonly PropertyKey[], part?: 'key' | 'value'): Origin;
}

export type Layer = PresetLayer | FileLayer | FlagLayer;

export interface Config {
  /** The lowest first: each holds over those before it. */
  readonly layers: readonly Layer[];
  /** Every rule there is: the handed-in ones, those of plugins, those without code. */
  readonly rules: readonly Rule[];
  /** Options of the rules of plugins, when nobody configured them. */
  readonly defaults?: Readonly<Record<string, Options>>;
  /** The nearest file, as reports name it; absent when there is none. */
  readonly file?: string;
}

export interface LoadRequest {
  /** The directory to look from, absolute. */
  readonly start: string;
  /** A file that the user named: then none is looked for. */
  readonly explicit?: string;
  readonly cwd: string;
  /** What was found before, for runs that look from many directories. */
  readonly found?: FoundConfigs;
}

/** The configuration in force at a directory, or everything that is wrong with it. */
export async function loadConfig(request: LoadRequest, kit: Kit): Promise<Result<Config, readonly Problem[]>> {
  const found = configFile(request);
  if (!found.ok) return { ok: false, problem: [found.problem] };
  if (!found.value) return { ok: true, value: { layers: [], rules: kit.rules } };
  const { readConfigFile } = await import('./read.ts');
  return readConfigFile(found.value, { cwd: request.cwd, kit });
}

function configFile({ start, explicit, cwd, found }: LoadRequest): Result<ConfigFile | undefined> {
  if (explicit === undefined) return findConfig(start, cwd, found);
  return { ok: true, value: namedConfig(pathFrom(cwd, explicit)) };
}

/** Loads for many directories of one run: a file that governs several of them is read once. */
export function configLoader(
  request: Omit<LoadRequest, 'start'>,
  kit: Kit,
): (start: string) => Promise<Result<Config, readonly Problem[]>> {
  const shared = { found: new Map(), ...request };
  const byFile = new Map<string, Promise<Result<Config, readonly Problem[]>>>();
  const byStart = new Map<string, Promise<Result<Config, readonly Problem[]>>>();
  const load = (start: string): Promise<Result<Config, readonly Problem[]>> => {
    const found = configFile({ ...shared, start });
    const key = found.ok ? (found.value?.path ?? '') : start;
    const loaded = byFile.get(key) ?? loadConfig({ ...shared, start }, kit);
    byFile.set(key, loaded);
    return loaded;
  };
  return (start) => {
    const loaded = byStart.get(start) ?? load(start);
    byStart.set(start, loaded);
    return loaded;
  };
}
