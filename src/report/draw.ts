/** One finding drawn for a terminal: what, where with the code, and what to do. */

import type { Finding, Fix, Place, Report, Severity, Skipped, Span } from '../finding.ts';
import type { Colors } from './colors.ts';
import type { ReportContext } from './context.ts';
import { type ExcerptRow, excerpt } from './excerpt.ts';
import { size } from './numbers.ts';
import { layerOf, madeBy, placeName, samePlace, skippedName } from './place.ts';
import { cells, cut, plain, wrap } from './plain.ts';
import type { Sources } from './source.ts';
import { bestFix } from './tally.ts';

/** What drawing needs beside the finding. `said` holds the advice that was given already, so that none is given twice. */
export interface Desk {
  readonly context: ReportContext;
  readonly sources: Sources;
  readonly colors: Colors;
  readonly said: Set<string>;
}

/** Columns before the message and before the code. */
const indent = 9;

/** Findings of one place as one block: the place is shown once, under the worst of them. */
export function drawBlock(findings: readonly Finding[], report: Report, desk: Desk): readonly string[] {
  const rows: string[] = [];
  for (const finding of findings.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))) {
    const isFirst = rows.length === 0;
    rows.push(...header(finding, report, desk));
    if (isFirst) rows.push(...frame(finding, report, desk));
    rows.push(...advice(finding, desk));
  }
  return rows;
}

const order: readonly Severity[] = ['error', 'warning', 'info'];

/** Neighbours that are at the same place and speak of no other. */
export function blocksOf(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const blocks: Finding[][] = [];
  for (const finding of findings) {
    const last = blocks.at(-1);
    const first = last?.[0];
    const plainPlace = finding.place.kind !== 'image' && finding.related.length === 0;
    if (last && first && plainPlace && first.related.length === 0 && samePlace(first.place, finding.place))
      last.push(finding);
    else blocks.push([finding]);
  }
  return blocks;
}

/** A severity in its colour. */
export function severityText(severity: Severity, colors: Colors, text: string = severity): string {
  const color = severity === 'error' ? colors.red : severity === 'warning' ? colors.yellow : colors.cyan;
  return colors.bold(color(text));
}

/** Something that was not checked, in words. */
export function skippedText(entry: Skipped, report: Report, sources: Sources): string {
  return `${skippedName(entry, report, sources)} (${entry.reason}). ${plain(entry.detail)}`;
}

/** `label    text`, wrapped with its later lines under the first. */
export function labelled(label: string, text: string, desk: Desk, paint = (line: string) => line): readonly string[] {
  const lines = linesOf(text, desk.context.width - indent);
  return lines.map(
    (line, at) => (at === 0 ? label + ' '.repeat(indent - visible(label)) : ' '.repeat(indent)) + paint(line),
  );
}

function linesOf(text: string, width: number): readonly string[] {
  return text.includes('\n') ? text.split('\n').flatMap((line) => wrap(plain(line), width)) : wrap(plain(text), width);
}

