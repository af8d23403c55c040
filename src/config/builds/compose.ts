/** The builds of compose files: services with `build`, what they extend, what is included. */
import { dirname, isAbsolute, resolve } from 'node:path';
import type { Result } from '../../finding.ts';
import { type ConfigDocument, type Path, readDocument } from '../document.ts';
import { type Environment, interpolate, readDotenv } from './interpolate.ts';
import { type BuildPlan, type BuildWorld, type Given, titleOf } from './plan.ts';
import { type Asked, joined, merged, planned, shared } from './service.ts';

/** Chains of includes and extensions longer than this are circles. */
const deepest = 16;

interface Project {
  readonly world: BuildWorld;
  readonly notes: string[];
}

/** Files that are read as one, later ones over earlier ones; paths count from the folder of the first. */
export function readCompose(paths: readonly string[], world: BuildWorld): Result<BuildPlan> {
  const project: Project = { world, notes: [] };
  const folder = dirname(paths[0] ?? '.');
  const environment = environmentOf(folder, world);
  const services = new Map<string, Asked>();
  for (const path of paths) {
    const file = openFile(path, { folder, environment, project, depth: 0 });
    if (!file.ok) return file;
    for (const [name, asked] of servicesOf(file.value)) {
      const below = services.get(name);
      services.set(name, below ? merged(below, asked) : asked);
    }
  }
  const builds = [...services].flatMap(([name, asked]) => planned(name, asked) ?? []);
  for (const build of builds) {
    if (build.dockerfile === undefined && !build.inline)
      project.notes.push(
        `The ${titleOf(build)} of \`${build.origin.file}\` is built from elsewhere, or from what is not known here.`,
      );
  }
  return { ok: true, value: { builds: joined(builds), notes: project.notes } };
}

function environmentOf(folder: string, { read }: BuildWorld, file = '.env'): Environment {
  const text = read(resolve(folder, file));
  return text === undefined ? new Map() : readDotenv(text);
}

interface Opening {
  /** What relative paths count from. */
  readonly folder: string;
  readonly environment: Environment;
  readonly project: Project;
  readonly depth: number;
}

interface File extends Opening {
  readonly path: string;
  readonly document: ConfigDocument;
}

function openFile(path: string, opening: Opening): Result<File> {
  const { read, name } = opening.project.world;
  const file = name(path);
  const text = read(path);
  if (text === undefined)
    return { ok: false, problem: { message: `\`${file}\` cannot be read; check the path.`, file } };
  const document = readDocument(text, file, { aliases: 10_000 });
  if (!document.ok) return document;
  const { data, origin } = document.value;
  if (data !== null && fields(data) === undefined) {
    const { span, line, column } = origin([]);
    return {
      ok: false,
      problem: { message: `\`${file}\` is no compose file: it holds no keys.`, file, span, line, column },
    };
  }
  return { ok: true, value: { ...opening, path, document: document.value } };
}

/** The services of a file and of what it includes; those of the file itself go before. */
function servicesOf(file: File): ReadonlyMap<string, Asked> {
  const { document, depth } = file;
  const data = fields(document.data) ?? {};
  const services = new Map<string, Asked>();
  if (depth < deepest)
    for (const entry of list(data['include']))
      for (const [name, asked] of included(entry, file)) services.set(name, asked);
  for (const name of Object.keys(fields(data['services']) ?? {})) {
    const asked = serviceOf(name, file, depth);
    if (asked) services.set(name, asked);
  }
  return services;
}

function included(entry: unknown, file: File): Iterable<[string, Asked]> {
  const { environment, project, depth, folder } = file;
  const own = fields(entry);
  const paths = list(own ? own['path'] : entry).map((one) => pathOf(one, folder, environment));
  const services = new Map<string, Asked>();
  const [first] = paths;
  if (first === undefined) return services;
  const home = own?.['project_directory'];
  const inner = home === undefined ? dirname(first) : (pathOf(home, folder, environment) ?? dirname(first));
  const opening = {
    folder: inner,
    environment: new Map([...environmentOf(inner, project.world), ...environment]),
    project,
    depth: depth + 1,
  };
  for (const path of paths) {
    const opened = path === undefined ? undefined : openFile(path, opening);
    if (!opened?.ok) {
      project.notes.push(
        opened?.problem.message ?? `An include of \`${project.world.name(file.path)}\` names a file that is not known.`,
      );
      continue;
    }
    for (const [name, asked] of servicesOf(opened.value)) {
      const below = services.get(name);
      services.set(name, below ? merged(below, asked) : asked);
    }
  }
  return services;
}

