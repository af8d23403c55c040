/** Where the base ends, as far as something other than the Dockerfile's text says so. */
import type { Origin } from '../../finding.ts';
import type { History } from '../history.ts';
import type { HistoryStep } from '../model.ts';
import type { Joinable } from './join.ts';
import type { Told } from './provenance.ts';

/** How many steps and layers are the base's. Steps are known within limits: those that make no layer may be either's. */
export interface Boundary {
  readonly by: Origin['by'];
  readonly atLeast: number;
  readonly atMost: number | undefined;
  /** `undefined`: unknown. */
  readonly layers: number | undefined;
}

const unknown: Boundary = { by: 'none', atLeast: 0, atMost: undefined, layers: undefined };

/** A base that was given, else what the provenance says, else buildah's mark of the image that a build began from. */
export function boundaryOf({ history, config, base }: Joinable, told: Told | undefined): Boundary {
  const { steps } = history;
  if (base?.diffIDs.every((diffID, index) => diffID === config.diffIDs[index])) {
    const layers = base.diffIDs.length;
    return base.steps === undefined ? within('given', steps, layers) : exactly('given', base.steps, layers);
  }
  if (told?.base !== undefined) return within('provenance', steps, told.base);
  return marked(history) ?? unknown;
}

/** A boundary known to the step. */
export function exactly(by: Origin['by'], steps: number, layers: number | undefined): Boundary {
  return { by, atLeast: steps, atMost: steps, layers };
}

/** Between the step of the base's last layer and the step of the first one above it. */
function within(by: Origin['by'], steps: readonly HistoryStep[], layers: number): Boundary {
  const last = steps.find(({ layer }) => layer === layers - 1);
  const first = steps.find(({ layer }) => layer === layers);
  return { by, atLeast: last ? last.index + 1 : 0, atMost: layers === 0 ? 0 : first?.index, layers };
}

/** With layers, buildah's first step says `FROM` a name; every later one an image's id. Without, only the last step says it. */
function marked({ steps, misaligned }: History): Boundary | undefined {
  const first = steps.findLast(({ comment }) => /^FROM (?![0-9a-f]{12,64}$)\S/.test(comment));
  // Steps that do not say it are of a build by another program, on a base that buildah made.
  if (!first || steps.slice(first.index).some(({ comment }) => !comment.startsWith('FROM '))) return undefined;
  const layers = misaligned ? undefined : layersBelow(steps, first.index);
  const before = steps[first.index - 1];
  const joint = !first.empty && before?.builder === 'buildah' && before.empty && before.comment === '';
  if (!joint) return exactly('history', first.index, layers);
  return layers === undefined ? undefined : within('history', steps, layers);
}

/** How many layers the steps below a step made. */
export function layersBelow(steps: readonly HistoryStep[], step: number): number {
  return steps.filter(({ empty, index }) => !empty && index < step).length;
}
