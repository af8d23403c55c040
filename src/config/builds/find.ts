/** Where compose and bake files lie: the part of this room that touches the world. */
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Problem, Result } from '../../finding.ts';
import { reportName } from '../find.ts';
import { BuildFolders } from './beside.ts';
import type { BuildPlan, BuildWorld, PlannedBuild } from './plan.ts';
import { alikeBuilds, titleOf } from './plan.ts';

/** What is known of how one Dockerfile is built. */
export interface KnownBuilds {
  readonly builds: readonly PlannedBuild[];
  /** Why nothing is known, where there is something to say. */
  readonly why?: string;
}

/** Build files of a run: each is read once. */
export class BuildFiles {
  readonly #folders: BuildFolders;
  readonly #texts = new Map<string, string | undefined>();
  readonly #plans = new Map<string, Promise<Result<BuildPlan>>>();
  readonly #world: BuildWorld;

  /** `read` is told of every file that is read, as reports name it. */
  constructor(cwd: string, read: (name: string, text: string) => void = () => {}) {
    const name = (path: string) => reportName(path, cwd);
    this.#folders = new BuildFolders(cwd);
    this.#world = { read: (path) => this.#read(path, (text) => read(name(path), text)), name };
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
        unknown: plans.flatMap((one) => (one.ok ? one.value.unknown : [])),
      },
      problems: plans.flatMap((one) => (one.ok ? [] : one.problem)),
    };
  }

  /** What those say of the Dockerfile, where they are of one mind. */
  async of(dockerfile: string): Promise<KnownBuilds> {
    const plans = await Promise.all(this.#folders.candidates(dockerfile).map((group) => this.#plan(group)));
    const builds = plans.flatMap((plan) =>
      plan.ok ? plan.value.builds.filter((build) => build.dockerfile === dockerfile && !build.isCall) : [],
    );
    const groups = alikeBuilds(builds);
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

  #read(path: string, told: (text: string) => void): string | undefined {
    if (this.#texts.has(path)) return this.#texts.get(path);
    const text = readText(path);
    this.#texts.set(path, text);
    if (text !== undefined) told(text);
    return text;
  }
}

/** HCL, or JSON; compose files are YAML. */
function isBake(path: string): boolean {
  return /\.(?:hcl|json)$/.test(basename(path));
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
