/** What one service or target asks to be built, and how several statements about it come together. */
import { resolve } from 'node:path';
import type { Origin } from '../origin.ts';
import type { Argument, Cause, Given, Inline, PlannedBuild } from './plan.ts';

/** A field that is there; its value may be unknown. */
export interface Stated<T> {
  readonly value: T | undefined;
  /** Why it is not known. */
  readonly cause?: Cause | undefined;
}

export interface Asked {
  readonly origin: Origin;
  /** Whether anything is built. */
  readonly builds: boolean;
  readonly context?: Stated<string>;
  /** The context is not said: another statement's holds. */
  readonly standing?: boolean;
  readonly dockerfile?: Stated<string>;
  readonly inline?: Stated<Inline>;
  readonly target?: Stated<string>;
  readonly args: ReadonlyMap<string, Argument>;
  readonly contexts: readonly string[];
  readonly platforms?: Stated<readonly string[]>;
  readonly secrets: readonly string[];
  readonly images: readonly string[];
  /** Why it is not known what it stands on. */
  readonly causes: readonly Cause[];
  /** What is asked for is no image. */
  readonly isCall?: boolean;
}

/** The later statement over the earlier one. */
export function merged(below: Asked, above: Asked): Asked {
  const { context, standing, ...rest } = above;
  const own =
    above.standing && below.context ? rest : { ...rest, ...(context && { context }), ...(standing && { standing }) };
  return {
    ...below,
    ...own,
    builds: below.builds || above.builds,
    args: new Map([...below.args, ...above.args]),
    contexts: [...new Set([...below.contexts, ...above.contexts])],
    secrets: [...new Set([...below.secrets, ...above.secrets])],
    images: above.images.length > 0 ? above.images : below.images,
    causes: [...below.causes, ...above.causes],
  };
}

/** What the builds of one plan make is had from them, as a context is, and from no registry. */
export function joined(builds: readonly PlannedBuild[]): readonly PlannedBuild[] {
  return builds.map((build) => {
    const others = builds.filter((other) => other !== build).flatMap(({ images }) => images);
    const made = others.filter((image) => !build.images.includes(image));
    return made.length === 0 ? build : { ...build, contexts: [...new Set([...build.contexts, ...made])] };
  });
}

/** What others inherit, or extend. */
export function shared(asked: Asked): Asked {
  return { ...asked, args: new Map([...asked.args].map(([name, one]) => [name, { ...one, shared: true }])) };
}

/** A service's build, where it has one, or may have one by what it stands on. */
export function planned(name: string, asked: Asked, kind: PlannedBuild['kind'] = 'service'): PlannedBuild | undefined {
  const { builds, context, dockerfile, inline, target, platforms, origin, args, contexts, secrets, images } = asked;
  const own = inline ? [inline.cause] : builds ? [context?.cause, dockerfile?.cause] : [];
  const causes = [...asked.causes, ...own].flatMap((cause) => cause ?? []);
  if (!builds && causes.length === 0) return undefined;
  const folder = context?.value;
  const file: Given = dockerfile ? dockerfile.value : 'Dockerfile';
  return {
    kind,
    name,
    origin,
    context: folder,
    args,
    contexts,
    secrets,
    images: builds ? images : [],
    causes,
    isInline: inline !== undefined,
    ...(asked.isCall !== undefined && { isCall: asked.isCall }),
    ...(inline
      ? { inline: inline.value }
      : folder !== undefined && file !== undefined && { dockerfile: resolve(folder, file) }),
    ...(target?.value !== undefined && { target: target.value }),
    ...(platforms?.value && { platforms: platforms.value }),
  };
}
