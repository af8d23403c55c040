/** `--from`, and what is found by itself: how compose and bake files build the Dockerfiles of a run. */
import { resolve } from 'node:path';
import { BuildFiles } from '../config/builds/find.ts';
import { type PlannedBuild, sameBuilds, titleOf } from '../config/builds/plan.ts';
import type { Problem, Related } from '../finding.ts';
import { isSecretName } from '../secrets/names.ts';
import { nameOf } from '../source/name.ts';
import type { LintFlags } from './flags.ts';
import type { Io } from './io.ts';

/** One way that a Dockerfile is built. */
export interface Way {
  readonly args: Readonly<Record<string, string | undefined>>;
  /** `compose.yaml:7`, by argument. */
  readonly origins: ReadonlyMap<string, string>;
  readonly target: string | undefined;
  readonly contexts: readonly string[];
  /** The one that it is built for. */
  readonly platform: string | undefined;
  /** The folder of its context, as reports name it; absent where it is elsewhere. */
  readonly context: string | undefined;
  /** What is said of a finding that only this way brings. */
  readonly said: Related;
}

export interface Builds {
  /** The ways that a Dockerfile is built; none where nothing is known. */
  of(file: string): Promise<readonly Way[]>;
  /** The Dockerfiles that the named files build. */
  readonly files: readonly string[];
  /** What is wrong with files that were named. */
  readonly problems: readonly Problem[];
  /** Why nothing was found by itself, where there is something to say; for `--verbose`. */
  readonly notes: ReadonlySet<string>;
  /** Texts of build files that were read, for what quotes them. */
  readonly texts: () => ReadonlyMap<string, string>;
}

export async function buildsOf({ from }: Pick<LintFlags, 'from'>, io: Io): Promise<Builds> {
  const files = new BuildFiles(io.cwd);
  const notes = new Set<string>();
  const base = { notes, texts: () => files.texts };
  if (!Array.isArray(from)) {
    const of = async (file: string): Promise<readonly Way[]> => {
      const { builds, why } = await files.of(resolve(io.cwd, file));
      if (why !== undefined) notes.add(why);
      return waysOf(builds, io);
    };
    return { ...base, of, files: [], problems: [] };
  }
  const { plan, problems } = await files.named(from.map((path) => resolve(io.cwd, path)));
  for (const note of plan.notes) notes.add(note);
  const built = new Set(plan.builds.flatMap(({ dockerfile }) => dockerfile ?? []));
  return {
    ...base,
    of: async (file) => {
      const path = resolve(io.cwd, file);
      return waysOf(
        plan.builds.filter(({ dockerfile }) => dockerfile === path),
        io,
      );
    },
    files: [...built].map((path) => nameOf(path, io.cwd)).sort(),
    problems,
  };
}

function waysOf(builds: readonly PlannedBuild[], io: Io): readonly Way[] {
  return sameBuilds(builds).flatMap((same) => {
    const [build] = same;
    if (!build) return [];
    const { args, target, contexts, platforms, context, origin } = build;
    return {
      // What a name calls a secret is no rule's business, and no report's.
      args: Object.fromEntries([...args].map(([name, { value }]) => [name, isSecretName(name) ? undefined : value])),
      origins: new Map([...args].map(([name, one]) => [name, `${one.origin.file}:${one.origin.line}`])),
      target,
      contexts,
      platform: platforms?.length === 1 ? platforms[0] : undefined,
      context: context === undefined ? undefined : nameOf(context, io.cwd) || '.',
      said: {
        place: { kind: 'file', file: origin.file, span: origin.span },
        message: `As the ${same.map(titleOf).join(', ')} ${same.length === 1 ? 'builds' : 'build'} it.`,
      },
    };
  });
}
