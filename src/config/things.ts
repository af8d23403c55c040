/** What there is in a Dockerfile or an image that a rule without code can speak of, and where it stands. */
import type { Dockerfile, KeyValue, Stage } from '../dockerfile/model.ts';
import { packageCommandsOf } from '../dockerfile/package-commands.ts';
import { fullName, imageUses, officialName } from '../dockerfile/references.ts';
import type { Place } from '../finding.ts';
import type { Image } from '../image/model.ts';
import type { Subject } from '../rule.ts';
import type { ThingKind } from './codeless.ts';

/** One thing. Without a name it is not known which. */
export interface Thing {
  /** Every way to write its name, the one to show first. */
  readonly names: readonly string[];
  readonly value: string | undefined;
  readonly place: Place;
}

/** A stage, or a whole image: what is in it, and where to point at when something is not. */
export interface Where {
  readonly things: readonly Thing[];
  /** Whether all of it could be read: only then can something be missing. */
  readonly isKnown: boolean;
  /** Whether what is missing here is missing in the end: builder stages need no labels. */
  readonly shipped: boolean;
  whole(kind: ThingKind, name: string): Place;
}

/** Everything of one kind, stage by stage for a Dockerfile. */
export function thingsIn(subject: Subject, kind: ThingKind): readonly Where[] {
  if (subject.kind === 'image') return [imageThings(subject, kind)];
  const dockerfile = subject.kind === 'build' ? subject.dockerfile : subject;
  return dockerfile.stages.map((stage) => stageThings(dockerfile, stage, kind));
}

/** What a stage has of its own; what it has through its bases in this file counts where something is required. */
function stageThings(dockerfile: Dockerfile, stage: Stage, kind: ThingKind): Where {
  // A stage that others are built on ships through them.
  const isLast =
    stage.shipped &&
    !dockerfile.stages.some((other) => other !== stage && other.shipped && other.lineage.includes(stage));
  const stages = isLast ? stage.lineage : [stage];
  return {
    things: stages.flatMap((one) => [...textThings(dockerfile, one, kind)]),
    isKnown: kind !== 'package' || stages.every(hasReadScripts),
    shipped: isLast,
    whole: () => stage.from.place,
  };
}

function hasReadScripts(stage: Stage): boolean {
  return stage.of('run').every((run) => run.exec !== undefined || run.script?.parsed === true);
}

function* textThings(dockerfile: Dockerfile, stage: Stage, kind: ThingKind): Iterable<Thing> {
  switch (kind) {
    case 'instruction':
      for (const { keyword, keywordSpan, argsSpan } of stage.instructions) {
        const value = dockerfile.text.slice(argsSpan.start, argsSpan.end);
        yield { names: [keyword], value, place: dockerfile.at(keywordSpan) };
      }
      break;
    case 'label':
      for (const { pairs } of stage.of('label')) yield* pairs.map(pairThing);
      break;
    case 'env':
      for (const { pairs } of stage.of('env')) yield* pairs.map(pairThing);
      break;
    case 'base':
      for (const { reference } of imageUses({ stages: [stage] })) {
        const names = reference.valid
          ? new Set([reference.name, officialName(reference) ?? reference.name, fullName(reference)])
          : [];
        yield { names: [...names], value: reference.tag ?? '', place: reference.place };
      }
      break;
    case 'package':
      for (const { action, packages } of packageCommandsOf([stage]))
        if (action === 'install')
          for (const { name, version, word } of packages)
            yield { names: name === undefined ? [] : [name], value: version, place: word.place };
      break;
    case 'file':
      for (const { sources, from } of stage.of('copy', 'add'))
        if (!from)
          for (const { text, place } of sources)
            yield { names: text === undefined ? [] : [text.replace(/^\.?\//, '')], value: undefined, place };
  }
}

function pairThing({ key, value, place }: KeyValue): Thing {
  return { names: key.text === undefined ? [] : [key.text], value: value ? value.text : '', place };
}

function imageThings(image: Image, kind: ThingKind): Where {
  const section = kind === 'label' ? 'Labels' : 'Env';
  return {
    things: [...ofImage(image, kind)],
    isKnown: image.layers.every(({ facts }) => facts.limits.length === 0),
    shipped: true,
    whole: (_, name) =>
      kind === 'label' || kind === 'env' ? { kind: 'config', key: `${section}.${name}` } : { kind: 'image' },
  };
}

function* ofImage({ config, packages, files }: Image, kind: ThingKind): Iterable<Thing> {
  if (kind === 'label')
    for (const [name, value] of config.labels)
      yield { names: [name], value, place: { kind: 'config', key: `Labels.${name}` } };
  else if (kind === 'env')
    for (const { name, value } of config.env)
      yield { names: [name], value, place: { kind: 'config', key: `Env.${name}` } };
  else if (kind === 'package')
    for (const { name, version, place } of packages) yield { names: [name], value: version, place };
  else if (kind === 'file')
    for (const version of files.all)
      if (version.entry.type !== 'dir')
        yield { names: [version.entry.path], value: undefined, place: files.at(version) };
}
