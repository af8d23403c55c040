/** What `plimsoll config --print` says: everything that holds for one target, and who said so. */
import type { Config, FileLayer } from './load.ts';
import { type Source, sayWhere } from './origin.ts';
import type { ResolvedRules, RuleState } from './resolve.ts';
import type { FileContent } from './schema.ts';

export interface Printed {
  readonly config: Config;
  readonly states: ResolvedRules;
  /** The file or image it is said about, as the user named it. */
  readonly about: string;
  /** Rules that are off and that nobody spoke of are left out, unless all are asked for. */
  readonly all?: boolean;
}

/** A configuration that would have the same effect, every line with where it comes from; itself YAML that can be read. */
export function printConfig({ config, states, about, all = false }: Printed): string {
  const layers = config.layers.filter((layer) => layer.kind === 'file');
  const lines: Line[] = [
    ...settingKeys.flatMap((key) => settingLines(key, layers)),
    ...listKeys.flatMap((key) => listLines(key, layers)),
    ['rules:'],
    ...[...states]
      .filter(([, state]) => all || state.level !== 'off' || state.levelFrom.kind !== 'default')
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([id, state]) => ruleLines(id, state)),
  ];
  const files = layers.toReversed().map((layer) => layer.file);
  const head = `# What holds for ${about}${files.length > 0 ? `, by ${files.join(', ')}` : '; there is no configuration file'}.`;
  return `${[head, ...aligned(lines)].join('\n')}\n`;
}

/** A line of YAML and where it comes from. */
type Line = readonly [text: string, where?: string];

const settingKeys = [
  'edition',
  'failOn',
  'format',
  'color',
  'verbose',
  'baseline',
  'targets',
  'base',
  'ignoreBase',
  'shellcheck',
] as const satisfies (keyof FileContent)[];

const standard: Readonly<Record<string, unknown>> = { failOn: 'warning', shellcheck: true };

/** A setting is the last one that was written. */
function settingLines(key: (typeof settingKeys)[number], layers: readonly FileLayer[]): readonly Line[] {
  const layer = layers.findLast(({ content }) => content[key] !== undefined);
  const value = layer ? layer.content[key] : standard[key];
  if (value === undefined) return [];
  return [[`${key}: ${yaml(value)}`, where(layer, [key])]];
}

const listKeys = ['extends', 'plugins', 'custom', 'ignore', 'max', 'exclude', 'buildArgs', 'suppressions'] as const;

/** What adds up over the files: every part with the file that wrote it. */
function listLines(key: (typeof listKeys)[number], layers: readonly FileLayer[]): readonly Line[] {
  const lines = layers.flatMap((layer): readonly Line[] => {
    const value = layer.content[key];
    if (value === undefined) return [];
    if (typeof value === 'object' && !Array.isArray(value))
      return Object.entries(value).map(([name, one]) => [`  ${yaml(name)}: ${yaml(one)}`, where(layer, [key, name])]);
    return [value].flat().map((one, index): Line => {
      const path = Array.isArray(value) ? [key, index] : [key];
      return [`  - ${yaml(one)}`, where(layer, path)];
    });
  });
  return lines.length === 0 ? [] : [[`${key}:`], ...lines];
}

function where(layer: FileLayer | undefined, path: readonly PropertyKey[]): string {
  return sayWhere(layer ? { kind: 'file', origin: layer.origin(path, 'key') } : { kind: 'default' });
}

function ruleLines(id: string, { level, options, levelFrom, optionsFrom }: RuleState): readonly Line[] {
  const names = Object.keys(options);
  if (names.length === 0 || level === 'off') return [[`  ${id}: ${level}`, sayWhere(levelFrom)]];
  const standard: Source = { kind: 'default' };
  return [
    [`  ${id}:`],
    [`    - ${level}`, sayWhere(levelFrom)],
    ...names.map((name, index): Line => {
      const text = `${index === 0 ? '    - ' : '      '}${yaml(name)}: ${yaml(options[name])}`;
      return [text, sayWhere(optionsFrom.get(name) ?? standard)];
    }),
  ];
}

/** JSON is YAML; plain words need no quotes. */
function yaml(value: unknown): string {
  if (typeof value === 'string' && /^[A-Za-z][\w./@-]*$/.test(value) && !/^(?:true|false|null|yes|no|on)$/i.test(value))
    return value;
  return JSON.stringify(value);
}

function aligned(lines: readonly Line[]): readonly string[] {
  const width = Math.min(60, Math.max(...lines.map(([text]) => text.length)));
  return lines.map(([text, source]) => (source === undefined ? text : `${text.padEnd(width)}  # ${source}`));
}
