/** Every detector of content, and the anchors they are looked for by. */
import type { Detector } from './detector.ts';
import { ai } from './detectors/ai.ts';
import { aws } from './detectors/aws.ts';
import { azure } from './detectors/azure.ts';
import { ci } from './detectors/ci.ts';
import { cloud } from './detectors/cloud.ts';
import { commands } from './detectors/commands.ts';
import { cryptoSeeds } from './detectors/crypto-seeds.ts';
import { encoded } from './detectors/encoded.ts';
import { generic } from './detectors/generic.ts';
import { github } from './detectors/github.ts';
import { gitlab } from './detectors/gitlab.ts';
import { google } from './detectors/google.ts';
import { jwt } from './detectors/jwt.ts';
import { keys } from './detectors/keys.ts';
import { messaging } from './detectors/messaging.ts';
import { npm } from './detectors/npm.ts';
import { observability } from './detectors/observability.ts';
import { payment } from './detectors/payment.ts';
import { registries } from './detectors/registries.ts';
import { saas } from './detectors/saas.ts';
import { slack } from './detectors/slack.ts';
import { type Shape, shapeOf } from './gate.ts';
import type { Anchor } from './prefilter.ts';

/** Those that read plain text. */
export const plainDetectors: readonly Detector[] = [
  ...keys,
  ...github,
  ...gitlab,
  ...registries,
  ...npm,
  ...aws,
  ...google,
  ...azure,
  ...cloud,
  ...ci,
  ...ai,
  ...jwt,
  ...slack,
  ...messaging,
  ...payment,
  ...observability,
  ...saas,
  ...cryptoSeeds,
  ...commands,
  ...generic,
];

/** All of them. */
export const detectors: readonly Detector[] = [...plainDetectors, ...encoded];

/** Anchors without doubles, each with the detectors to be tried where it stands. */
export interface Plan {
  readonly anchors: readonly Anchor[];
  readonly detectorsOf: readonly (readonly Detector[])[];
}

const plans = new WeakMap<readonly Detector[], Plan>();

/** The plan for a list of detectors, made when it is first asked for. */
export function planOf(list: readonly Detector[]): Plan {
  const known = plans.get(list);
  if (known) return known;
  const literals: Pick<Anchor, 'text' | 'fold'>[] = [];
  const detectorsOf: Detector[][] = [];
  const [folded, exact] = [new Map<string, Detector[]>(), new Map<string, Detector[]>()];
  for (const detector of list) {
    const fold = detector.fold ?? false;
    const tried = fold ? folded : exact;
    for (const text of detector.anchors) {
      const there = tried.get(text);
      if (there) {
        there.push(detector);
        continue;
      }
      const alone = [detector];
      tried.set(text, alone);
      literals.push({ text, fold });
      detectorsOf.push(alone);
    }
  }
  const anchors = literals.map(({ text, fold }, at) => ({ text, fold, shape: sharedShape(detectorsOf[at] ?? []) }));
  const plan = { anchors, detectorsOf };
  plans.set(list, plan);
  return plan;
}

/** What must follow an anchor, where all its detectors want the same. */
function sharedShape(list: readonly Detector[]): Shape | undefined {
  const shape = list[0]?.gate && shapeOf(list[0].gate);
  return list.every(({ gate }) => (gate && shapeOf(gate)) === shape) ? shape : undefined;
}
