/** Layers and history steps joined to the instructions that made them, and the base told from what was built on it. */
import type { Dockerfile, Instruction } from '../../dockerfile/model.ts';
import type { Origin } from '../../finding.ts';
import type { LayerFacts } from '../facts.ts';
import type { History } from '../history.ts';
import type { HistoryStep, ImageConfig, Join, ManifestInfo } from '../model.ts';
import { type Boundary, boundaryOf } from './boundary.ts';
import { jointLayers, type Range } from './joint.ts';
import { type Told, toldByProvenance } from './provenance.ts';
import { joinSteps, type StepJoin } from './steps.ts';

/** What is known of the base: the diffIDs of its layers, lowest first, and how many steps its history has. */
export interface Base {
  readonly diffIDs: readonly string[];
  readonly steps?: number;
}

/** What the join is made from. */
export interface Joinable {
  readonly history: History;
  readonly config: ImageConfig;
  readonly manifest: ManifestInfo;
  readonly layers: readonly (LayerFacts | undefined)[];
  readonly dockerfile?: Dockerfile | undefined;
  readonly base?: Base | undefined;
}

/** Joins as far as it can be told; what cannot be told has no instruction, and a reason. */
export function joinImage(parts: Joinable): Join {
  const { history, dockerfile } = parts;
  const { steps } = history;
  const told = toldByProvenance(parts.manifest, dockerfile);
  const known = boundaryOf(parts, told);
  const joined = withTold(joinSteps(parts, known), steps, told);
  const boundary = joined.boundary ?? known;
  const madeBy = new Map(steps.flatMap((step) => (step.layer === undefined ? [] : [[step.layer, step] as const])));
  const layers = new Map([...madeBy].map(([layer, step]) => [layer, layerJoin(step, { steps, joined, boundary })]));
  const stepOf = new Map([...joined.pairs].map(([step, instruction]) => [instruction, step]));
  const originOfStep = (index: number): Origin => stepOrigin(index, joined, boundary);
  return {
    by: methodOf(joined, boundary, told),
    stage: joined.stage,
    complete: joined.complete,
    instructionOf: (layer) => layers.get(layer)?.instruction,
    instructionOfStep: (step) => joined.pairs.get(step),
    stepOf: (instruction) => stepOf.get(instruction),
    placeOf: (at) => {
      const instruction = 'layer' in at ? layers.get(at.layer)?.instruction : joined.pairs.get(at.step);
      const step = 'layer' in at ? madeBy.get(at.layer) : steps[at.step];
      return instruction?.place ?? step?.place;
    },
    originOf: (layer) => {
      // The history begins with the build, yet the build had a base: its files are among the build's own.
      if (boundary.atMost === 0 && joined.based) return { from: 'unknown', by: 'none' };
      if (boundary.layers !== undefined) return { from: layer < boundary.layers ? 'base' : 'yours', by: boundary.by };
      const step = madeBy.get(layer);
      if (step && layers.get(layer)?.joint) return { from: 'unknown', by: 'none' };
      return step ? originOfStep(step.index) : { from: 'unknown', by: 'none' };
    },
    originOfStep,
    reasonOf: (layer) => {
      const made = layers.get(layer);
      if (made?.instruction) return undefined;
      return made?.reason ?? history.misaligned ?? 'No step of the history made this layer.';
    },
    reasonOfStep: (step) => (joined.pairs.has(step) ? undefined : joined.reasonOf(step)),
  };
}

function methodOf({ pairs }: StepJoin, { by }: Boundary, told: Told | undefined): Origin['by'] {
  if (by !== 'none') return by;
  if (told && told.instructions.size > 0) return 'provenance';
  return pairs.size > 0 ? 'dockerfile' : 'none';
}

/** What the build itself recorded holds over what the texts would say. */
function withTold(joined: StepJoin, steps: readonly HistoryStep[], told: Told | undefined): StepJoin {
  if (!told) return joined;
  const claimed = new Set(told.instructions.values());
  const pairs = new Map([...joined.pairs].filter(([, instruction]) => !claimed.has(instruction)));
  const reasons = new Map<number, string>();
  for (const { index, layer } of steps) {
    if (layer === undefined) continue;
    const instruction = told.instructions.get(layer);
    const reason = told.reasons.get(layer);
    if (instruction) pairs.set(index, instruction);
    else if (reason) reasons.set(index, reason);
  }
  return { ...joined, pairs, reasonOf: (step) => reasons.get(step) ?? joined.reasonOf(step) };
}

interface Known {
  readonly steps: readonly HistoryStep[];
  readonly joined: StepJoin;
  readonly boundary: Boundary;
}

interface LayerJoin {
  readonly instruction?: Instruction | undefined;
  readonly reason?: string;
  /** Whether the work of several steps is in it. */
  readonly joint?: boolean;
}

/** buildah says of an image that has a base that its history begins with the build. */
const withBase = 'One layer holds the base image and the build: the image was squashed.';

function layerJoin(step: HistoryStep, { steps, joined, boundary }: Known): LayerJoin {
  if (step.layer === 0 && boundary.by === 'history' && boundary.atMost === 0) return { reason: withBase, joint: true };
  const range = jointLayers(steps, step.index, boundary.atLeast);
  if (!range) return { instruction: joined.pairs.get(step.index), reason: joined.reasonOf(step.index) };
  const [only, ...more] = range.makers;
  if (only !== undefined && more.length === 0)
    return { instruction: joined.pairs.get(only), reason: joined.reasonOf(only), joint: true };
  return { reason: jointReason(range), joint: true };
}

function jointReason({ from, to, why }: Range): string {
  const whose = from === to ? 'several instructions' : `the history steps ${from} to ${to}`;
  return `One layer holds the work of ${whose}: ${why}.`;
}

/** What comes after a step that is surely yours is yours as well. */
function stepOrigin(index: number, { first }: StepJoin, { by, atLeast, atMost }: Boundary): Origin {
  if (index < atLeast) return { from: 'base', by };
  if (atMost !== undefined && index >= atMost) return { from: 'yours', by };
  return first !== undefined && index >= first ? { from: 'yours', by: 'dockerfile' } : { from: 'unknown', by: 'none' };
}
