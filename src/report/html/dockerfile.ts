/** What made the image, line by line: the Dockerfile's text, or the history where there is no Dockerfile, with size bars. */
import type { Finding, ImageSummary, LayerSummary, Place, Report } from '../../finding.ts';
import { joinedPlace } from '../anchor.ts';
import type { ReportContext } from '../context.ts';
import { size } from '../numbers.ts';
import { layerOf, madeBy } from '../place.ts';
import type { Source, Sources } from '../source.ts';
import { escapeHtml } from './markup.ts';

export interface Desk {
  readonly report: Report;
  /** Tells the reports of a page apart in ids. */
  readonly id: string;
  readonly context: ReportContext;
  readonly sources: Sources;
  readonly findings: readonly Finding[];
}

/** The id of the line or layer that a finding belongs to; `undefined` where it belongs to none. */
export function lineId(place: Place, { report, id }: Desk, sources: Sources): string | undefined {
  const file = fileOf(report);
  if (place.kind === 'dockerfile' && place.file === file) {
    const line = sources(place.file)?.position(place.span.start).line;
    return line === undefined ? undefined : `${id}-L${line}`;
  }
  const layer = layerOf(place, report.image);
  return layer === undefined ? undefined : `${id}-layer${layer.index}`;
}

/** The line that a finding is shown on: its own, else that of the instruction that made its layer. */
export function shownLine(finding: Finding, desk: Desk): string | undefined {
  return lineId(joinedPlace(finding, desk.report) ?? finding.place, desk, desk.sources);
}

/** The Dockerfile that a report speaks of. */
export function fileOf({ subject }: Report): string | undefined {
  return subject.dockerfile ?? (subject.kind === 'dockerfile' ? subject.name : undefined);
}

/** A table of lines; every line that something was found on says so, and every instruction shows what it weighs. */
export function recipe(desk: Desk): string {
  const { report, sources } = desk;
  const file = fileOf(report);
  const source = file === undefined ? undefined : sources(file);
  const rows = source === undefined || file === undefined ? historyRows(desk) : textRows(source, file, desk);
  if (rows.length === 0) return '';
  const title = source === undefined ? 'History' : escapeHtml(file ?? '');
  return `<section class="recipe"><h3>${title}</h3><table>${rows.join('')}</table></section>`;
}

function textRows(source: Source, file: string, desk: Desk): readonly string[] {
  const { report } = desk;
  const layers = Map.groupBy(report.image?.layers ?? [], ({ instruction }) =>
    instruction?.kind === 'dockerfile' && instruction.file === file
      ? source.position(instruction.span.start).line
      : undefined,
  );
  const above = (layers.get(undefined) ?? []).filter((layer) => layer.size > 0);
  return [
    ...above.map((layer) => layerRow(layer, desk)),
    ...Array.from({ length: source.text.endsWith('\n') ? source.count - 1 : source.count }, (_, at) => {
      const line = at + 1;
      return row(
        { id: `${desk.id}-L${line}`, label: String(line), code: source.quote(line), layers: layers.get(line) ?? [] },
        desk,
      );
    }),
  ];
}

function historyRows(desk: Desk): readonly string[] {
  return (desk.report.image?.layers ?? []).map((layer) => layerRow(layer, desk));
}

function layerRow(layer: LayerSummary, desk: Desk): string {
  const by = layer.createdBy === undefined ? 'unknown' : madeBy(layer.createdBy);
  const base = layer.origin.from === 'base';
  return row(
    { id: `${desk.id}-layer${layer.index}`, label: base ? 'base' : `layer ${layer.index}`, code: by, layers: [layer] },
    desk,
  );
}

const mostMarks = 3;

interface Row {
  readonly id: string;
  readonly label: string;
  readonly code: string;
  readonly layers: readonly LayerSummary[];
}

function row({ id, label, code: given, layers }: Row, desk: Desk): string {
  const { report, findings } = desk;
  const here = findings.flatMap((finding, at) => (shownLine(finding, desk) === id ? [{ finding, at }] : []));
  const marks = here
    .slice(0, mostMarks)
    .map(
      ({ finding, at }) =>
        `<a class="mark ${finding.severity}" href="#${desk.id}-f${at}" aria-label="${escapeHtml(`${finding.severity}: ${finding.message}`)}" title="${escapeHtml(finding.message)}"></a>`,
    );
  const more = here.length > mostMarks ? `<small>+${here.length - mostMarks}</small>` : '';
  const weight = report.image === undefined ? '' : `<td class="weight">${bars(layers, report.image)}</td>`;
  const layer = layers[0] === undefined ? '' : ` data-layer="${layers.map(({ index }) => index).join(' ')}"`;
  const worst = here[0] === undefined ? '' : ` class="found"`;
  const code = escapeHtml(given) || ' ';
  return `<tr id="${id}"${layer}${worst}><th scope="row">${escapeHtml(label)}</th><td class="marks">${marks.join('')}${more}</td>${weight}<td class="code">${code}</td></tr>`;
}

function bars(layers: readonly LayerSummary[], image: ImageSummary): string {
  const total = layers.reduce((sum, layer) => sum + layer.size, 0);
  if (total === 0) return '';
  const waste = layers.reduce((sum, layer) => sum + layer.waste, 0);
  const most = Math.max(...image.layers.map((layer) => layer.size));
  const width = (bytes: number) => `${Math.max(bytes > 0 ? 0.5 : 0, (bytes / most) * 100).toFixed(1)}%`;
  const text = waste > 0 ? `${size(total)}, ${size(waste)} wasted` : size(total);
  return `<span class="bar" title="${text}"><i style="width:${width(total - waste)}"></i><i class="waste" style="width:${width(waste)}"></i></span><span class="size">${size(total)}</span>`;
}
