/** GitLab's Code Quality report. */
import { createHash } from 'node:crypto';
import { counts, type Finding, type Report } from '../finding.ts';
import { type Anchor, anchoredMessage, anchorOf, skippedAnchor, skippedMessage } from './anchor.ts';
import type { ReportContext } from './context.ts';
import { sourcesOf } from './source.ts';

const severities = { error: 'critical', warning: 'major', info: 'minor' } as const;

/** An array of issues; what was not checked is a blocker. */
export function gitlab(reports: readonly Report[], context: ReportContext): string {
  const sources = sourcesOf(context);
  const issues = reports.flatMap((report) => [
    ...report.findings.filter(counts).map((finding) => issueOf(finding, anchorOf(finding, report, sources))),
    ...report.skipped.map((entry) => {
      const description = skippedMessage(entry);
      const location = locationOf(skippedAnchor(entry, report, sources));
      const fingerprint = hash(`${report.subject.name}\n${description}`);
      return { description, check_name: 'not-checked', fingerprint, severity: 'blocker', location };
    }),
  ]);
  return `${JSON.stringify(issues, undefined, 2)}\n`;
}

function issueOf(finding: Finding, anchor: Anchor) {
  return {
    description: anchoredMessage(finding, anchor),
    check_name: finding.rule,
    fingerprint: hash(finding.fingerprint),
    severity: severities[finding.severity],
    location: locationOf(anchor),
  };
}

/** Paths are compared with those of the repository, which have no dot in front. */
function locationOf({ file, region }: Anchor) {
  const path = file.replaceAll('\\', '/').replace(/^\.\//, '');
  return { path, lines: { begin: region?.start.line ?? 1, end: region?.end.line ?? 1 } };
}

/** Fingerprints are digests, so that no reader chokes on what a name holds. */
function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