function visible(text: string): number {
  return cells(text.includes('\u001b') ? text.replace(/\u001b\[\d+m/g, '') : text);
}

function header(finding: Finding, report: Report, desk: Desk): readonly string[] {
  const { colors, context } = desk;
  const label = severityText(finding.severity, colors);
  const lines = [...labelled(label, finding.message, desk, colors.bold)];
  const tail = [finding.rule, ...marks(finding, report)].join(', ');
  const last = lines.at(-1) ?? '';
  if (visible(last) + 2 + tail.length <= context.width) lines[lines.length - 1] = `${last}  ${colors.dim(tail)}`;
  else lines.push(' '.repeat(indent) + colors.dim(tail));
  return lines;
}

function marks({ suppressed, baseline, origin }: Finding, { comparison }: Report): readonly string[] {
  const said: string[] = [];
  if (suppressed) said.push(`suppressed${suppressed.reason === undefined ? '' : `: ${plain(suppressed.reason)}`}`);
  if (baseline === 'unchanged') said.push(comparison ? 'not new' : 'in the baseline');
  if (origin?.from === 'base') said.push('of the base image');
  return said;
}

interface Spot {
  readonly place: Place;
  readonly message: string;
}

function frame(finding: Finding, report: Report, desk: Desk): readonly string[] {
  const rows: string[] = [];
  let quoted = '';
  for (const { place, message } of spotsOf(finding, report)) {
    const isFirst = rows.length === 0;
    const note = message === '' ? '' : `  ${desk.colors.bold(plain(message))}`;
    rows.push(edge(isFirst ? '╭─' : '├─', `${desk.colors.cyan(where(place, report, desk))}${note}`, desk));
    const paint = isFirst ? (text: string) => severityText(finding.severity, desk.colors, text) : desk.colors.cyan;
    const excerptRows = excerptOf(place, desk);
    const key = finding.related.length === 0 ? '' : quoteOf(place, excerptRows);
    rows.push(...code(excerptRows, { paint, desk, again: quoted !== '' && quoted === key }));
    quoted = key;
  }
  return rows;
}

/** What an excerpt quotes, to tell whether the next one would repeat it. */
function quoteOf(place: Place, rows: readonly ExcerptRow[]): string {
  const lines = rows.map((row) => (row.kind === 'line' ? `${row.number} ${row.text}` : '⋮')).join('\n');
  return 'file' in place ? `${place.file}\n${lines}` : '';
}

/** The finding's own place, then the related ones; a related place that is the finding's own only lends its words. */
function spotsOf({ place, related }: Finding, report: Report): readonly Spot[] {
  if (related.length === 0) return place.kind === 'image' ? [] : [{ place, message: '' }];
  const own = related.filter((other) => samePlace(other.place, place)).map((other) => other.message);
  const others = related.filter((other) => !samePlace(other.place, place));
  // The whole image is named by the heading already.
  if (place.kind === 'image') return others;
  return [{ place, message: own.join('; ') }, ...others.filter((other) => !madeThere(place, other.place, report))];
}

/** A step of the history that made the layer of a finding is told with the layer already. */
function madeThere(place: Place, other: Place, { image }: Report): boolean {
  if (place.kind !== 'layer' || other.kind !== 'history') return false;
  return layerOf(other, image)?.index === place.layer;
}

function where(place: Place, report: Report, { context, sources, colors }: Desk): string {
  const name = placeName(place, report, sources);
  const layer = layerOf(place, report.image);
  if (layer === undefined) return name;
  const by = layer.createdBy === undefined ? [] : [madeBy(context.redact(layer.createdBy))];
  const more = [size(layer.size), ...by].join(' · ');
  const room = Math.max(20, context.width - indent - cells(name) - 4);
  return `${name}  ${colors.dim(cells(more) > room ? `${cut(more, 0, room - 1)}…` : more)}`;
}

function excerptOf(place: Place, { sources, context }: Desk): readonly ExcerptRow[] {
  if (place.kind !== 'dockerfile' && place.kind !== 'file') return [];
  const source = sources(place.file);
  return source === undefined ? [] : excerpt(source, place.span, Math.max(30, context.width - indent));
}

function code(
  rows: readonly ExcerptRow[],
  { paint, desk, again }: { paint: (text: string) => string; desk: Desk; again: boolean },
): readonly string[] {
  const { colors } = desk;
  const drawn: string[] = [];
  for (const row of rows) {
    if (row.kind === 'elision') {
      if (!again) drawn.push(gutter('…', colors.dim(`${row.lines} more`), desk));
      continue;
    }
    const { number, text, mark } = row;
    if (!again) drawn.push(gutter(String(number), mark === undefined ? colors.dim(text) : text, desk));
    if (mark) drawn.push(gutter('', ' '.repeat(mark.from) + paint('^'.repeat(mark.width)), desk));
  }
  return drawn;
}

function gutter(label: string, text: string, { colors }: Desk): string {
  return `${colors.dim(`${label.padStart(indent - 3)} │ `)}${text}`.trimEnd();
}

function edge(corner: string, text: string, { colors }: Desk): string {
  return `${' '.repeat(indent - 2)}${colors.dim(corner)} ${text}`;
}

function advice(finding: Finding, desk: Desk): readonly string[] {
  const { colors, said } = desk;
  const { help } = finding;
  const fix = bestFix(finding);
  const rows: string[] = [];
  if (help !== undefined && help !== fix?.title && !said.has(help)) {
    said.add(help);
    rows.push(...labelled(colors.green('help'), help, desk));
  }
  if (fix) rows.push(...drawFix(fix, finding, desk));
  return rows;
}

const howTo = { safe: '--fix', unsafe: '--fix --unsafe', manual: 'by hand' } as const;

function drawFix(fix: Fix, finding: Finding, desk: Desk): readonly string[] {
  const { colors } = desk;
  const title = `${fix.title.endsWith('.') ? fix.title.slice(0, -1) : fix.title} (${howTo[fix.safety]}).`;
  const result = fixedLine(fix, finding, desk);
  const room = Math.max(30, desk.context.width - indent);
  return [
    ...labelled(colors.green('fix'), title, desk),
    ...(result === undefined
      ? []
      : [
          `${colors.dim(String(result.number).padStart(indent - 3))} ${colors.green('+')} ${colors.green(cut(plain(result.text), 0, room))}`,
        ]),
  ];
}

/** The line as it will be, where a fix changes but one. */
function fixedLine(
  fix: Fix,
  { place }: Finding,
  { sources, context }: Desk,
): { number: number; text: string } | undefined {
  if (place.kind !== 'dockerfile' || fix.edits.some((edit) => edit.file !== undefined && edit.file !== place.file))
    return undefined;
  const source = sources(place.file);
  const edits = fix.edits.toSorted((a, b) => b.span.start - a.span.start);
  const number = edits[0] && source?.position(edits[0].span.start).line;
  if (source === undefined || number === undefined) return undefined;
  const line = source.span(number);
  const inside = ({ start, end }: Span) => start >= line.start && end <= line.end;
  if (!edits.every((edit) => inside(edit.span) && !edit.text.includes('\n') && !edit.text.includes('\r')))
    return undefined;
  const text = edits.reduce(
    (before, { span, text }) => before.slice(0, span.start - line.start) + text + before.slice(span.end - line.start),
    source.text.slice(line.start, line.end),
  );
  return text.trim() === '' ? undefined : { number, text: context.redact(text) };
}
