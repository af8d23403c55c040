/** What a run comes to, in numbers. */
import { counts, type Finding, type Report, type Safety } from '../finding.ts';
import type { Verbosity } from './context.ts';

export interface Tally {
  readonly error: number;
  readonly warning: number;
  readonly info: number;
  /** Findings that do not count: silenced, or known to the baseline. */
  readonly suppressed: number;
  readonly unchanged: number;
  readonly skipped: number;
  /** Findings that `--fix` mends, and those that need `--unsafe` too. */
  readonly safe: number;
  readonly unsafe: number;
}

/** Which findings a person is shown. */
export function shownIn(verbosity: Verbosity): (finding: Finding) => boolean {
  if (verbosity === 'verbose') return () => true;
  return verbosity === 'quiet' ? (finding) => counts(finding) && finding.severity !== 'info' : counts;
}

/** The fix that would be applied first: the safest. */
export function bestFix({ fixes }: Finding): Finding['fixes'][number] | undefined {
  if (fixes.length < 2) return fixes[0];
  for (const wanted of safeties) for (const fix of fixes) if (fix.safety === wanted) return fix;
  return undefined;
}

const safeties: readonly Safety[] = ['safe', 'unsafe', 'manual'];

/** Counts the findings of a run. */
export function tally(reports: readonly Report[]): Tally {
  const all = { error: 0, warning: 0, info: 0, suppressed: 0, unchanged: 0, skipped: 0, safe: 0, unsafe: 0 };
  for (const { findings, skipped } of reports) {
    all.skipped += skipped.length;
    for (const finding of findings) {
      if (finding.suppressed) all.suppressed++;
      else if (finding.baseline === 'unchanged') all.unchanged++;
      if (!counts(finding)) continue;
      all[finding.severity]++;
      const fix = bestFix(finding);
      if (fix && fix.safety !== 'manual') all[fix.safety]++;
    }
  }
  return all;
}
