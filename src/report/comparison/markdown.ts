/** What differs between two images, for a pull request: the numbers open, the rest folded away. */
import type { Comparison, Finding, ValueChange } from '../../finding.ts';
import type { ReportContext } from '../context.ts';
import { cell, codeSpan, escapeText } from '../markdown-text.ts';
import { count, size, thousands } from '../numbers.ts';
import { madeBy, placeName } from '../place.ts';
import type { Sources } from '../source.ts';
import { type Row, rowsOf, signed } from './rows.ts';
import { type ComparedReport, changesNote, fileCounts, findingChanges, headline, packageCounts } from './words.ts';

interface Desk {
  readonly context: ReportContext;
  readonly sources: Sources;
}

const mostRows = 50;

/** Pieces that a comment may go without, from the end. */
export function comparisonMarkdown(report: ComparedReport, desk: Desk): readonly string[] {
  const { comparison } = report;
  const files = rowsOf(comparison.files);
  const { gone } = findingChanges(report);
  return [
    `${escapeText(headline(report))}\n\n${numbers(comparison)}\n`,
    folded('Layers', layerRows(report, desk), { head: '| | | size | made by |\n|---|--:|--:|---|\n' }),
    folded('Configuration', comparison.config.map(valueRow), { head: valueHead }),
    folded('Packages', comparison.packages.map(valueRow), {
      head: valueHead,
      note: changesNote(packageCounts(comparison)),
    }),
    folded('Files', files.map(fileRow), {
      head: '| | size | path | |\n|---|--:|---|---|\n',
      note: changesNote(fileCounts(comparison)),
    }),
    folded('Gone', gone.map(goneRow), {
      head: '| | what | rule |\n|---|---|---|\n',
      note: count(gone.length, 'finding'),
    }),
  ].filter((part) => part !== '');
}

const valueHead = '| | | before | after |\n|---|---|---|---|\n';

function numbers({ before, after, shared, ...rest }: Comparison): string {
  const comparison = { before, after, shared, ...rest };
  const bytes = (name: string, old: number, now: number) =>
    `| ${name} | ${size(old)} | ${size(now)} | ${old === now ? '' : `**${signed(now - old)}**`} |\n`;
  const number = (name: string, old: number, now: number, note: string) =>
    `| ${name} | ${thousands(old)} | ${thousands(now)} | ${note} |\n`;
  return [
    '| | before | after | |\n|---|--:|--:|---|\n',
    bytes('size', before.size, after.size),
    bytes('of it wasted', before.waste, after.waste),
    number('layers', before.layers, after.layers, `${shared.layers} in both, ${size(shared.size)}`),
    number('files', before.files, after.files, changesNote(fileCounts(comparison))),
    ...(before.packages + after.packages > 0
      ? [number('packages', before.packages, after.packages, changesNote(packageCounts(comparison)))]
      : []),
  ].join('');
}

function folded(
  title: string,
  rows: readonly string[],
  { head, note = '' }: { readonly head: string; readonly note?: string },
): string {
  if (rows.length === 0) return '';
  const left = rows.length - mostRows;
  const more = left > 0 ? `\n… ${count(left, 'more', 'more')}\n` : '';
  const summary = note === '' ? title : `${title}: ${note}`;
  return `<details><summary>${summary}</summary>\n\n${head}${rows.slice(0, mostRows).join('')}${more}\n</details>\n\n`;
}

const signs = { added: '➕', removed: '➖', content: '✏️', rebuilt: '✏️', metadata: '🔑' } as const;

function layerRows(report: ComparedReport, { context, sources }: Desk): readonly string[] {
  return report.comparison.layers.map(({ change, createdBy, before, after }) => {
    const bytes = [before, after].flatMap((side) => (side ? [size(side.size)] : [])).join(' → ');
    const by = createdBy === undefined ? '' : codeSpan(madeBy(context.redact(createdBy)));
    const line = after?.instruction ? ` (${codeSpan(placeName(after.instruction, report, sources))})` : '';
    return `| ${signs[change]} | ${after?.layer ?? before?.layer ?? ''} | ${bytes} | ${cell(by + line)} |\n`;
  });
}

function valueRow({ what, before, after }: ValueChange): string {
  const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'content';
  const shown = (value: string | undefined) => (value ? cell(codeSpan(value)) : '');
  return `| ${signs[change]} | ${cell(codeSpan(what))} | ${shown(before)} | ${shown(after)} |\n`;
}

function fileRow({ change, path, files, bytes, note }: Row): string {
  const notes = [...(files > 1 ? [count(files, 'file')] : []), ...(note === '' ? [] : [escapeText(note)])].join(', ');
  return `| ${signs[change]} | ${size(bytes)} | ${cell(codeSpan(path))} | ${cell(notes)} |\n`;
}

function goneRow({ severity, message, rule }: Finding): string {
  return `| ${severity} | ${cell(escapeText(message))} | ${cell(codeSpan(rule))} |\n`;
}
