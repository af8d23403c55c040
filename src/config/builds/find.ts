/** Where compose and bake files lie: the part of this room that touches the world. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Problem, Result } from '../../finding.ts';
import { reportName } from '../find.ts';
import type { BuildPlan, BuildWorld, PlannedBuild } from './plan.ts';
import { sameBuilds, titleOf, withoutTarget } from './plan.ts';

/** Each with what is read over it. The first of a group that is there is read. */
const usual = [
  [
    ['compose.yaml', 'compose.override.yaml', 'compose.override.yml'],
    ['compose.yml', 'compose.override.yml', 'compose.override.yaml'],
    ['docker-compose.yml', 'docker-compose.override.yml', 'docker-compose.override.yaml'],
    ['docker-compose.yaml', 'docker-compose.override.yaml', 'docker-compose.override.yml'],
  ],
  [
    ['docker-bake.json', 'docker-bake.override.json', 'docker-bake.hcl', 'docker-bake.override.hcl'],
    ['docker-bake.hcl', 'docker-bake.override.json', 'docker-bake.override.hcl'],
  ],
] as const;

/** What is known of how one Dockerfile is built. */
export interface KnownBuilds {
  readonly builds: readonly PlannedBuild[];
  /** Why nothing is known, where there is something to say. */
  readonly why?: string;
}

/** Build files of a run: each is read once. */
export class BuildFiles {
  readonly #cwd: string;
  readonly #folders = new Map<string, ReadonlySet<string>>();
  readonly #texts = new Map<string, string | undefined>();
  readonly #plans = new Map<string, Promise<Result<BuildPlan>>>();
  readonly #world: BuildWorld;

  constructor(cwd: string) {
    this.#cwd = cwd;
    this.#world = { read: (path) => this.#read(path), name: (path) => reportName(path, cwd) };
  }

  /** Texts of what was read, by the names of reports. */
  get texts(): ReadonlyMap<string, string> {
    const read = [...this.#texts].flatMap(([path, text]) =>
      text === undefined ? [] : [[this.#world.name(path), text] as const],
    );
    return new Map(read);
  }

  /** The builds of files that were named: compose files over each other, and bake files. */
  async named(paths: readonly string[]): Promise<{ readonly plan: BuildPlan; readonly problems: readonly Problem[] }> {
    const bake = paths.filter(isBake);
    const groups = [paths.filter((path) => !isBake(path)), bake].filter((group) => group.length > 0);
    const plans = await Promise.all(groups.map((group) => this.#plan(group)));
    return {
      plan: {
        builds: plans.flatMap((one) => (one.ok ? one.value.builds : [])),
        notes: plans.flatMap((one) => (one.ok ? one.value.notes : [])),
      },
      problems: plans.flatMap((one) => (one.ok ? [] : one.problem)),
    };
  }

  /** Build files beside a Dockerfile and above it, in its repository. */
  candidates(dockerfile: string): readonly (readonly string[])[] {
    const found: (readonly string[])[] = [];
    for (const folder of this.#above(dirname(dockerfile))) {
      const names = this.#list(folder);
      for (const kind of usual) {
        const group = kind.find(([first]) => names.has(first));
        if (group) found.push(group.filter((name) => names.has(name)).map((name) => join(folder, name)));
      }
    }
    return found;
  }

  /** What those say of the Dockerfile, where they are of one mind. */
  async of(dockerfile: string): Promise<KnownBuilds> {
    const plans = await Promise.all(this.candidates(dockerfile).map((group) => this.#plan(group)));
    const found = plans.flatMap((plan) =>
      plan.ok ? plan.value.builds.filter((build) => build.dockerfile === dockerfile) : [],
    );
    const builds = withoutTarget(found);
    const groups = sameBuilds(builds);
    if (groups.length === 1) return { builds };
    const broken = plans.find((plan) => !plan.ok);
    const name = this.#world.name(dockerfile);
    if (groups.length > 1) {
      const [one, other] = groups.map(([first]) => (first ? `the ${titleOf(first)} of \`${first.origin.file}\`` : ''));
      return {
        builds: [],
        why: `\`${name}\` is judged by itself: ${one} and ${other} build it differently; name a file with --from.`,
      };
    }
    return broken && !broken.ok
      ? { builds: [], why: `\`${name}\` is judged by itself: ${broken.problem.message}` }
      : { builds: [] };
  }

  /** From a folder up to the root of its repository; where there is none, to the folder the command was started in. */
  *#above(folder: string): Iterable<string> {
    const passed: string[] = [];
    for (let at = folder; ; at = dirname(at)) {
      passed.push(at);
      if (this.#list(at).has('.git')) break;
      if (dirname(at) !== at) continue;
      const own = passed.indexOf(this.#cwd);
      passed.length = own === -1 ? 1 : own + 1;
      break;
    }
    yield* passed;
  }

  #list(folder: string): ReadonlySet<string> {
    const known = this.#folders.get(folder) ?? new Set(namesIn(folder));
    this.#folders.set(folder, known);
    return known;
  }

  #plan(paths: readonly string[]): Promise<Result<BuildPlan>> {
    const key = paths.join('\0');
    const known = this.#plans.get(key) ?? this.#readPlan(paths);
    this.#plans.set(key, known);
    return known;
  }

  async #readPlan(paths: readonly string[]): Promise<Result<BuildPlan>> {
    const [first = ''] = paths;
    if (isBake(first)) return (await import('./bake.ts')).readBake(paths, this.#world);
    return (await import('./compose.ts')).readCompose(paths, this.#world);
  }

  #read(path: string): string | undefined {
    if (!this.#texts.has(path)) this.#texts.set(path, readText(path));
    return this.#texts.get(path);
  }
}

/** HCL, or JSON; compose files are YAML. */
function isBake(path: string): boolean {
  return /\.(?:hcl|json)$/.test(basename(path));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** No build file is larger than this. */
const mostBytes = 4 << 20;

function readText(path: string): string | undefined {
  try {
    return statSync(path).size > mostBytes ? undefined : readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
