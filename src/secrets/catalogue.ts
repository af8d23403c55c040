/** Every detector of content, and the anchors they are looked for by. */
import { beginnings, counts, held, anchors as printed } from './anchors.ts';
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
import type { Anchor } from './prefilter.ts';
import { type Literal, type Literals, literalsOf } from './search.ts';
import { type Shape, shapeOf } from './shape.ts';

/** Those that read plain text, by families. Each is made when it is first asked for: most texts hold nothing that one of most would be tried at. */
const plain = [
  keys,
  github,
  gitlab,
  registries,
  npm,
  aws,
  google,
  azure,
  cloud,
  ci,
  ai,
  jwt,
  slack,
  messaging,
  payment,
  observability,
  saas,
  cryptoSeeds,
  commands,
  generic,
] as const;
const families: readonly (() => readonly Detector[])[] = [...plain, encoded];
const made: (readonly Detector[] | undefined)[] = [];

function family(index: number): readonly Detector[] {
  const there = made[index] ?? families[index]?.() ?? [];
  made[index] = there;
  return there;
}

/** All of them, by families: what `anchors.ts` is printed from. */
export function detectorFamilies(): readonly (readonly Detector[])[] {
  return families.map((_, index) => family(index));
}

let all: readonly Detector[] | undefined;

/** All of them; one list, since what is planned for a list is kept by it. */
export function detectors(): readonly Detector[] {
  all ??= detectorFamilies().flat();
  return all;
}

/** Those that read plain text. */
export function plainDetectors(): readonly Detector[] {
  return detectorFamilies().slice(0, plain.length).flat();
}

/** Anchors without doubles, each with the detectors to be tried where it stands in a text. */
export interface TextPlan extends Literals {
  detectorsOf(anchor: number): readonly Detector[];
}

/** In bytes, too. */
export interface Plan extends TextPlan {
  readonly anchors: readonly Anchor[];
}

const plans = new WeakMap<readonly Detector[], Plan>();

/** The plan for a list of detectors, made when it is first asked for. */
export function planOf(list: readonly Detector[]): Plan {
  const known = plans.get(list);
  if (known) return known;
  const literals: Literal[] = [];
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
  const plan = { anchors, ...literalsOf(anchors), detectorsOf: (anchor: number) => detectorsOf[anchor] ?? [] };
  plans.set(list, plan);
  return plan;
}

/** The plan for texts: for all of them, or those that read plain text. It is made without making any. */
export function textPlan(of: 'all' | 'plain' = 'all'): TextPlan {
  textPlans[of] ??= printedPlan(of === 'all' ? families.length : plain.length);
  return textPlans[of];
}

const textPlans: { all?: TextPlan; plain?: TextPlan } = {};

function printedPlan(families: number): TextPlan {
  const lines = printed.split('\n', families);
  const literals = new Map<number, Literal>();
  const tried = new Map<number, readonly Detector[]>();
  const literalAt = (anchor: number): Literal => {
    const known = literals.get(anchor);
    if (known) return known;
    const { line, at } = placeOf(anchor);
    const literal = literalOf(wordAt(lines[line] ?? '', at));
    literals.set(anchor, literal);
    return literal;
  };
  const detectorsOf = (anchor: number): readonly Detector[] => {
    const { text, fold } = literalAt(anchor);
    const those =
      tried.get(anchor) ??
      family(placeOf(anchor).line).filter((one) => (one.fold ?? false) === fold && one.anchors.includes(text));
    tried.set(anchor, those);
    return those;
  };
  const count = counts.slice(0, families).reduce((sum, one) => sum + one, 0);
  return { beginnings: beginnings.slice(0, 3 * count), literalAt, detectorsOf };
}

/** Where an anchor stands in what is printed. */
function placeOf(anchor: number): { readonly line: number; readonly at: number } {
  let at = anchor;
  const line = counts.findIndex((count) => {
    if (at < count) return true;
    at -= count;
    return false;
  });
  return { line, at };
}

/** Not by cutting the line, which may have seventy words. */
function wordAt(line: string, at: number): string {
  let from = 0;
  for (let passed = 0; passed < at; passed++) from = line.indexOf('\t', from) + 1;
  const end = line.indexOf('\t', from);
  return line.slice(from, end === -1 ? line.length : end);
}

function literalOf(word: string): Literal {
  const fold = word.startsWith('~');
  const text = fold ? word.slice(1) : word;
  const line = held.includes(`${word}\t`) ? held.split('\n').find((one) => one.startsWith(`${word}\t`)) : undefined;
  return line === undefined ? { text, fold } : { text, fold, holds: line.split('\t').slice(1) };
}

/** What must follow an anchor, where all its detectors want the same. */
function sharedShape(list: readonly Detector[]): Shape | undefined {
  const shape = list[0]?.gate && shapeOf(list[0].gate);
  return list.every(({ gate }) => (gate && shapeOf(gate)) === shape) ? shape : undefined;
}
