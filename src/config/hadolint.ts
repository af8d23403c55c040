/** hadolint's own configuration, read as it is: every key of it, in our terms. */
import type * as zod from 'zod';
import type { Problem, Result } from '../finding.ts';
import type { Rule } from '../rule.ts';
import type { ConfigDocument, Path } from './document.ts';
import { explain } from './explain.ts';
import type { Kit, Level, Options } from './kit.ts';
import type { Config, FileLayer, Layer } from './load.ts';
import { isShellcheckCode, namesOf } from './names.ts';
import type { FileContent } from './schema.ts';

/** The schema of `.hadolint.yaml`. */
export function hadolintSchema(z: typeof zod) {
  const code = z.string().regex(/^(?:DL|SC)\d{4}$/, { error: 'must be a code like `DL3008` or `SC2086`' });
  const codes = z.array(code).nullable();
  const severity = z.enum(['error', 'warning', 'info', 'style', 'ignore', 'none']);
  const format = z.enum(Object.keys(formats));
  const label = z.enum(['text', 'rawtext', 'url', 'rfc3339', 'spdx', 'hash', 'semver', 'email']);
  return z.strictObject({
    'failure-threshold': severity.optional(),
    format: format.optional(),
    formats: z.array(format).optional(),
    ignored: codes.optional(),
    override: z
      .strictObject({
        error: codes.optional(),
        warning: codes.optional(),
        info: codes.optional(),
        style: codes.optional(),
      })
      .optional(),
    'label-schema': z.record(z.string(), label).nullable().optional(),
    'strict-labels': z.boolean().optional(),
    'disable-ignore-pragma': z.boolean().optional(),
    trustedRegistries: z.array(z.string()).nullable().optional(),
    'no-color': z.boolean().optional(),
    'no-fail': z.boolean().optional(),
    verbose: z.boolean().optional(),
  });
}

export type HadolintContent = zod.output<ReturnType<typeof hadolintSchema>>;

const formats: Readonly<Record<string, string>> = {
  tty: 'text',
  gnu: 'text',
  json: 'hadolint-json',
  codacy: 'hadolint-json',
  checkstyle: 'checkstyle',
  codeclimate: 'gitlab',
  gitlab_codeclimate: 'gitlab',
  sonarqube: 'sonarqube',
  sarif: 'sarif',
  junit: 'junit',
};

/** What hadolint's configuration says, in ours, and which key of it each rule's setting comes from. */
export interface Converted {
  readonly content: FileContent & { readonly extends: 'hadolint' };
  readonly from: ReadonlyMap<string, Path>;
}

type Written = Level | [Level, Options];

interface Setup {
  readonly file: string;
  readonly folder: string;
  readonly kit: Kit;
}

/** Two layers: the `hadolint` preset, and what the file changes about it. */
export async function readHadolint(
  document: ConfigDocument,
  { file, folder, kit }: Setup,
): Promise<Result<Required<Omit<Config, 'file'>>, readonly Problem[]>> {
  const z = await import('zod');
  const schema = hadolintSchema(z);
  const parsed = schema.safeParse(document.data, { reportInput: true, jitless: true });
  if (!parsed.success)
    return { ok: false, problem: explain(parsed.error.issues, { z, schema, document, names: namesOf(kit.rules) }) };
  const { content, from } = convertHadolint(parsed.data, kit.rules);
  const preset = kit.presets()['hadolint'];
  const layer: FileLayer = {
    kind: 'file',
    file,
    folder: folder.replaceAll('\\', '/'),
    content,
    origin: (path, part) => document.origin(sourceOf(path, from), part),
  };
  const layers: Layer[] = preset ? [{ kind: 'preset', name: 'hadolint', preset }, layer] : [layer];
  return { ok: true, value: { layers, rules: kit.rules, defaults: {} } };
}

const keys: Readonly<Record<string, Path>> = {
  failOn: ['failure-threshold'],
  format: ['format'],
  color: ['no-color'],
  verbose: ['verbose'],
  suppressions: ['disable-ignore-pragma'],
};

function sourceOf(path: readonly PropertyKey[], from: ReadonlyMap<string, Path>): Path {
  const [key, name] = path;
  if (key === 'rules' && name !== undefined) return from.get(String(name)) ?? [];
  return key === undefined ? [] : (keys[String(key)] ?? []);
}

