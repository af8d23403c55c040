/** One configuration file, with all that it extends, as layers. */
import type { Problem, Result } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { type ConfigDocument, readDocument } from './document.ts';
import { explain } from './explain.ts';
import { type ConfigFile, findPackageConfig, folderOf, namedConfig, pathFrom, readConfig, reportName } from './find.ts';
import type { Kit, Options } from './kit.ts';
import type { Config, FileLayer, Layer } from './load.ts';
import { namesOf } from './names.ts';
import { nearest } from './nearest.ts';
import { loadPlugins, type Plugins } from './plugins.ts';
import type { FileContent } from './schema.ts';
import { sentence } from './sentence.ts';

export interface Reading {
  readonly cwd: string;
  readonly kit: Kit;
}

type Read<T> = Result<T, readonly Problem[]>;

/** Reads a file, what it extends, and the plugins all of them name. */
export async function readConfigFile(file: ConfigFile, reading: Reading): Promise<Read<Config>> {
  const read = await readLayers(file, { ...reading, chain: [] });
  if (!read.ok) return read;
  return { ok: true, value: { ...read.value, file: reportName(file.path, reading.cwd) } };
}

interface Chained extends Reading {
  /** The files that led here through `extends`. */
  readonly chain: readonly string[];
}

interface Layers extends Plugins {
  readonly layers: readonly Layer[];
}

async function readLayers(file: ConfigFile, reading: Chained): Promise<Read<Layers>> {
  const name = reportName(file.path, reading.cwd);
  const text = file.text === undefined ? readConfig(file.path, name) : { ok: true as const, value: file.text };
  if (!text.ok) return { ok: false, problem: [text.problem] };
  const parsed = readDocument(text.value, name, file.at === undefined ? {} : { at: [file.at] });
  if (!parsed.ok) return { ok: false, problem: [parsed.problem] };
  const document = { ...parsed.value, data: parsed.value.data ?? {} };
  if (file.dialect === 'hadolint') {
    const { readHadolint } = await import('./hadolint.ts');
    return readHadolint(document, { file: name, folder: folderOf(file.path), kit: reading.kit });
  }
  if (file.dialect === 'dive') {
    const { readDive } = await import('./dive-ci.ts');
    return readDive(document, { file: name, folder: folderOf(file.path), kit: reading.kit });
  }
  const below = await readExtended(document, file, reading);
  if (!below.ok) return below;
  const own = await readOwnRules(document, { file, plugins: reading.kit.plugins }, below.value);
  if (!own.ok) return own;
  const { rules, defaults } = own.value;
  const content = await check(document, rules);
  if (!content.ok) return content;
  const layer: FileLayer = {
    kind: 'file',
    file: name,
    folder: folderOf(file.path).replaceAll('\\', '/'),
    content: content.value,
    origin: document.origin,
  };
  return { ok: true, value: { layers: [...below.value.layers, layer], rules, defaults } };
}

/** The rules there are once a file's plugins and its rules without code are added; the same list where it adds none. */
async function readOwnRules(
  document: ConfigDocument,
  { file, plugins: run }: { readonly file: ConfigFile; readonly plugins: Kit['plugins'] },
  below: Layers,
): Promise<Read<Plugins>> {
  const plugins = await loadPlugins(document, { folder: folderOf(file.path), known: below.rules, run });
  if (!plugins.ok) return plugins;
  const known = [...below.rules, ...plugins.value.rules];
  const custom = await readCustom(document, known);
  if (!custom.ok) return custom;
  const rules = [...known, ...custom.value];
  const defaults = { ...below.defaults, ...plugins.value.defaults };
  return { ok: true, value: { rules: rules.length === below.rules.length ? below.rules : rules, defaults } };
}

/** The rules that `custom` states, so far as it is right: what is wrong with it is for the schema to say. */
async function readCustom(document: ConfigDocument, known: readonly Rule[]): Promise<Read<readonly Rule[]>> {
  const custom = get(document.data, 'custom');
  if (!isMap(custom)) return { ok: true, value: [] };
  const [z, { codelessRule, codelessSchema, placeholder }] = await Promise.all([
    import('zod'),
    import('./codeless.ts'),
  ]);
  const schema = codelessSchema(z);
  const rules: Rule[] = [];
  for (const [id, stated] of Object.entries(custom)) {
    if (known.some((rule) => rule.id === id || rule.aliases?.includes(id))) {
      const message = `\`${id}\` is a rule already; give yours another id.`;
      return { ok: false, problem: [{ message: sentence(message), ...document.origin(['custom', id], 'key') }] };
    }
    const parsed = schema.safeParse(stated);
    rules.push(parsed.success ? codelessRule(id, parsed.data) : placeholder(id));
  }
  return { ok: true, value: rules };
}

