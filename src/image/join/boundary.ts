/** Where the base ends, as far as something other than the Dockerfile's text says so. */
import type { Origin } from '../../finding.ts';
import type { History } from '../history.ts';
import type { HistoryStep } from '../model.ts';
import type { Joinable } from './join.ts';

/** How many steps and layers are the base's. `undefined`: unknown. */
export interface Boundary {
  readonly by: Origin['by'];
  readonly steps: number | undefined;
  readonly layers: number | undefined;
}

const unknown: Boundary = { by: 'none', steps: undefined, layers: undefined };

/** A base that was given, else buildah's mark of the image that a build began from. */
export function boundaryOf({ history, config, base }: Joinable): Boundary {
  if (base?.diffIDs.every((diffID, index) => diffID === config.diffIDs[index])) {
    return {
      by: 'given',
      steps: base.steps ?? stepsBelow(history.steps, base.diffIDs.length),
      layers: base.diffIDs.length,
    };
  }
  return marked(history) ?? unknown;
}

/** Without the base's own history, steps that make no layer cannot be told apart from yours: none is claimed. */
function stepsBelow(steps: readonly HistoryStep[], layers: number): number | undefined {
  const first = steps.find(({ layer }) => layer === layers);
  return first && steps[first.index - 1]?.layer === layers - 1 ? first.index : undefined;
}

/** With layers, buildah's first step says `FROM` a name; every later one an image's id. Without, only the last step says it. */
function marked({ steps, misaligned }: History): Boundary | undefined {
  const first = steps.findLast(({ comment }) => /^FROM (?![0-9a-f]{12,64}$)\S/.test(comment));
  if (!first) return undefined;
  const before = steps[first.index - 1];
  const joint = !first.empty && before?.builder === 'buildah' && before.empty && before.comment === '';
  const layers = misaligned ? undefined : layersBelow(steps, first.index);
  return { by: 'history', steps: joint ? undefined : first.index, layers };
}

/** How many layers the steps below a step made. */
export function layersBelow(steps: readonly HistoryStep[], step: number): number {
  return steps.filter(({ empty, index }) => !empty && index < step).length;
}
