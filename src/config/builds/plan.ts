/** How Dockerfiles are built, as compose and bake files say it. */
import type { Skipped } from '../../finding.ts';
import type { Origin } from '../origin.ts';

/** What a build file gives a build; `undefined` where that depends on what is not known. */
export type Given = string | undefined;

export interface Argument {
  readonly value: Given;
  readonly origin: Origin;
  /** It is written for several builds, by an anchor or what they inherit: not each of them needs it. */
  readonly shared?: boolean;
}

/** A Dockerfile that stands in the build file itself. */
export interface Inline {
  readonly text: string;
  readonly origin: Origin;
}

/** Why a part of a build is not known. */
export type Cause = Unset | Fault;

/** Variables that have no value here. */
interface Unset {
  readonly kind: 'unset';
  readonly names: readonly string[];
  /** Of the first of them. */
  readonly origin: Origin;
  /** What to do, to come after "give it". */
  readonly advice: string;
}

/** Anything else. */
interface Fault {
  readonly kind: 'fault';
  readonly reason: Skipped['reason'];
  /** A sentence, to come after "The service is not judged:". */
  readonly why: string;
  readonly origin: Origin;
}

/** A build, or a file of builds, that is not judged. */
export interface Unknown {
  /** `compose.yaml#web`, or the file. */
  readonly what: string;
  readonly reason: Skipped['reason'];
  readonly message: string;
  readonly origin: Origin;
  /** It stands in the build file: no Dockerfile of its own can be meant. */
  readonly isInline?: boolean;
}

export interface PlannedBuild {
  readonly kind: 'service' | 'target';
  /** Of the service or target. */
  readonly name: string;
  readonly origin: Origin;
  /** Absolute; absent where it is elsewhere, not known, or inline. */
  readonly dockerfile?: string | undefined;
  readonly inline?: Inline | undefined;
  /** Its Dockerfile is inline, whether or not the text of that is known. */
  readonly isInline: boolean;
  /** The folder of the context, absolute; absent where it is elsewhere or not known. */
  readonly context?: string | undefined;
  readonly args: ReadonlyMap<string, Argument>;
  readonly target?: string | undefined;
  /** Names of contexts beside the main one. */
  readonly contexts: readonly string[];
  /** Absent where nothing is said, or it is not known. */
  readonly platforms?: readonly string[] | undefined;
  /** Ids of secrets. */
  readonly secrets: readonly string[];
  /** What the image is called: other builds take it from here, and from no registry. */
  readonly images: readonly string[];
  /** Why it is not known which Dockerfile it builds, or what goes into that; none where it is. */
  readonly causes: readonly Cause[];
  /** No image is made: the builder checks or describes it (`call`). */
  readonly isCall?: boolean;
}

export interface BuildPlan {
  readonly builds: readonly PlannedBuild[];
  /** Sentences about what is built from elsewhere. */
  readonly notes: readonly string[];
  /** What is not known of these files and is built, or may be. */
  readonly unknown: readonly Unknown[];
}

/** The files beside a build file, and how reports name them. */
export interface BuildWorld {
  readonly read: (path: string) => string | undefined;
  readonly name: (path: string) => string;
}

/** Builds that are one: everything that a Dockerfile can tell is the same. */
export function sameBuilds(builds: readonly PlannedBuild[]): readonly (readonly PlannedBuild[])[] {
  return [...Map.groupBy(builds, identity).values()];
}

function identity({ context, args, target, contexts, platforms }: PlannedBuild): string {
  const values = [...args].map(([name, { value }]) => [name, value ?? null]).sort();
  return JSON.stringify([context, values, target, [...contexts].sort(), platforms]);
}

/**
 * Builds that are one but for the stage and the platform: what lies beside a Dockerfile builds a stage for development as often
 * as not.
 */
export function alikeBuilds(builds: readonly PlannedBuild[]): readonly (readonly PlannedBuild[])[] {
  return [...Map.groupBy(builds, (build) => identity({ ...build, target: undefined, platforms: undefined })).values()];
}

/** `service web` or `target web`, as sentences name it. */
export function titleOf({ kind, name }: PlannedBuild): string {
  return `${kind} \`${name}\``;
}
