/** What a service of a compose file asks to be built, with the file's variables in their places. */
import { resolve } from 'node:path';
import type { ConfigDocument, Path } from '../document.ts';
import type { Origin } from '../origin.ts';
import { originIn, placedIn } from './inline.ts';
import { type Environment, interpolate, type Missing } from './interpolate.ts';
import type { Cause, Given } from './plan.ts';
import type { Asked, Stated } from './service.ts';

/** A compose file as it is read. */
export interface ComposeText {
  readonly text: string;
  readonly document: ConfigDocument;
  readonly environment: Environment;
  /** What relative paths count from. */
  readonly folder: string;
}

export function asking(own: Fields, path: Path, file: ComposeText): Asked {
  const { document, environment, folder } = file;
  const { origin } = document;
  const text = (value: unknown): Given =>
    value === undefined || value === null ? undefined : interpolate(String(value), environment);
  const build = fields(own['build']);
  const at = [...path, 'build'];
  const named = (key: string) => {
    const written = build?.[key] ?? undefined;
    return written === undefined ? {} : { [key]: givenAt([...at, key], written, file) };
  };
  const context = (build ? build['context'] : own['build']) ?? undefined;
  const inline = build?.['dockerfile_inline'] ?? undefined;
  const bake = fields(build?.['x-bake']);
  return {
    origin: origin(path, 'key'),
    builds: own['build'] !== undefined && own['build'] !== null,
    ...((context !== undefined || build) && {
      context: contextIn(folder, context === undefined ? { value: '.' } : givenAt(contextAt(build, at), context, file)),
    }),
    ...(context === undefined && build && { standing: true }),
    ...named('dockerfile'),
    ...named('target'),
    ...(inline !== undefined && { inline: inlineOf([...at, 'dockerfile_inline'], inline, file) }),
    args: new Map(
      pairs(build?.['args']).flatMap(([key, value, where]) => {
        // Without a value it is handed on from the environment, and as a rule it is not there.
        if (value === undefined || value === null) return [];
        const place = origin([...at, 'args', where], 'key');
        // What an anchor brings has no key of its own here.
        const isShared = place.span.start === origin([...at, 'args'], 'key').span.start;
        return [[key, { value: text(value), origin: place, ...(isShared && { shared: true }) }] as const];
      }),
    ),
    contexts: [...pairs(build?.['additional_contexts']), ...pairs(bake?.['contexts'])].map(([key]) => key),
    ...((build?.['platforms'] ?? own['platform']) !== undefined && {
      platforms: {
        value:
          bake?.['platforms'] === undefined
            ? known(list(build?.['platforms'] ?? own['platform']).map(text))
            : undefined,
      },
    }),
    images: list(own['image']).flatMap((one) => text(one) ?? []),
    secrets: list(build?.['secrets']).flatMap(
      (one) => (typeof one === 'string' ? one : text(fields(one)?.['source'] ?? fields(one)?.['target'])) ?? [],
    ),
    causes: [],
  };
}

/** `build: web` is a context, too. */
function contextAt(build: Fields | undefined, at: Path): Path {
  return build ? [...at, 'context'] : at;
}

function inlineOf(path: Path, written: unknown, file: ComposeText): NonNullable<Asked['inline']> {
  const { value, cause } = givenAt(path, written, file);
  return { value: value === undefined ? undefined : { text: value, origin: file.document.origin(path) }, cause };
}

function known(texts: readonly Given[]): readonly string[] | undefined {
  const all = texts.flatMap((text) => text ?? []);
  return all.length === texts.length ? all : undefined;
}

/** What is written at a path of the file, or why that is not known. */
export function givenAt(path: Path, written: unknown, file: ComposeText): Stated<string> {
  const text = String(written);
  const missing: Missing[] = [];
  const value = interpolate(text, file.environment, (one) => missing.push(one));
  return { value, cause: causeOf(missing, (one) => placeOf(one, { path, text, file }), path) };
}

function causeOf(missing: readonly Missing[], place: (one: Missing) => Origin, path: Path): Cause | undefined {
  const [first] = missing;
  if (!first) return undefined;
  const key = path.findLast((one) => typeof one === 'string') ?? '';
  const refused = missing.find(({ name }) => name === undefined);
  if (refused) {
    const why = `a \`$\` of its \`${String(key)}\` begins no variable; write \`$$\` for a dollar sign.`;
    return { kind: 'fault', reason: 'malformed', why, origin: place(refused) };
  }
  const names = missing.flatMap(({ name }) => name ?? []);
  const own = key === 'dockerfile_inline' ? `, or write \`$$\` where the Dockerfile's own is meant` : '';
  return {
    kind: 'unset',
    names,
    origin: place(first),
    advice: `in \`.env\` or as a default, \`\${${names[0]}:-…}\`${own}`,
  };
}

interface Written {
  readonly path: Path;
  readonly text: string;
  readonly file: ComposeText;
}

/** Where a variable stands: in a text that is written on one line or line by line; else where the text begins. */
function placeOf({ at, name = '' }: Missing, { path, text, file }: Written): Origin {
  const whole = file.document.origin(path);
  const { start, end } = whole.span;
  const own = { start: at, end: at + name.length + 1 };
  const within = file.text.slice(start, end).indexOf(text);
  const span =
    within === -1
      ? placedIn(file.text, whole.span, text)(own)
      : { start: start + within + own.start, end: start + within + own.end };
  return originIn(file.text, whole.file, span);
}

/** A folder on disk; an address of a repository or archive is none. */
export function contextIn(folder: string, { value, cause }: Stated<string>): Stated<string> {
  return { value: value === undefined || isElsewhere(value) ? undefined : resolve(folder, value), cause };
}

function isElsewhere(context: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/|^git@|^github\.com\/|\.git(?:#|$)|^-$|^[a-z-]+:(?!\\)/i.test(context);
}

export type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fields(value: unknown): Fields | undefined {
  return isFields(value) ? value : undefined;
}

export function list(value: unknown): readonly unknown[] {
  return value === undefined || value === null ? [] : [value].flat();
}

/** A map, or a list of `NAME=VALUE`: name, value, and the key that leads there. */
function pairs(value: unknown): readonly (readonly [string, unknown, PropertyKey])[] {
  if (Array.isArray(value)) {
    return value.map((one, index) => {
      const text = String(one);
      const equals = text.indexOf('=');
      return equals === -1 ? [text, undefined, index] : [text.slice(0, equals), text.slice(equals + 1), index];
    });
  }
  return Object.entries(fields(value) ?? {}).map(([key, one]) => [key, one, key]);
}
