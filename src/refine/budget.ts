/** Budgets: how many findings of a rule a project has agreed to carry while it burns them down. */
import { counts, type Finding, type Severity } from '../finding.ts';

export type FailOn = Severity | 'never';

/** A rule with a budget, and how many findings count against it. */
export interface BudgetUse {
  readonly rule: string;
  readonly max: number;
  readonly found: number;
}

const weight = { info: 0, warning: 1, error: 2, never: 3 } as const satisfies Record<FailOn, number>;

/** The use of every budget, in the order they were given. */
export function budgetUse(findings: readonly Finding[], max: ReadonlyMap<string, number>): readonly BudgetUse[] {
  return [...max].map(([rule, most]) => ({
    rule,
    max: most,
    found: findings.filter((finding) => finding.rule === rule && counts(finding)).length,
  }));
}

/** The findings that make a run fail: at or above the level, not suppressed, not known, and within no budget. */
export function failing(
  findings: readonly Finding[],
  failOn: FailOn,
  max: ReadonlyMap<string, number> = new Map(),
): readonly Finding[] {
  const kept = new Set(budgetUse(findings, max).flatMap((use) => (use.found <= use.max ? use.rule : [])));
  return findings.filter(
    (finding) => counts(finding) && weight[finding.severity] >= weight[failOn] && !kept.has(finding.rule),
  );
}
