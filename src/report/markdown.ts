/** Markdown for a pull request's comment or a step's summary. */
import { counts, type Finding, type Report, type Severity } from '../finding.ts';
import { comparisonMarkdown } from './comparison/markdown.ts';
import { isCompared } from './comparison/words.ts';
import type { ReportContext } from './context.ts';
import { cell, codeSpan, escapeText } from './markdown-text.ts';
import { count, list, size } from './numbers.ts';
import { placeName, skippedName } from './place.ts';
import { type Sources, sourcesOf } from './source.ts';
import { type Tally, tally } from './tally.ts';

/** GitHub's comments end at 65,536 characters; room is left for what a pipeline adds. */
const mostText = 60_000;

const marks = { error: '🔴', warning: '🟡', info: '🔵' } as const;
const order: readonly Severity[] = ['error', 'warning', 'info'];

interface Desk {
  readonly context: ReportContext;
  readonly sources: Sources;
}

/** A verdict, then a table per subject, cut where a comment would be too long. */
export function markdown(reports: readonly Report[], context: ReportContext): string {
  const desk = { context, sources: sourcesOf(context) };
  const totals = tally(reports);
  const compared = reports.some(isCompared);
  const head = `## Plimsoll: ${verdict(totals, compared)}\n\n${aside(totals, reports.length, compared)}\n`;
  const blocks = reports.flatMap((report) => blockOf(report, desk));
  let text = head;
  let left = 0;
  for (const block of blocks) {
    if (left > 0 || text.length + block.text.length > mostText) left += block.findings;
    else text += block.text;
  }
  return left > 0 ? `${text}\n**${count(left, 'more finding')}** would not fit here: see the full report.\n` : text;
}

function verdict({ error, warning, info, skipped }: Tally, compared: boolean): string {
  const parts = [
    ...(error > 0 ? [count(error, 'error')] : []),
    ...(warning > 0 ? [count(warning, 'warning')] : []),
    ...(info > 0 ? [`${info} info`] : []),
    ...(skipped > 0 ? [`${skipped} not checked`] : []),
  ];
  if (parts.length === 0) return compared ? 'nothing new found' : 'nothing found';
  return compared ? `new: ${list(parts)}` : list(parts);
}

function aside({ suppressed, unchanged, safe }: Tally, subjects: number, compared: boolean): string {
  return [
    `In ${count(subjects, 'subject')}.`,
    ...(suppressed > 0 ? [`${suppressed} suppressed.`] : []),
    ...(unchanged > 0 ? [`${unchanged} ${compared ? 'not new' : 'in the baseline'}.`] : []),
    ...(safe > 0 ? [`${safe} can be mended by \`plimsoll lint --fix\`.`] : []),
  ].join(' ');
}

/** Pieces that may be left out from the end, each with how many findings go with it. */
function blockOf(report: Report, desk: Desk): readonly { readonly text: string; readonly findings: number }[] {
  const findings = report.findings
    .filter(counts)
    .toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  if (findings.length + report.skipped.length === 0 && !isCompared(report)) return [];
  const skipped = report.skipped.map(
    (entry) =>
      `> ⚠️ **Not checked:** ${escapeText(skippedName(entry, report, desk.sources))} (${entry.reason}). ${escapeText(entry.detail)}\n`,
  );
  const head = `\n### ${codeSpan(report.subject.name)}\n\n${imageLine(report)}${skipped.length > 0 ? `${skipped.join('>\n')}\n` : ''}`;
  const table = findings.length > 0 ? '| | where | what | rule |\n|---|---|---|---|\n' : '';
  return [
    { text: head, findings: 0 },
    ...(isCompared(report) ? comparisonMarkdown(report, desk).map((text) => ({ text, findings: 0 })) : []),
    { text: table, findings: 0 },
    ...findings.map((finding) => ({ text: row(finding, report, desk), findings: 1 })),
  ];
}

function imageLine({ image }: Report): string {
  if (image === undefined) return '';
  return `${escapeText(image.platform)}, ${size(image.size)} in ${count(image.layers.length, 'layer')}, ${size(image.waste)} wasted.\n\n`;
}

function row(finding: Finding, report: Report, { context, sources }: Desk): string {
  const uri = context.rule(finding.rule)?.uri;
  const rule = uri === undefined ? codeSpan(finding.rule) : `[${codeSpan(finding.rule)}](${uri})`;
  const related = finding.related.map(
    ({ place, message }) => `${escapeText(message)}: ${codeSpan(placeName(place, report, sources))}`,
  );
  const help = finding.help === undefined ? [] : [escapeText(finding.help)];
  const what = [escapeText(finding.message), ...related, ...help].join('<br>');
  const where = codeSpan(placeName(finding.place, report, sources));
  return `| ${marks[finding.severity]} ${finding.severity} | ${cell(where)} | ${cell(what)} | ${cell(rule)} |\n`;
}
