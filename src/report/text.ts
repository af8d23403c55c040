/** The report for a person at a terminal. */
import type { Report, Skipped } from '../finding.ts';
import { colorsOf } from './colors.ts';
import { comparisonText } from './comparison/text.ts';
import { isCompared } from './comparison/words.ts';
import type { ReportContext } from './context.ts';
import { blocksOf, type Desk, drawBlock, labelled, skippedText } from './draw.ts';
import { count, size } from './numbers.ts';
import { cells, plain } from './plain.ts';
import { sourcesOf } from './source.ts';
import { summary } from './summary.ts';
import { shownIn, tally } from './tally.ts';

/** Code frames grouped by subject, then a summary by rule. */
export function* text(reports: readonly Report[], context: ReportContext): Generator<string> {
  const sources = sourcesOf(context);
  const colors = colorsOf(context.color);
  for (const report of reports) {
    const desk: Desk = { context, sources, colors, said: new Set() };
    const lines = subject(report, reports.length > 1, desk);
    if (lines.length > 0) yield ended(lines);
  }
  yield ended(summary(reports, context, colors));
}

function ended(lines: readonly string[]): string {
  return [...lines, ''].join('\n');
}

function subject(report: Report, several: boolean, desk: Desk): readonly string[] {
  const findings = report.findings.filter(shownIn(desk.context.verbosity));
  if (findings.length === 0 && report.skipped.length === 0 && !isCompared(report)) return [];
  const lines: string[] = [];
  if (several || report.image) lines.push(...heading(report, desk), '');
  if (isCompared(report)) lines.push(...comparisonText(report, desk));
  for (const block of blocksOf(findings)) lines.push(...drawBlock(block, report, desk), '');
  for (const entry of report.skipped) lines.push(...drawSkipped(entry, report, desk), '');
  return lines;
}

function heading(report: Report, { context, colors }: Desk): readonly string[] {
  const { error, warning, info } = tally([report]);
  const numbers = [
    ...(error > 0 ? [count(error, 'error')] : []),
    ...(warning > 0 ? [count(warning, 'warning')] : []),
    ...(info > 0 ? [`${info} info`] : []),
    ...(report.skipped.length > 0 ? [`${report.skipped.length} not checked`] : []),
  ].join(', ');
  const name = plain(report.subject.name);
  const room = Math.min(context.width, 120) - cells(name) - cells(numbers) - 8;
  const rule = (length: number) => colors.dim('─'.repeat(Math.max(2, length)));
  const title = `${rule(2)} ${colors.bold(name)} ${rule(room)}${numbers === '' ? '' : ` ${numbers}`} ${rule(2)}`;
  return report.image === undefined ? [title] : [title, colors.dim(`   ${imageLine(report.image, report)}`)];
}

function imageLine(image: NonNullable<Report['image']>, { subject }: Report): string {
  const waste = image.waste > 0 ? [`${size(image.waste)} of them wasted`] : [];
  return [
    plain(image.platform),
    `${size(image.size)} in ${count(image.layers.length, 'layer')}`,
    ...waste,
    ...(subject.dockerfile === undefined ? [] : [`joined to ${plain(subject.dockerfile)}`]),
    `read as ${image.source}`,
  ].join(', ');
}

function drawSkipped(entry: Skipped, report: Report, desk: Desk): readonly string[] {
  const label = desk.colors.bold(desk.colors.magenta('skipped'));
  return labelled(label, `Not checked: ${skippedText(entry, report, desk.sources)}`, desk);
}
