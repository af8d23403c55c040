/** The builds of compose files: services with `build`, what they extend, what is included. */
import { dirname, isAbsolute, resolve } from 'node:path';
import type { Result } from '../../finding.ts';
import { type Path, readDocument } from '../document.ts';
import type { Origin } from '../origin.ts';
import { asking, type ComposeText, type Fields, fields, givenAt, list } from './compose-service.ts';
import { type Environment, readDotenv } from './interpolate.ts';
import type { BuildPlan, BuildWorld, Cause, Unknown } from './plan.ts';
import { type Asked, joined, merged, planned, type Stated, shared } from './service.ts';
import { accounted, notJudged, unreadFile } from './unknown.ts';

/** Chains of includes and extensions longer than this are of no project. */
const deepest = 16;
/** So many files are included at most, each as often as it is named. */
const mostFiles = 1000;

interface Project {
  readonly world: BuildWorld;
  readonly notes: string[];
  /** What is included, and not known. */
  readonly unknown: Unknown[];
  included: number;
}

/** Files that are read as one, later ones over earlier ones; paths count from the folder of the first. */
export function readCompose(paths: readonly string[], world: BuildWorld): Result<BuildPlan> {
  const project: Project = { world, notes: [], unknown: [], included: 0 };
  const folder = dirname(paths[0] ?? '.');
  const environment = environmentOf([resolve(folder, '.env')], world);
  const services = new Map<string, Asked>();
  for (const path of paths) {
    const file = openFile(path, { folder, environment, project, through: [] });
    if (!file.ok) return file;
    put(services, servicesOf(file.value));
  }
  const builds = joined([...services].flatMap(([name, asked]) => planned(name, asked) ?? []));
  const { notes, unknown } = accounted(builds);
  return {
    ok: true,
    value: { builds, notes: [...project.notes, ...notes], unknown: [...project.unknown, ...unknown] },
  };
}

/** Over those of the same names. */
function put(services: Map<string, Asked>, more: ReadonlyMap<string, Asked>): void {
  for (const [name, asked] of more) {
    const below = services.get(name);
    services.set(name, below ? merged(below, asked) : asked);
  }
}

function environmentOf(files: readonly string[], { read }: BuildWorld): Environment {
  return new Map(files.flatMap((file) => [...readDotenv(read(file) ?? '')]));
}

interface Opening {
  /** What relative paths count from. */
  readonly folder: string;
  readonly environment: Environment;
  readonly project: Project;
  /** The files that include it. */
  readonly through: readonly string[];
}

interface File extends Opening, ComposeText {
  readonly path: string;
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
  return { ok: true, value: { ...opening, path, text, document: document.value } };
}

/** The services of a file and of what it includes; those of the file itself go before. */
function servicesOf(file: File): ReadonlyMap<string, Asked> {
  const data = fields(file.document.data) ?? {};
  const services = new Map<string, Asked>();
  const includes = data['include'];
  for (const [index, entry] of list(includes).entries())
    put(services, included(entry, Array.isArray(includes) ? ['include', index] : ['include'], file));
  for (const [name, written] of Object.entries(mapAt(['services'], data['services'], file))) {
    mapAt(['services', name], written, file);
    const asked = serviceOf(name, file, []);
    if (asked) services.set(name, asked);
  }
  return services;
}

/** What Compose wants to be a map; anything else is told, as it may have been meant to say what is built. */
function mapAt(path: Path, written: unknown, { document, project }: File): Fields {
  const map = fields(written);
  if (map) return map;
  const origin = document.origin(path);
  const message = `\`${path.join('.')}\` of \`${origin.file}\` holds no keys, so nothing of it is judged; indent below it what belongs to it.`;
  if (written !== undefined && written !== null)
    project.unknown.push({ what: origin.file, reason: 'malformed', message, origin });
  return {};
}

