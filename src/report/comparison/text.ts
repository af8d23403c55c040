/** What differs between two images, for a person at a terminal. */

import type { Comparison, FileChange, Finding, LayerChange, Report, ValueChange } from '../../finding.ts';
import type { Colors } from '../colors.ts';
import { type Desk, labelled } from '../draw.ts';
import { count, size, thousands } from '../numbers.ts';
import { madeBy, regionOf } from '../place.ts';
import { cells, cut, plain, wrap } from '../plain.ts';
import { type Row, rowsOf, signed } from './rows.ts';
import { type ComparedReport, changesNote, fileCounts, findingChanges, headline, packageCounts } from './words.ts';

/** The headline, the numbers, then layers, configuration, packages and files, as far as they differ; then the findings that are gone. */
export function comparisonText(report: ComparedReport, desk: Desk): readonly string[] {
  const { comparison } = report;
  const parts = [
    wrap(plain(headline(report).replaceAll('`', '')), desk.context.width - 3).map((line) => desk.colors.bold(line)),
    numbers(comparison, desk),
    titled('Layers', layerLines(comparison, desk), desk),
    titled('Configuration', valueLines(comparison.config, desk), desk),
    titled('Packages', valueLines(comparison.packages, desk), desk),
    titled('Files', fileLines(report, desk), desk),
    titled(
      'Gone',
      findingChanges(report).gone.flatMap((finding) => goneLines(finding, desk)),
      desk,
    ),
    findingChanges(report).new.length > 0 ? [desk.colors.bold('New')] : [],
  ];
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part) => [...part.map((line) => (line === '' ? '' : `   ${line}`)), '']);
}

function titled(title: string, lines: readonly string[], { colors }: Desk): readonly string[] {
  return lines.length === 0 ? [] : [colors.bold(title), ...lines];
}

/** A table of before and after; without colour and cut to nothing, for it is narrow. */
function numbers(comparison: Comparison, { colors }: Desk): readonly string[] {
  const { before, after, shared } = comparison;
  const shown = (side: Comparison['before']) => side.size - side.waste;
  const bytes = (name: string, old: number, now: number) => {
    const grown = now - old;
    const paint = grown > 0 ? colors.red : colors.green;
    return [name, size(old), size(now), grown === 0 ? '' : paint(signed(grown))] as const;
  };
  const number = (name: string, old: number, now: number, note: string) =>
    [name, thousands(old), thousands(now), note] as const;
  const rows = [
    ['', 'before', 'after', ''] as const,
    bytes('size', before.size, after.size),
    bytes('of it shown', shown(before), shown(after)),
    bytes('of it wasted', before.waste, after.waste),
    number('layers', before.layers, after.layers, `${shared.layers} in both, ${size(shared.size)}`),
    number('files', before.files, after.files, changesNote(fileCounts(comparison))),
    ...(before.packages + after.packages > 0
      ? [number('packages', before.packages, after.packages, changesNote(packageCounts(comparison)))]
      : []),
  ];
  return rows.map(([name, old, now, note], at) => {
    const line = `${name.padEnd(13)}${old.padStart(9)}${now.padStart(11)}`;
    return at === 0 ? colors.dim(line) : `${line}   ${note}`.trimEnd();
  });
}

const signs = { added: '+', removed: '−', content: '~', rebuilt: '~', metadata: '±' } as const;

function sign(change: FileChange['change'] | LayerChange['change'], colors: Colors): string {
  const paint = change === 'added' ? colors.green : change === 'removed' ? colors.red : colors.yellow;
  return paint(signs[change]);
}

function layerLines({ layers }: Comparison, desk: Desk): readonly string[] {
  return layers.map(({ change, createdBy, before, after }) => {
    const bytes = [before, after].flatMap((side) => (side ? [size(side.size)] : [])).join(' → ');
    const by = createdBy === undefined ? 'unknown' : madeBy(desk.context.redact(createdBy));
    const region = after?.instruction && regionOf(after.instruction, desk.sources);
    const line = region === undefined ? '' : `  ${plain(region.file)}:${region.start.line}`;
    const index = String(after?.layer ?? before?.layer ?? '').padStart(3);
    const head = `${sign(change, desk.colors)} ${index} ${bytes.padStart(20)}  `;
    return fitted(head, 28, { text: by, tail: line }, desk);
  });
}

/** A line of which the text is cut so that the tail has room. */
function fitted(
  head: string,
  width: number,
  { text, tail }: { readonly text: string; readonly tail: string },
  desk: Desk,
): string {
  const room = Math.max(16, desk.context.width - 3 - width - cells(tail));
  const shown = cells(text) > room ? `${cut(text, 0, room - 1)}…` : text;
  return `${head}${shown}${desk.colors.dim(tail)}`.trimEnd();
}

function valueLines(changes: readonly ValueChange[], desk: Desk): readonly string[] {
  const most = mostRows(desk);
  const name = Math.min(40, Math.max(...changes.slice(0, most).map(({ what }) => cells(plain(what)))));
  return [
    ...changes.slice(0, most).map(({ what, before, after }) => {
      const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'content';
      const head = `${sign(change, desk.colors)} ${plain(what).padEnd(name)}  `;
      const text = [before, after].flatMap((value) => (value === undefined ? [] : [plain(value)])).join(' → ');
      return fitted(head, cells(plain(what).padEnd(name)) + 4, { text, tail: '' }, desk);
    }),
    ...rest(changes.length - most, desk),
  ];
}

function fileLines(report: ComparedReport, desk: Desk): readonly string[] {
  const rows = rowsOf(report.comparison.files);
  const most = mostRows(desk);
  return [...rows.slice(0, most).map((row) => fileLine(row, report, desk)), ...rest(rows.length - most, desk)];
}

function fileLine({ change, path, files, bytes, note, layer, heaviest }: Row, report: Report, desk: Desk): string {
  const notes = [
    ...(files > 1 ? [count(files, 'file')] : []),
    ...(note === '' ? [] : [plain(note)]),
    ...(layer === undefined ? [] : [placeOfLayer(layer, report, desk)]),
    ...(heaviest === undefined ? [] : [`most in ${plain(heaviest)}`]),
  ].join(', ');
  const tail = notes === '' ? '' : `  ${cut(notes, 0, Math.floor(desk.context.width / 2))}`;
  return fitted(`${sign(change, desk.colors)} ${size(bytes).padStart(9)}  `, 13, { text: plain(path), tail }, desk);
}

/** The line of the Dockerfile where it is known. */
function placeOfLayer(index: number, { image }: Report, { sources }: Desk): string {
  const instruction = image?.layers.find((layer) => layer.index === index)?.instruction;
  const region = instruction && regionOf(instruction, sources);
  return region === undefined ? `layer ${index}` : `${plain(region.file)}:${region.start.line}`;
}

function goneLines(finding: Finding, desk: Desk): readonly string[] {
  return labelled(desk.colors.green(finding.severity), `${finding.message} ${finding.rule}`, desk, desk.colors.dim);
}

function mostRows({ context }: Desk): number {
  return context.verbosity === 'verbose' ? 1000 : context.verbosity === 'quiet' ? 5 : 20;
}

function rest(left: number, { colors, context }: Desk): readonly string[] {
  const how = context.verbosity === 'verbose' ? '' : ' (--verbose shows them)';
  return left > 0 ? [colors.dim(`… ${count(left, 'more', 'more')}${how}`)] : [];
}
