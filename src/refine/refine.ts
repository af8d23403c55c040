/** Findings as the rules yield them → findings as people can live with them: a list of named steps. */
import type { Finding } from '../finding.ts';
import type { RefineContext, Step } from './context.ts';
import { dedupe } from './dedupe.ts';
import { subjectName } from './fingerprint.ts';
import { severity } from './severity.ts';
import { sort } from './sort.ts';
import { suppress } from './suppress.ts';

/** Marks each finding as new or known, when there is a baseline to tell. */
const baseline: Step = (findings, context) =>
  context.baseline?.mark(findings, subjectName(context.subject)) ?? findings;

/** The steps in their order; a caller with other needs takes a part of them. */
export const steps = { severity, suppress, dedupe, baseline, sort } as const satisfies Record<string, Step>;

/** Takes the findings of one subject through every step. */
export function refine(
  findings: readonly Finding[],
  context: RefineContext,
  list: readonly Step[] = Object.values(steps),
): readonly Finding[] {
  return list.reduce((refined, step) => step(refined, context), findings);
}