/** What a service asks to be built, over what it extends. */
function serviceOf(name: string, file: File, depth: number): Asked | undefined {
  const path: Path = ['services', name];
  const own = fields(at(file.document.data, path));
  if (!own) return undefined;
  const asked = asking(own, path, file);
  const base = depth < deepest ? extended(own['extends'], file, depth) : undefined;
  return base ? { ...merged(shared(base), asked), origin: asked.origin } : asked;
}

function extended(written: unknown, file: File, depth: number): Asked | undefined {
  if (written === undefined) return undefined;
  const { environment, project, path } = file;
  const own = fields(written);
  const service = own ? own['service'] : written;
  const other = own?.['file'];
  if (typeof service !== 'string') return undefined;
  if (other === undefined) return serviceOf(service, file, depth + 1);
  const target = pathOf(other, file.folder, environment);
  const opened =
    target === undefined
      ? undefined
      : openFile(target, { folder: dirname(target), environment, project, depth: depth + 1 });
  if (opened?.ok) return serviceOf(service, opened.value, depth + 1);
  project.notes.push(
    opened?.problem.message ?? `A service of \`${project.world.name(path)}\` extends a file that is not known.`,
  );
  return undefined;
}

function asking(own: Fields, path: Path, { document, environment, folder }: File): Asked {
  const { origin } = document;
  const text = (value: unknown): Given =>
    value === undefined || value === null ? undefined : interpolate(String(value), environment);
  const build = fields(own['build']);
  const at = [...path, 'build'];
  const named = (key: string) => (build?.[key] === undefined ? {} : { [key]: { value: text(build[key]) } });
  const context = build ? build['context'] : own['build'];
  const inline = build?.['dockerfile_inline'];
  const inlineText = text(inline);
  const bake = fields(build?.['x-bake']);
  return {
    origin: origin(path, 'key'),
    builds: own['build'] !== undefined && own['build'] !== null,
    ...((context !== undefined || build) && {
      context: { value: contextOf(context === undefined ? '.' : text(context), folder) },
    }),
    ...(context === undefined && build && { standing: true }),
    ...named('dockerfile'),
    ...named('target'),
    ...(inline !== undefined && {
      inline: {
        value:
          inlineText === undefined ? undefined : { text: inlineText, origin: origin([...at, 'dockerfile_inline']) },
      },
    }),
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
  };
}

function known(texts: readonly Given[]): readonly string[] | undefined {
  const all = texts.flatMap((text) => text ?? []);
  return all.length === texts.length ? all : undefined;
}

/** A folder on disk; an address of a repository or archive is none. */
export function contextOf(text: Given, folder: string): string | undefined {
  if (text === undefined || /^[a-z][a-z0-9+.-]*:\/\/|^git@|^github\.com\/|\.git(?:#|$)|^-$|^[a-z-]+:(?!\\)/i.test(text))
    return undefined;
  return resolve(folder, text);
}

function pathOf(value: unknown, folder: string, environment: Environment): string | undefined {
  const text = typeof value === 'string' ? interpolate(value, environment) : undefined;
  if (text === undefined || /^[a-z]+:\/\/|^git@|^oci:/i.test(text)) return undefined;
  return isAbsolute(text) ? text : resolve(folder, text);
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fields(value: unknown): Fields | undefined {
  return isFields(value) ? value : undefined;
}

function list(value: unknown): readonly unknown[] {
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

function at(data: unknown, path: Path): unknown {
  return path.reduce(
    (value: unknown, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    data,
  );
}
