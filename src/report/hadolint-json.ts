/** hadolint's JSON, for pipelines that read it already. */
import { counts, type Report } from '../finding.ts';
import { anchoredMessage, anchorOf, skippedAnchor, skippedMessage } from './anchor.ts';
import type { ReportContext } from './context.ts';
import { sourcesOf } from './source.ts';

/** An array of findings with hadolint's own code where a rule answers to one. */
export function hadolintJson(reports: readonly Report[], context: ReportContext): string {
  const sources = sourcesOf(context);
  const list = reports.flatMap((report) => [
    ...report.findings.filter(counts).map((finding) => {
      const anchor = anchorOf(finding, report, sources);
      const position = anchor.region?.start ?? { line: 1, column: 1 };
      const code =
        context.rule(finding.rule)?.meta.aliases?.find((alias) => /^(DL|SC)\d{4}$/.test(alias)) ?? finding.rule;
      const message = anchoredMessage(finding, anchor);
      return {
        code,
        column: position.column,
        file: anchor.file,
        level: finding.severity,
        line: position.line,
        message,
      };
    }),
    ...report.skipped.map((entry) => {
      const { file, region } = skippedAnchor(entry, report, sources);
      const { line, column } = region?.start ?? { line: 1, column: 1 };
      return { code: 'not-checked', column, file, level: 'error', line, message: skippedMessage(entry) };
    }),
  ]);
  return `${JSON.stringify(list)}\n`;
}
