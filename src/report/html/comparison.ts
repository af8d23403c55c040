/** What differs from the image before, in the page: a sentence, and the lists folded below it, so that the picture stays in sight. */
import type { Comparison, ValueChange } from '../../finding.ts';
import { type Row, rowsOf, signed } from '../comparison/rows.ts';
import { type ComparedReport, changesNote, fileCounts, headline, packageCounts } from '../comparison/words.ts';
import type { ReportContext } from '../context.ts';
import { count, size, thousands } from '../numbers.ts';
import { madeBy } from '../place.ts';
import { escapeHtml, prose } from './markup.ts';

const mostRows = 200;

/** Numbers, layers, configuration, packages, files and findings that are gone. */
export function comparisonSection(report: ComparedReport, context: ReportContext): string {
  const { comparison } = report;
  const gone = comparison.gone.map(({ severity, message, rule }) => [
    severity,
    prose(message),
    `<code>${escapeHtml(rule)}</code>`,
  ]);
  return [
    `<section class="changes"><p>${prose(headline(report))}</p>`,
    folded('Sizes', numbers(comparison), `${signed(comparison.after.size - comparison.before.size)}`),
    folded('Layers', layers(comparison, context), `${comparison.shared.layers} in both`),
    folded('Configuration', comparison.config.map(value), count(comparison.config.length, 'key')),
    folded('Packages', comparison.packages.map(value), changesNote(packageCounts(comparison))),
    folded('Files', rowsOf(comparison.files).map(file), changesNote(fileCounts(comparison))),
    folded('Gone', gone, count(gone.length, 'finding')),
    '</section>',
  ].join('');
}

/** Cells are HTML already. */
function folded(title: string, rows: readonly (readonly string[])[], note: string): string {
  if (rows.length === 0) return '';
  const left = rows.length - mostRows;
  const lines = rows.slice(0, mostRows).map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`);
  const more = left > 0 ? `<p>… ${count(left, 'more', 'more')}</p>` : '';
  return `<details><summary>${title}: ${escapeHtml(note)}</summary><table>${lines.join('')}</table>${more}</details>`;
}

function numbers({ before, after }: Comparison): readonly (readonly string[])[] {
  const bytes = (name: string, old: number, now: number) => [
    name,
    size(old),
    size(now),
    old === now ? '' : signed(now - old),
  ];
  const number = (name: string, old: number, now: number) => [name, thousands(old), thousands(now), ''];
  return [
    bytes('size', before.size, after.size),
    bytes('of it wasted', before.waste, after.waste),
    number('layers', before.layers, after.layers),
    number('files', before.files, after.files),
    number('packages', before.packages, after.packages),
  ];
}

const signs = { added: '+', removed: '−', content: '~', rebuilt: '~', metadata: '±' } as const;

function layers(comparison: Comparison, context: ReportContext): readonly (readonly string[])[] {
  return comparison.layers.map(({ change, createdBy, before, after }) => [
    signs[change],
    String(after?.layer ?? before?.layer ?? ''),
    [before, after].flatMap((side) => (side ? [size(side.size)] : [])).join(' → '),
    createdBy === undefined ? '' : `<code>${escapeHtml(madeBy(context.redact(createdBy)))}</code>`,
  ]);
}

function value({ what, before, after }: ValueChange): readonly string[] {
  const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'content';
  return [signs[change], `<code>${escapeHtml(what)}</code>`, escapeHtml(before ?? ''), escapeHtml(after ?? '')];
}

function file({ change, path, files, bytes, note }: Row): readonly string[] {
  const notes = [...(files > 1 ? [count(files, 'file')] : []), ...(note === '' ? [] : [escapeHtml(note)])].join(', ');
  return [signs[change], size(bytes), `<code>${escapeHtml(path)}</code>`, notes];
}