function included(entry: unknown, at: Path, file: File): ReadonlyMap<string, Asked> {
  const { environment, project } = file;
  const services = new Map<string, Asked>();
  const own = fields(entry);
  const paths = pathsOf(own ? [...at, 'path'] : at, own ? own['path'] : entry, file);
  const [home] = pathsOf([...at, 'project_directory'], own?.['project_directory'], file);
  const causes = [home, ...paths].flatMap((one) => one?.cause ?? []);
  const name = project.world.name(file.path);
  const why = notJudged(`What \`${name}\` includes`, causes);
  if (why) {
    project.unknown.push({ what: name, ...why });
    return services;
  }
  const first = paths[0]?.value;
  const folder = home ? home.value : first && dirname(first);
  if (folder === undefined) {
    project.notes.push(`What \`${name}\` includes is elsewhere.`);
    return services;
  }
  // Named files stand for the one that lies there.
  const named = pathsOf([...at, 'env_file'], own?.['env_file'], file);
  const files = named.length === 0 ? [resolve(folder, '.env')] : named.flatMap(({ value }) => value ?? []);
  const opening = {
    folder,
    environment: new Map([...environmentOf(files, project.world), ...environment]),
    project,
    through: [...file.through, file.path],
  };
  for (const { value: path, origin } of paths) if (path !== undefined) put(services, opened(path, opening, origin));
  return services;
}

/** One path, or several. */
function pathsOf(at: Path, written: unknown, file: File): readonly (Stated<string> & { readonly origin: Origin })[] {
  return list(written).map((one, index) => {
    const place = Array.isArray(written) ? [...at, index] : at;
    return { ...pathOf(place, one, file), origin: file.document.origin(place) };
  });
}

function opened(path: string, opening: Opening, named: Origin): ReadonlyMap<string, Asked> {
  const { through, project } = opening;
  const file = project.world.name(path);
  // Said once.
  if (project.included++ > mostFiles) return new Map();
  const turns = through.includes(path) || through.length > deepest;
  const isTooMany = project.included > mostFiles && `is one of more than ${mostFiles} includes; name fewer.`;
  const refused = turns ? 'includes itself; take one of the includes out.' : isTooMany;
  const one: Result<File> = refused
    ? { ok: false, problem: { message: `\`${file}\` ${refused}`, file } }
    : openFile(path, opening);
  if (one.ok) return servicesOf(one.value);
  project.unknown.push(unreadFile(one.problem, named));
  return new Map();
}

/** What a service asks to be built, over what it extends; `through` are those that extend it. */
function serviceOf(name: string, file: File, through: readonly string[]): Asked | undefined {
  const path: Path = ['services', name];
  const written = fields(fields(file.document.data)?.['services'])?.[name];
  // One that says nothing may be extended all the same.
  const own = written === null ? {} : fields(written);
  if (!own) return undefined;
  const asked = asking(own, path, file);
  if (own['extends'] === undefined) return asked;
  const base = extended(own['extends'], [...path, 'extends'], file, [...through, `${file.path}#${name}`]);
  if ('kind' in base) return { ...asked, causes: [base] };
  return { ...merged(shared(base), asked), origin: asked.origin };
}

function extended(written: unknown, at: Path, file: File, through: readonly string[]): Asked | Cause {
  const { environment, project } = file;
  const own = fields(written);
  const service = own ? givenAt([...at, 'service'], own['service'] ?? '', file) : givenAt(at, written, file);
  const target = otherFile(own, at, file);
  const cause = service.cause ?? target?.cause;
  if (cause) return cause;
  const origin = file.document.origin(at);
  const fault = (why: string, reason: 'missing' | 'unreadable' = 'missing'): Cause => {
    return { kind: 'fault', reason, why, origin };
  };
  const name = service.value;
  if (!name) return fault('its `extends` names no service.');
  let inner = file;
  if (target) {
    const path = target.value;
    if (path === undefined) return fault(`it extends \`${name}\` of a file that is elsewhere.`);
    const other = openFile(path, { folder: dirname(path), environment, project, through: [] });
    if (!other.ok)
      return fault(`it extends \`${name}\` of a file that is not read. ${other.problem.message}`, 'unreadable');
    inner = other.value;
  }
  const where = project.world.name(inner.path);
  if (through.includes(`${inner.path}#${name}`) || through.length > deepest)
    return fault(`it extends \`${name}\` of \`${where}\`, which extends it in turn.`);
  return serviceOf(name, inner, through) ?? fault(`it extends \`${name}\`, which is not in \`${where}\`.`);
}

function otherFile(own: Fields | undefined, at: Path, file: File): Stated<string> | undefined {
  const other = own?.['file'];
  return other === undefined ? undefined : pathOf([...at, 'file'], other, file);
}

/** A file or folder on disk; what is elsewhere has no path, and no cause. */
function pathOf(path: Path, written: unknown, file: File): Stated<string> {
  const { value, cause } = givenAt(path, written, file);
  if (value === undefined || /^[a-z]+:\/\/|^git@|^oci:/i.test(value)) return { value: undefined, cause };
  return { value: isAbsolute(value) ? value : resolve(file.folder, value) };
}
