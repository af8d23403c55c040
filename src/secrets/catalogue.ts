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
  const byAnchor = new Map<string, { anchor: Anchor; detectors: Detector[] }>();
  for (const detector of list) {
    for (const text of detector.anchors) {
      const fold = detector.fold ?? false;
      const entry = byAnchor.get(`${fold} ${text}`) ?? { anchor: { text, fold }, detectors: [] };
      byAnchor.set(`${fold} ${text}`, entry);
      entry.detectors.push(detector);
    }
  }
  const entries = [...byAnchor.values()];
  const plan = {
    anchors: entries.map((entry) => ({ ...entry.anchor, shape: sharedShape(entry.detectors) })),
    detectorsOf: entries.map((entry) => entry.detectors),
  };
  plans.set(list, plan);
  return plan;
}

/** What must follow an anchor, where all its detectors want the same. */
function sharedShape(list: readonly Detector[]): Shape | undefined {
  const [shape, ...others] = new Set(list.map(({ gate }) => gate && shapeOf(gate)));
  return others.length === 0 ? shape : undefined;
}
