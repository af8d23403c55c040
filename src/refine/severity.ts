/** What was configured holds over what the rule said. */
import type { Finding } from '../finding.ts';
import type { RefineContext } from './context.ts';

/** Gives every finding its configured severity, and drops those that are off. */
export function severity(findings: readonly Finding[], context: RefineContext): readonly Finding[] {
  return findings.flatMap((finding) => {
    const configured = context.severityOf(finding);
    if (configured === undefined || configured === finding.severity) return finding;
    return configured === 'off' ? [] : { ...finding, severity: configured };
  });
}