/** Translates a configuration of hadolint's. Codes that no rule of ours answers to say nothing here. */
export function convertHadolint(given: HadolintContent, rules: readonly Rule[]): Converted {
  const settings = new Map<string, Written>();
  const from = new Map<string, Path>();
  const set = (code: string, setting: Written, path: Path) => {
    if (namesOf(rules).named(code).length === 0 && !isShellcheckCode(code)) return;
    settings.set(code, setting);
    from.set(code, path);
  };
  // The lowest first: of a code that is listed twice, the highest severity holds.
  for (const level of ['style', 'info', 'warning', 'error'] as const)
    for (const [index, code] of (given.override?.[level] ?? []).entries())
      set(code, level === 'style' ? 'info' : level, ['override', level, index]);
  const trusted = given.trustedRegistries ?? [];
  if (trusted.length > 0)
    set('DL3026', [levelOf(settings, 'DL3026', 'error'), { allow: trusted.map(hostPattern) }], ['trustedRegistries']);
  for (const { code, level, labels } of labelCodes(given))
    set(code, [levelOf(settings, code, level), { labels }], ['label-schema']);
  for (const [index, code] of (given.ignored ?? []).entries()) set(code, 'off', ['ignored', index]);
  return { content: contentOf(given, settings), from };
}

function levelOf(settings: ReadonlyMap<string, Written>, code: string, otherwise: 'info' | 'warning' | 'error') {
  const setting = settings.get(code);
  return typeof setting === 'string' ? setting : otherwise;
}

/** hadolint matches hosts only; a pattern without a dot would be read as a repository of Docker Hub's. */
function hostPattern(host: string): string {
  return host.includes('.') || host === '*' || host.startsWith('localhost') ? host : `${host}/**`;
}

interface LabelCode {
  readonly code: string;
  readonly level: 'info' | 'warning';
  /** The keys that the code's rule speaks of. */
  readonly labels: readonly string[];
}

/** The codes that speak of labels, as far as the schema asks for them. */
function labelCodes(given: HadolintContent): readonly LabelCode[] {
  const schema = Object.entries(given['label-schema'] ?? {});
  const labels = schema.map(([key]) => key);
  const forms: readonly LabelCode[] = Object.entries(codeOfType).map(([type, code]) => ({
    code,
    level: 'warning',
    labels: schema.filter(([, one]) => one === type).map(([key]) => key),
  }));
  const all: readonly LabelCode[] = [
    { code: 'DL3049', level: 'info', labels },
    { code: 'DL3051', level: 'warning', labels },
    { code: 'DL3050', level: 'info', labels: given['strict-labels'] ? labels : [] },
    ...forms,
  ];
  return all.filter((one) => one.labels.length > 0);
}

const codeOfType: Readonly<Record<string, string>> = {
  url: 'DL3052',
  rfc3339: 'DL3053',
  spdx: 'DL3054',
  hash: 'DL3055',
  semver: 'DL3056',
  email: 'DL3058',
};

function contentOf(given: HadolintContent, settings: ReadonlyMap<string, Written>): Converted['content'] {
  const written = [...(given.formats ?? []), ...(given.format === undefined ? [] : [given.format])];
  return {
    extends: 'hadolint',
    failOn: given['no-fail'] ? 'never' : threshold(given['failure-threshold']),
    ...(settings.size === 0 ? {} : { rules: Object.fromEntries(settings) }),
    ...(written.length === 0 ? {} : { format: [...new Set(written.flatMap((format) => formats[format] ?? []))] }),
    ...(given['no-color'] === undefined ? {} : { color: !given['no-color'] }),
    ...(given.verbose === undefined ? {} : { verbose: given.verbose }),
    ...(given['disable-ignore-pragma'] ? { suppressions: { inSource: false } } : {}),
  };
}

/** By default hadolint fails on everything from info up; its `none` and `ignore` mean the same, and we have no `style`. */
function threshold(given: HadolintContent['failure-threshold']): 'error' | 'warning' | 'info' {
  return given === 'error' || given === 'warning' ? given : 'info';
}
