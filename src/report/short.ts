/** A line per finding, as compilers write them: for editors, problem matchers and grep. */

import type { Report } from '../finding.ts';
import { colorsOf } from './colors.ts';
import type { ReportContext } from './context.ts';
import { severityText, skippedText } from './draw.ts';
import { placeName } from './place.ts';
import { plain } from './plain.ts';
import { sourcesOf } from './source.ts';
import { shownIn } from './tally.ts';

/** `file:line:column: severity: message [rule]`; what was not checked is an error. */
export function* short(reports: readonly Report[], context: ReportContext): Generator<string> {
  const sources = sourcesOf(context);
  const colors = colorsOf(context.color);
  for (const report of reports) {
    const name = plain(report.subject.name);
    for (const finding of report.findings.filter(shownIn(context.verbosity))) {
      const inFile = finding.place.kind === 'dockerfile' || finding.place.kind === 'file';
      const place = placeName(finding.place, report, sources);
      const at = inFile || finding.place.kind === 'image' ? place : `${name}: ${place}`;
      const severity = severityText(finding.severity, colors);
      yield `${at}: ${severity}: ${plain(finding.message)} ${colors.dim(`[${finding.rule}]`)}\n`;
    }
    for (const entry of report.skipped) {
      yield `${name}: ${severityText('error', colors)}: Not checked: ${skippedText(entry, report, sources)}\n`;
    }
  }
}
