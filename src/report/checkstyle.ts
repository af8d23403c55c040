/** Checkstyle's XML, which many tools read. */
import { counts, type Report } from '../finding.ts';
import { type Anchor, anchoredMessage, anchorOf, skippedAnchor, skippedMessage } from './anchor.ts';
import type { ReportContext } from './context.ts';
import { sourcesOf } from './source.ts';
import { element } from './xml.ts';

/** A file element per file, an error element per finding. */
export function checkstyle(reports: readonly Report[], context: ReportContext): string {
  const sources = sourcesOf(context);
  const errors = reports.flatMap((report) => [
    ...report.findings.filter(counts).map((finding) => {
      const anchor = anchorOf(finding, report, sources);
      return { anchor, severity: finding.severity, message: anchoredMessage(finding, anchor), rule: finding.rule };
    }),
    ...report.skipped.map((entry) => ({
      anchor: skippedAnchor(entry, report, sources),
      severity: 'error',
      message: skippedMessage(entry),
      rule: 'not-checked',
    })),
  ]);
  const files = Map.groupBy(errors, ({ anchor }) => anchor.file);
  const children = Array.from(files, ([name, group]) =>
    element(
      'file',
      { name },
      group.map(({ anchor, severity, message, rule }) =>
        element('error', { ...lineOf(anchor), severity, message, source: `plimsoll.${rule}` }),
      ),
    ),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('checkstyle', { version: '4.3' }, children)}\n`;
}

function lineOf({ region }: Anchor) {
  return { line: region?.start.line ?? 1, column: region?.start.column };
}
