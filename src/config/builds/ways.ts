/** How compose and bake files build the Dockerfiles of a run: files that were named, or what is found by itself. */
import { resolve } from 'node:path';
import type { BuildFact } from '../../dockerfile/facts.ts';
import type { Place, Problem, Related } from '../../finding.ts';
import { reportName } from '../find.ts';
import type { Origin } from '../origin.ts';
import { BuildFiles } from './find.ts';
import { alikeBuilds, type Inline, type PlannedBuild, sameBuilds, titleOf, type Unknown } from './plan.ts';

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
  /** What rules may ask of it. */
  readonly fact: BuildFact;
}

export interface Builds {
  /** The ways that a Dockerfile is built; none where nothing is known. */
  of(file: string): Promise<readonly Way[]>;
  /** The Dockerfiles that the named files build. */
  readonly files: readonly string[];
  /** Those that stand in the named files themselves; `of` knows them by their names. */
  readonly inlines: readonly InlineDockerfile[];
  /** What is wrong with files that were named. */
  readonly problems: readonly Problem[];
  /** What the named files build, or may build, and do not tell enough of. */
  readonly unknown: readonly Unknown[];
  /** Why nothing was found by itself, where there is something to say; for `--verbose`. */
  readonly notes: ReadonlySet<string>;
}

export interface InlineDockerfile {
  /** `compose.yaml#web`: the subject of its report. */
  readonly name: string;
  readonly inline: Inline;
}

export interface BuildsOptions {
  /** Files that were named; without them, what lies beside each Dockerfile is asked. */
  readonly from?: readonly string[] | undefined;
  readonly cwd: string;
  /** Arguments whose values are nobody's business, by name: they count as not known. */
  readonly hidden: (name: string) => boolean;
  /** Is told of every file that is read, as reports name it. */
  readonly read?: (name: string, text: string) => void;
}

export async function buildsOf({ from, cwd, hidden, read }: BuildsOptions): Promise<Builds> {
  const files = new BuildFiles(cwd, read);
  const notes = new Set<string>();
  const base = { notes };
  const waysOf = (groups: readonly (readonly PlannedBuild[])[]) =>
    groups.flatMap((same) => wayOf(same, { cwd, hidden }) ?? []);
  if (from === undefined) {
    const of = async (file: string): Promise<readonly Way[]> => {
      const { builds, why } = await files.of(resolve(cwd, file));
      if (why !== undefined) notes.add(why);
      // A stage that is built beside the Dockerfile need not be one that ships.
      return waysOf(alikeBuilds(builds)).map((way) => ({ ...way, target: undefined }));
    };
    return { ...base, of, files: [], inlines: [], problems: [], unknown: [] };
  }
  const { plan, problems } = await files.named(from.map((path) => resolve(cwd, path)));
  for (const note of plan.notes) notes.add(note);
  // What is not known is told, and not judged by what is known of it.
  const builds = plan.builds.filter(({ causes }) => causes.length === 0);
  const inlines = builds.flatMap((build) => {
    const { inline, origin, name } = build;
    return inline ? { name: `${origin.file}#${name}`, inline, build } : [];
  });
  const built = new Set(builds.flatMap(({ dockerfile }) => dockerfile ?? []));
  return {
    ...base,
    of: async (file) => {
      const own = inlines.find(({ name }) => name === file);
      if (own) return waysOf([[own.build]]);
      const path = resolve(cwd, file);
      return waysOf(sameBuilds(builds.filter(({ dockerfile }) => dockerfile === path)));
    },
    files: [...built].map((path) => reportName(path, cwd)).sort(),
    inlines,
    problems,
    unknown: plan.unknown,
  };
}

function wayOf(same: readonly PlannedBuild[], { cwd, hidden }: Pick<BuildsOptions, 'cwd' | 'hidden'>): Way | undefined {
  const [build] = same;
  if (!build) return undefined;
  const { args, target, contexts, context, origin } = build;
  const title = `the ${same.map(titleOf).join(', ')}`;
  const platforms = new Set(same.map((one) => (one.platforms?.length === 1 ? one.platforms[0] : undefined)));
  return {
    args: Object.fromEntries([...args].map(([name, { value }]) => [name, hidden(name) ? undefined : value])),
    origins: new Map([...args].map(([name, one]) => [name, `${one.origin.file}:${one.origin.line}`])),
    target,
    contexts,
    platform: platforms.size === 1 ? [...platforms][0] : undefined,
    context: context === cwd ? '.' : context && reportName(context, cwd),
    said: { place: placeOf(origin), message: `As ${title} ${same.length === 1 ? 'builds' : 'build'} it.` },
    fact: {
      title,
      targets: same.flatMap((one) =>
        one.target === undefined ? [] : { name: one.target, place: placeOf(one.origin) },
      ),
      args: [...args].flatMap(([name, one]) => (one.shared ? [] : { name, place: placeOf(one.origin) })),
    },
  };
}

function placeOf({ file, span }: Origin): Place {
  return { kind: 'file', file, span };
}
