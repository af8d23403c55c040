/** Everything that is configured beside rules, layers laid over each other. */
import type { StatedDetector } from '../dockerfile/facts.ts';
import type { Evidence, Place, Severity } from '../finding.ts';
import { pathFrom } from './find.ts';
import { globsMatch } from './glob.ts';
import type { Config, FileLayer } from './load.ts';
import { namesOf } from './names.ts';

type SecretEvidence = Extract<Evidence, { kind: 'secret' }>;

/** An entry of `ignore` or `secrets.allow`, names and globs resolved. */
export interface IgnoreEntry {
  readonly rules: ReadonlySet<string>;
  /** Whether it speaks of what is found at this place; absent: of every place. */
  readonly at?: (place: Place) => boolean;
  /** Whether it speaks of a secret of this kind and fingerprint; absent: of whatever its rules find. */
  readonly secret?: (secret: SecretEvidence) => boolean;
  /** Whether it speaks of this image; absent: of every subject. */
  readonly image?: (reference: string) => boolean;
  readonly reason: string | undefined;
  readonly owner: string | undefined;
  readonly until: string | undefined;
  readonly place: Place;
}

export interface Settings {
  readonly failOn: Severity | 'never';
  readonly format: readonly string[];
  readonly color: boolean | undefined;
  readonly verbose: boolean;
  /** Absolute. */
  readonly baseline: string | undefined;
  readonly targets: readonly string[];
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly base: string | undefined;
  readonly ignoreBase: boolean;
  /** `false`: leave it out; a text: the program's path. */
  readonly shellcheck: boolean | string;
  readonly max: ReadonlyMap<string, number>;
  /** Detectors of secrets that were stated. */
  readonly detectors: readonly StatedDetector[];
  readonly ignores: readonly IgnoreEntry[];
  /** Whether a Dockerfile that was not named, but found, is left out; by absolute path. */
  readonly excludes: ((path: string) => boolean) | undefined;
  readonly suppressions: {
    readonly inSource: boolean;
    readonly requireReason: boolean;
    readonly foreignUnused: boolean;
    /** Days. */
    readonly notice: number;
  };
}

/** What holds when nobody configured anything. */
export const defaultSettings: Settings = {
  failOn: 'warning',
  format: [],
  color: undefined,
  verbose: false,
  baseline: undefined,
  targets: [],
  buildArgs: {},
  base: undefined,
  ignoreBase: false,
  shellcheck: true,
  max: new Map(),
  detectors: [],
  ignores: [],
  excludes: undefined,
  suppressions: { inSource: true, requireReason: false, foreignUnused: false, notice: 14 },
};

/** The settings that hold in a run; report names of files count from `cwd`. */
export async function settingsOf(config: Config, cwd: string): Promise<Settings> {
  const layers = config.layers.filter((layer) => layer.kind === 'file');
  const settings = layers.reduce((below, layer) => overlay(below, layer), defaultSettings);
  const isGlobbing = layers.some(
    ({ content: { ignore, exclude, secrets } }) => (ignore ?? exclude ?? secrets?.allow) !== undefined,
  );
  return isGlobbing ? { ...settings, ...(await globSettings(config, layers, cwd)) } : settings;
}

function overlay(below: Settings, { content, folder }: FileLayer): Settings {
  const { format, baseline, suppressions = {} } = content;
  return {
    ...below,
    failOn: content.failOn ?? below.failOn,
    format: format === undefined ? below.format : [format].flat(),
    color: content.color ?? below.color,
    verbose: content.verbose ?? below.verbose,
    baseline: baseline === undefined ? below.baseline : pathFrom(folder, baseline),
    targets: content.targets ?? below.targets,
    buildArgs: { ...below.buildArgs, ...content.buildArgs },
    base: content.base ?? below.base,
    ignoreBase: content.ignoreBase ?? below.ignoreBase,
    shellcheck: content.shellcheck ?? below.shellcheck,
    max: new Map([...below.max, ...Object.entries(content.max ?? {})]),
    detectors: stated(below.detectors, content.secrets?.detectors),
    suppressions: {
      inSource: suppressions.inSource ?? below.suppressions.inSource,
      requireReason: suppressions.requireReason ?? below.suppressions.requireReason,
      foreignUnused: suppressions.foreignUnused ?? below.suppressions.foreignUnused,
      notice: suppressions.notice ?? below.suppressions.notice,
    },
  };
}

/** A later statement of a name takes the place of an earlier one. */
function stated(
  below: readonly StatedDetector[],
  detectors: NonNullable<FileLayer['content']['secrets']>['detectors'] = [],
): readonly StatedDetector[] {
  if (detectors.length === 0) return below;
  const own = detectors.map(({ confidence = 'likely', ...rest }): StatedDetector => ({ ...rest, confidence }));
  return [...below.filter(({ id }) => !own.some((one) => one.id === id)), ...own];
}

async function globSettings(
  config: Config,
  layers: readonly FileLayer[],
  cwd: string,
): Promise<Pick<Settings, 'ignores' | 'excludes'>> {
  const { default: match } = await import('picomatch');
  const { named } = namesOf(config.rules);
  const known = (name: string) => (named(name).length > 0 ? named(name) : [name]);
  const atPaths = (layer: FileLayer, path: string | readonly string[] | undefined) => {
    if (path === undefined) return {};
    const onDisk = globsMatch(match, path, layer.folder);
    const inLayer = globsMatch(match, path, '');
    const at = (place: Place) =>
      ((place.kind === 'dockerfile' || place.kind === 'file') && onDisk(pathFrom(cwd, place.file))) ||
      (place.kind === 'layer' && inLayer(`/${place.path}`));
    return { at };
  };
  const ignores = layers.flatMap((layer) =>
    (layer.content.ignore ?? []).map(({ rule, path, image, reason, owner, until }, index): IgnoreEntry => {
      const { file, span } = layer.origin(['ignore', index]);
      return {
        rules: new Set([rule].flat().flatMap(known)),
        ...atPaths(layer, path),
        ...(image === undefined ? {} : { image: match(image, { dot: true, bash: true }) }),
        reason,
        owner,
        until,
        place: { kind: 'file', file, span },
      };
    }),
  );
  const secretRules = new Set(config.rules.flatMap(({ id, category }) => (category === 'secrets' ? id : [])));
  const allowed = layers.flatMap((layer) =>
    (layer.content.secrets?.allow ?? []).map(
      ({ path, detector, fingerprint, reason, owner, until }, index): IgnoreEntry => {
        const { file, span } = layer.origin(['secrets', 'allow', index]);
        const [kinds, tokens] = [detector, fingerprint].map((one) => (one === undefined ? undefined : [one].flat()));
        return {
          rules: secretRules,
          ...atPaths(layer, path),
          secret: (secret) =>
            (kinds?.includes(secret.detector) ?? true) && (tokens?.includes(secret.token ?? '') ?? true),
          ...{ reason, owner, until },
          place: { kind: 'file', file, span },
        };
      },
    ),
  );
  const tests = layers.flatMap(({ content: { exclude }, folder }) =>
    exclude === undefined ? [] : globsMatch(match, exclude, folder),
  );
  return {
    ignores: [...ignores, ...allowed],
    excludes: tests.length === 0 ? undefined : (path) => tests.some((test) => test(path)),
  };
}