/** Validates by the schema; of options only those that were written are kept, so that layers add up. */
async function check(document: ConfigDocument, rules: readonly Rule[]): Promise<Read<FileContent>> {
  const [z, { configSchema }] = await Promise.all([import('zod'), import('./schema.ts')]);
  const schema = configSchema(z, rules, mentionedRules(document.data));
  const parsed = schema.safeParse(document.data, { reportInput: true, jitless: true });
  if (!parsed.success) {
    const about = { z, schema, document, names: namesOf(rules) };
    return { ok: false, problem: explain(parsed.error.issues, about) };
  }
  return { ok: true, value: onlyWrittenOptions(parsed.data, document.data) };
}

function mentionedRules(data: unknown): ReadonlySet<string> {
  const overrides = get(data, 'overrides');
  const maps = [get(data, 'rules'), ...(Array.isArray(overrides) ? overrides.map((one) => get(one, 'rules')) : [])];
  return new Set(maps.flatMap((map) => (isMap(map) ? Object.keys(map) : [])));
}

function onlyWrittenOptions(content: FileContent, data: unknown): FileContent {
  const overrides = get(data, 'overrides');
  return {
    ...content,
    ...(content.rules ? { rules: writtenSettings(content.rules, get(data, 'rules')) } : {}),
    ...(content.overrides
      ? {
          overrides: content.overrides.map((override, index) => ({
            ...override,
            rules: writtenSettings(override.rules, get(get(overrides, index), 'rules')),
          })),
        }
      : {}),
  };
}

type Settings = NonNullable<FileContent['rules']>;

function writtenSettings(settings: Settings, data: unknown): Settings {
  const entries = Object.entries(settings).map(([name, setting]) => {
    if (!Array.isArray(setting) || setting.length < 2) return [name, setting] as const;
    const written = get(get(data, name), 1);
    const options: Options = Object.fromEntries(
      Object.entries(setting[1] ?? {}).filter(([key]) => isMap(written) && Object.hasOwn(written, key)),
    );
    return [name, [setting[0], options]] as const;
  });
  return Object.fromEntries(entries);
}

async function readExtended(document: ConfigDocument, file: ConfigFile, reading: Chained): Promise<Read<Layers>> {
  const given = get(document.data, 'extends');
  const entries = typeof given === 'string' ? [given] : Array.isArray(given) ? given : [];
  const layers: Layer[] = [];
  let { rules } = reading.kit;
  let defaults: Plugins['defaults'] = {};
  for (const [index, entry] of entries.entries()) {
    // Anything but text is for the schema to refuse.
    if (typeof entry !== 'string') continue;
    const at = Array.isArray(given) ? ['extends', index] : ['extends'];
    const wrong = (message: string): Read<Layers> => ({
      ok: false,
      problem: [{ message: sentence(message), ...document.origin(at) }],
    });
    const presets = reading.kit.presets();
    const preset = Object.hasOwn(presets, entry) ? presets[entry] : undefined;
    if (preset) {
      layers.push({ kind: 'preset', name: entry, preset });
      continue;
    }
    const target = extendedFile(entry, folderOf(file.path));
    if (!target) return wrong(notExtendable(entry, reading.kit));
    const chain = [...reading.chain, file.path];
    if (chain.includes(target.path))
      return wrong(`\`${entry}\` extends itself in a circle; take it out here or there.`);
    const read = await readLayers(target, { ...reading, chain, kit: { ...reading.kit, rules } });
    if (!read.ok) {
      // A file that is not there has no line: the line that names it is shown.
      const problem = read.problem.map((one) => (one.line === undefined ? { ...one, ...document.origin(at) } : one));
      return { ok: false, problem };
    }
    layers.push(...read.value.layers);
    rules = read.value.rules;
    defaults = { ...defaults, ...read.value.defaults };
  }
  return { ok: true, value: { layers, rules, defaults } };
}

function extendedFile(entry: string, folder: string): ConfigFile | undefined {
  if (/^\.{0,2}[\\/]|^[a-z]:[\\/]/i.test(entry)) return namedConfig(pathFrom(folder, entry));
  return findPackageConfig(entry, folder);
}

function notExtendable(entry: string, { presets }: Kit): string {
  if (/\.(?:ya?ml|json)$/.test(entry)) return `\`${entry}\` is no package; write \`./${entry}\` for a file.`;
  const meant = nearest(entry, Object.keys(presets()));
  const remedy = meant
    ? `did you mean \`${meant}\`?`
    : `install it, or name one of ${Object.keys(presets()).join(', ')}.`;
  return `\`${entry}\` is neither a preset nor an installed package with a configuration; ${remedy}`;
}

function get(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
