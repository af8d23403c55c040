/** Detectors that a configuration states, beside those that everybody has. */
import { detectors as catalogue, planOf, type TextPlan, textPlan } from './catalogue.ts';
import type { Detector } from './detector.ts';
import { never } from './detectors/expression.ts';
import { withoutFlag } from './expression-flag.ts';
import type { Confidence } from './hit.ts';
import { isPlaceholder } from './value.ts';

/** A kind of secret as it is stated; its expression was found to be linear. */
export interface StatedDetector {
  readonly id: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly expression: string;
  readonly confidence: Confidence;
}

/** How secrets are looked for: what all doors of the engine may be told. */
export interface Search {
  /** For keyed tokens; without it hits carry none. */
  readonly key?: Uint8Array | undefined;
  readonly detectors?: readonly StatedDetector[];
}

const lists = new WeakMap<readonly StatedDetector[], readonly Detector[]>();

/** The whole list of detectors of a search; one list for one statement, since what is planned for a list is kept by it. */
export function detectorsOf({ detectors: stated }: Search): readonly Detector[] {
  if (!stated || stated.length === 0) return catalogue();
  const known = lists.get(stated);
  if (known) return known;
  const list = [...catalogue(), ...stated.map(asDetector)];
  lists.set(stated, list);
  return list;
}

/** What a text is looked through by. */
export function textPlanOf(search: Search): TextPlan {
  return search.detectors && search.detectors.length > 0 ? planOf(detectorsOf(search)) : textPlan();
}

/** A placeholder is no secret, whoever asks. */
function asDetector({ id, description, keywords, expression, confidence }: StatedDetector): Detector {
  const { body, ignoresCase } = withoutFlag(expression);
  return {
    id,
    title: description,
    anchors: keywords.map((keyword) => keyword.toLowerCase()),
    fold: true,
    expression: never,
    within: new RegExp(body, ignoresCase ? 'dgi' : 'dg'),
    judge: ({ value }) => (isPlaceholder(value) ? undefined : { confidence, why: 'a detector of the configuration' }),
  };
}
