/** Workflow commands of GitHub Actions: each finding becomes an annotation on its line. */
import { counts, type Report, type Severity } from '../finding.ts';
import { type Anchor, anchoredMessage, anchorOf, skippedAnchor, skippedMessage } from './anchor.ts';
import type { ReportContext } from './context.ts';
import { plain } from './plain.ts';
import { sourcesOf } from './source.ts';

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;
const ranks: readonly Severity[] = ['error', 'warning', 'info'];

/** One command a line, the worst first: a step shows no more than ten of each kind. */
export function* github(reports: readonly Report[], context: ReportContext): Generator<string> {
  const sources = sourcesOf(context);
  for (const report of reports) {
    for (const entry of report.skipped) {
      yield command('error', { ...skippedAnchor(entry, report, sources), title: 'Not checked' }, skippedMessage(entry));
    }
  }
  for (const severity of ranks) {
    for (const report of reports) {
      for (const finding of report.findings.filter((one) => one.severity === severity && counts(one))) {
        const anchor = anchorOf(finding, report, sources);
        const text = [anchoredMessage(finding, anchor), finding.help].flatMap((part) => part ?? []).join(' ');
        yield command(commands[severity], { ...anchor, title: finding.rule }, text);
      }
    }
  }
}

function command(
  name: string,
  { file, region, real, title }: Anchor & { readonly title: string },
  text: string,
): string {
  const properties = {
    ...(real && { file }),
    ...(region && { line: region.start.line, endLine: region.end.line }),
    // Columns are refused where the lines differ.
    ...(region && region.start.line === region.end.line && { col: region.start.column, endColumn: region.end.column }),
    title: `Plimsoll: ${title}`,
  };
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name} ${list.join(',')}::${escapeData(plain(text))}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
