/** What a run comes to, in numbers. */
import { counts, type Finding, type Report, type Safety, type Severity } from '../finding.ts';
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
export function bestFix(finding: Finding): Finding['fixes'][number] | undefined {
  return safeties.flatMap((safety) => finding.fixes.filter((fix) => fix.safety === safety))[0];
}

const safeties: readonly Safety[] = ['safe', 'unsafe', 'manual'];

/** Counts the findings of a run. */
export function tally(reports: readonly Report[]): Tally {
  const findings = reports.flatMap((report) => report.findings);
  const active = findings.filter(counts);
  const severity = (wanted: Severity) => active.filter((finding) => finding.severity === wanted).length;
  const fixable = (safety: Safety) => active.filter((finding) => bestFix(finding)?.safety === safety).length;
  return {
    error: severity('error'),
    warning: severity('warning'),
    info: severity('info'),
    suppressed: findings.filter((finding) => finding.suppressed !== undefined).length,
    unchanged: findings.filter((finding) => !finding.suppressed && finding.baseline === 'unchanged').length,
    skipped: reports.reduce((sum, report) => sum + report.skipped.length, 0),
    safe: fixable('safe'),
    unsafe: fixable('unsafe'),
  };
}
