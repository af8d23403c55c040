/** Rules without code: "forbid this package", "require that label", stated in the configuration. */
import type * as zod from 'zod';
import { namePattern } from '../dockerfile/name-pattern.ts';
import type { Category, Draft, Rule, Subject } from '../rule.ts';
import { type Thing, thingsIn, type Where } from './things.ts';

/** What such a rule can speak of. */
export const kinds = ['instruction', 'label', 'env', 'base', 'package', 'file'] as const;
export type ThingKind = (typeof kinds)[number];

const categories = [
  'security',
  'secrets',
  'reproducibility',
  'size',
  'caching',
  'correctness',
  'runtime',
  'metadata',
  'style',
] as const satisfies Category[];

/** The schema of one rule without code. */
export function codelessSchema(z: typeof zod) {
  const pattern = z.string().min(1);
  const patterns = z.union([pattern, z.array(pattern).min(1)], { error: 'must be text or a list of texts' }).optional();
  const regex = z.string().refine(isRegex, { error: 'must be a regular expression that can be read' });
  const matcher = z
    .strictObject({
      instruction: patterns.describe('Keywords: `EXPOSE`.'),
      label: patterns.describe('Keys of labels; `*` stands for anything but `/`, `**` for anything, in all of these.'),
      env: patterns.describe('Names of environment variables.'),
      base: patterns.describe('Images, by repository: `ghcr.io/acme/**`.'),
      package: patterns.describe('Names of packages, of any package manager.'),
      file: patterns.describe('Paths: of what COPY and ADD take, or inside of the image.'),
      value: regex
        .optional()
        .describe('A regular expression for its value: arguments, label, variable, tag or version.'),
    })
    .refine((given) => kinds.filter((kind) => given[kind] !== undefined).length === 1, {
      error: `must name one of ${kinds.map((kind) => `\`${kind}\``).join(', ')}`,
    });
  return z
    .strictObject({
      forbid: matcher.optional().describe('What must not be there.'),
      require: matcher.optional().describe('What must be there; of bases: what all of them must be.'),
      on: z
        .enum(['dockerfile', 'image'])
        .optional()
        .describe('Where to look. By default in Dockerfiles, for files in images.'),
      severity: z.enum(['off', 'info', 'warning', 'error']).optional().describe('By default `warning`.'),
      category: z.enum(categories).optional().describe('By default `correctness`.'),
      message: z
        .string()
        .min(1)
        .optional()
        .describe('What to say, one sentence; `{name}` and `{value}` stand for what was found.'),
      help: z.string().min(1).optional().describe('What to do about it.'),
      why: z.string().min(1).optional().describe('Why the rule is there; `plimsoll explain` says it.'),
    })
    .refine((given) => (given.forbid === undefined) !== (given.require === undefined), {
      error: 'must have either `forbid` or `require`',
    })
    .refine((given) => given.on !== 'image' || !speaksOfText(given.forbid ?? given.require), {
      error: 'must not be `on: image`, where there are no instructions and no bases',
    });
}

export type Codeless = zod.output<ReturnType<typeof codelessSchema>>;

function isRegex(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

function speaksOfText(matcher: { readonly instruction?: unknown; readonly base?: unknown } | undefined): boolean {
  return matcher?.instruction !== undefined || matcher?.base !== undefined;
}

/** The rule that an entry of `custom` states. */
export function codelessRule(id: string, stated: Codeless): Rule {
  const matcher: NonNullable<Codeless['forbid']> = stated.forbid ?? stated.require ?? {};
  const kind = kinds.find((one) => matcher[one] !== undefined) ?? 'instruction';
  const names = [matcher[kind] ?? []].flat();
  const wanted: Wanted = {
    kind,
    names,
    patterns: names.map(namePattern),
    value: matcher.value === undefined ? undefined : new RegExp(matcher.value),
    stated,
  };
  const on = stated.on ?? (kind === 'file' ? 'image' : 'dockerfile');
  const verb = stated.forbid ? 'is not allowed' : 'is required';
  return {
    id,
    on,
    since: '1.0',
    severity: stated.severity ?? 'warning',
    category: stated.category ?? 'correctness',
    summary: stated.message ?? `The ${nouns[kind]} ${names.map((name) => `\`${name}\``).join(', ')} ${verb}.`,
    why: stated.why ?? 'This project asks for it in its configuration.',
    bad: [],
    good: [],
    check: (subject) => (subject.kind === on ? check(subject, wanted) : []),
  };
}

/** A rule of this name that finds nothing: it stands for one whose statement is not yet read. */
export function placeholder(id: string): Rule {
  return codelessRule(id, {});
}

const nouns = {
  instruction: 'instruction',
  label: 'label',
  env: 'variable',
  base: 'base image',
  package: 'package',
  file: 'file',
} as const satisfies Record<ThingKind, string>;

interface Wanted {
  readonly kind: ThingKind;
  readonly names: readonly string[];
  readonly patterns: readonly RegExp[];
  readonly value: RegExp | undefined;
  readonly stated: Codeless;
}

function* check(subject: Subject, wanted: Wanted): Iterable<Draft> {
  const places = thingsIn(subject, wanted.kind);
  if (wanted.stated.forbid) {
    for (const { things } of places)
      for (const thing of things) if (isForbidden(thing, wanted)) yield draft(thing, `is not allowed`, wanted);
  } else if (wanted.kind === 'base') {
    for (const { things } of places)
      for (const thing of things)
        if (!isRequired(thing, wanted)) yield draft(thing, `is none of those that are allowed`, wanted);
  } else for (const where of places) yield* missing(where, wanted);
}

/** What is not known is not forbidden. */
function isForbidden(thing: Thing, { patterns, value }: Wanted): boolean {
  if (!thing.names.some((name) => patterns.some((pattern) => pattern.test(name)))) return false;
  return value === undefined || (thing.value !== undefined && value.test(thing.value));
}

/** What is not known may be what is required. */
function isRequired({ names, value: known }: Thing, { patterns, value }: Wanted): boolean {
  const isNamed = names.length === 0 || names.some((name) => patterns.some((pattern) => pattern.test(name)));
  return isNamed && (value === undefined || known === undefined || value.test(known));
}

function* missing({ things, whole, isKnown, shipped }: Where, wanted: Wanted): Iterable<Draft> {
  if (!isKnown || !shipped || things.some((thing) => isRequired(thing, wanted))) return;
  const near = things.filter((thing) => isRequired({ ...thing, value: undefined }, wanted));
  for (const thing of near) yield draft(thing, `does not have the value that is asked for`, wanted);
  if (near.length > 0) return;
  const name = wanted.names.join(' or ');
  const { message, help } = wanted.stated;
  yield {
    place: whole(wanted.kind, wanted.names[0] ?? ''),
    message:
      message === undefined ? `There is no ${nouns[wanted.kind]} \`${name}\`.` : filled(message, name, undefined),
    ...(help === undefined ? {} : { help }),
  };
}

function draft(thing: Thing, verb: string, { kind, stated }: Wanted): Draft {
  const name = thing.names[0] ?? '';
  const { message, help } = stated;
  return {
    place: thing.place,
    message: message === undefined ? `The ${nouns[kind]} \`${name}\` ${verb}.` : filled(message, name, thing.value),
    evidence: [{ kind: 'value', name: nouns[kind], value: name }],
    ...(help === undefined ? {} : { help }),
  };
}

function filled(message: string, name: string, value: string | undefined): string {
  return message.replaceAll('{name}', `\`${name}\``).replaceAll('{value}', `\`${value ?? ''}\``);
}
