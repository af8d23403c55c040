/** Layers and history steps joined to the instructions that made them, and the base told from what was built on it. */
import type { Dockerfile } from '../dockerfile/model.ts';
import type { Origin, Place } from '../finding.ts';
import type { History } from './history.ts';
import type { ImageConfig, Join } from './model.ts';

/** What is known of the base: the diffIDs of its layers, lowest first. */
export interface Base {
  readonly diffIDs: readonly string[];
}

export interface Joined {
  readonly history: History;
  readonly config: ImageConfig;
  readonly dockerfile?: Dockerfile | undefined;
  readonly base?: Base | undefined;
}

const unknown: Origin = { from: 'unknown', by: 'none' };

/** Joins as far as it can be told; what cannot be told has no instruction, and a reason. */
export function joinImage({ history, config, base }: Joined): Join {
  const given = base && baseLayers(config.diffIDs, base);
  const originOf = (layer: number): Origin =>
    given === undefined ? unknown : { from: layer < given ? 'base' : 'yours', by: 'given' };
  const layerPlace = (layer: number): Place | undefined => history.steps.find((step) => step.layer === layer)?.place;
  return {
    by: given === undefined ? 'none' : 'given',
    instructionOf: () => undefined,
    instructionOfStep: () => undefined,
    stepOf: () => undefined,
    placeOf: (at) => ('layer' in at ? layerPlace(at.layer) : history.steps[at.step]?.place),
    originOf,
    originOfStep: (step) => {
      const layer = history.steps[step]?.layer;
      return layer === undefined ? unknown : originOf(layer);
    },
    reasonOf: () => history.misaligned ?? 'No Dockerfile was given.',
  };
}

/** How many of the lowest layers are the base's; `undefined` when the image does not stand on it. */
function baseLayers(diffIDs: readonly string[], base: Base): number | undefined {
  return base.diffIDs.every((diffID, index) => diffID === diffIDs[index]) ? base.diffIDs.length : undefined;
}
