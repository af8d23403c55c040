/** History steps joined to the instructions of the stage that the image was made from. */
import type { Dockerfile, Instruction, Stage } from '../../dockerfile/model.ts';
import type { History } from '../history.ts';
import type { HistoryStep, Join } from '../model.ts';
import { type Alignment, alignParts, alignWhole } from './align.ts';
import { type Boundary, exactly, layersBelow } from './boundary.ts';
import { claimsOf } from './claims.ts';
import type { Joinable } from './join.ts';
import { bringsFiles } from './joint.ts';
import type { Trace } from './match.ts';

export interface StepJoin extends Pick<Join, 'stage' | 'complete'> {
  readonly pairs: ReadonlyMap<number, Instruction>;
  /** The boundary that the Dockerfile tells, where it tells one. */
  readonly boundary: Boundary | undefined;
  /** The first step that is surely of this Dockerfile. */
  readonly first: number | undefined;
  /** Whether the image was built on another one. */
  readonly based: boolean;
  reasonOf(step: number): string;
}

/** Joins steps above the known boundary; `known` holds over what the Dockerfile would say. */
export function joinSteps({ history, layers, dockerfile }: Joinable, known: Boundary): StepJoin {
  const { steps } = history;
  const exact = known.atMost === known.atLeast;
  const alignment = dockerfile && align(tracesOf(steps.slice(known.atLeast), layers), dockerfile, exact);
  const pairs = new Map(Array.from(alignment?.pairs ?? [], ([step, claim]) => [step, claim.instruction]));
  const boundary = exact ? emptyStage(alignment, known) : toldBoundary(history, alignment?.boundary, known);
  const first = pairs.size > 0 ? Math.min(...pairs.keys()) : undefined;
  return {
    pairs,
    boundary,
    first,
    stage: alignment?.stage,
    complete: alignment?.complete,
    based: known.by === 'history' || (alignment !== undefined && dockerfile?.stages.at(-1)?.root.kind !== 'scratch'),
    reasonOf: (index) => {
      if (index < (boundary ?? known).atLeast) return 'The step is of the base image.';
      if (!dockerfile) return 'No Dockerfile was given.';
      const stated = steps[index]?.instruction !== undefined;
      if (stated && alignment?.boundary !== undefined && index < alignment.boundary) return onbuild;
      return alignment?.reasons.get(index) ?? (stated ? noneFits : 'The history does not state an instruction.');
    },
  };
}

/** A file that adds nothing may be of the image as it is: then the mark of a build in it is the base's own. */
function emptyStage(alignment: Alignment | undefined, known: Boundary): Boundary | undefined {
  const adds = alignment?.complete !== true || alignment.pairs.size > 0;
  return adds || known.by !== 'history' ? undefined : { ...known, atMost: undefined, layers: undefined };
}

/** The boundary that the first instruction stands at, where it does not go against what is known. */
function toldBoundary({ steps, misaligned }: History, told: number | undefined, known: Boundary): Boundary | undefined {
  if (told === undefined || told > (known.atMost ?? told)) return undefined;
  const layers = known.layers ?? (misaligned ? undefined : layersBelow(steps, told));
  return exactly(known.by === 'none' ? 'dockerfile' : known.by, told, layers);
}

const onbuild = 'No instruction of the Dockerfile says it: it may be an ONBUILD trigger of the base image.';
const noneFits =
  'No instruction of the Dockerfile is what the history states: the file has changed, or is another one.';

interface StageAlignment extends Alignment {
  readonly stage: Stage | undefined;
}

function align(steps: readonly Trace[], dockerfile: Dockerfile, based: boolean): StageAlignment | undefined {
  const final = dockerfile.stages.at(-1);
  if (!final) return undefined;
  const builder = builderOf(steps);
  if (builder === 'kaniko') return { ...alignKaniko(steps, dockerfile, final), stage: undefined };
  const [first, second] = dockerfile.stages.toReversed().flatMap((stage) => wholeStage(steps, dockerfile, stage));
  if (first && (first.stage === final || !second)) return first;
  const parts = alignParts(steps, claimsOf(dockerfile, final, builder));
  const sure = based || final.root.kind === 'scratch';
  const rest = sure ? parts : withoutStragglers(parts, steps.at(-1)?.index ?? -1);
  // Several stages that fit, a history by hand, a squashed one: none of them says that the file is another.
  const told = builder !== 'other' && !first && steps.length > 1;
  return { ...rest, complete: told ? rest.complete : undefined, stage: undefined };
}

/** Beyond this many entries a layer is no copy of a file. */
const fewEntries = 64;

function tracesOf(steps: readonly HistoryStep[], layers: Joinable['layers']): readonly Trace[] {
  return steps.map((step) => {
    const facts = step.layer === undefined ? undefined : layers[step.layer];
    if (!facts || facts.unread || facts.entries.length > fewEntries) return step;
    const brought = facts.entries.filter(({ type }) => type !== 'dir').map(({ path }) => path);
    return brought.length > 0 ? { ...step, brought } : step;
  });
}

function builderOf(steps: readonly Trace[]): HistoryStep['builder'] {
  return steps.findLast(({ instruction }) => instruction !== undefined)?.builder ?? 'other';
}

function wholeStage(steps: readonly Trace[], dockerfile: Dockerfile, stage: Stage): readonly StageAlignment[] {
  const builder = builderOf(steps);
  const claims = claimsOf(dockerfile, stage, builder);
  const final = stage === dockerfile.stages.at(-1);
  const alignment = claims.length > 0 || final ? alignWhole(steps, claims) : undefined;
  if (!alignment) return [];
  // Nothing stands below scratch: steps that remain there are of another version of the file.
  const left = stage.root.kind === 'scratch' && alignment.boundary !== steps[0]?.index;
  return [{ ...alignment, stage, ...(left ? { boundary: undefined, complete: false } : {}) }];
}

/** kaniko records what made a layer and nothing else, so that instructions are missing in any number. */
function alignKaniko(steps: readonly Trace[], dockerfile: Dockerfile, stage: Stage): Alignment {
  const from = steps.findLastIndex(({ builder }) => builder !== 'kaniko') + 1;
  const run = steps.slice(from);
  const claims = claimsOf(dockerfile, stage, 'kaniko');
  const [only, ...more] = run;
  const makers = claims.filter(({ instruction }) => changesFiles(instruction.keyword)).length;
  if (only && more.length === 0 && makers > (changesFiles(only.instruction?.keyword) ? 1 : 0)) {
    const reason = 'One snapshot may hold the work of every instruction.';
    return { pairs: new Map(), reasons: new Map([[only.index, reason]]), boundary: undefined, complete: undefined };
  }
  const aligned = alignParts(run, claims);
  return { ...aligned, boundary: aligned.pairs.size === run.length ? only?.index : undefined, complete: undefined };
}

/** The lowest pairs may be the base's own steps of the same text, where steps that nothing fits stand above them. */
function withoutStragglers(alignment: Alignment, last: number): Alignment {
  const order = [...alignment.pairs.keys()].sort((a, b) => a - b);
  let from = 0;
  while (from < order.length && order[from] !== last && order[from + 1] !== (order[from] ?? 0) + 1) from += 1;
  const dropped = new Set(order.slice(0, from));
  const pairs = new Map([...alignment.pairs].filter(([step]) => !dropped.has(step)));
  const reasons = new Map(alignment.reasons);
  for (const step of dropped) reasons.set(step, 'The step may as well be of the base image.');
  return { ...alignment, pairs, reasons };
}

function changesFiles(keyword: string | undefined): boolean {
  return keyword !== undefined && (bringsFiles.has(keyword) || keyword === 'WORKDIR');
}
