/** The table of an image's layers: what each instruction brought, how much of it is wasted, what was found in it. */

import { counts, type Finding, type ImageSummary, type LayerSummary, type Report, type Severity } from '../finding.ts';
import { bar } from './bar.ts';
import { type Colors, colorsOf } from './colors.ts';
import type { ReportContext } from './context.ts';
import { severityText } from './draw.ts';
import { count, size } from './numbers.ts';
import { layerOf, madeBy, regionOf, samePlace } from './place.ts';
import { cells, cut, plain } from './plain.ts';
import { type Sources, sourcesOf } from './source.ts';

interface Desk {
  readonly report: Report;
  readonly image: ImageSummary;
  readonly context: ReportContext;
  readonly sources: Sources;
  readonly colors: Colors;
}

/** A line per layer, the largest paths of each under it; empty for reports that are of no image. */
export function layers(report: Report, context: ReportContext): string {
  const { image } = report;
  if (image === undefined) return '';
  const desk = { report, image, context, sources: sourcesOf(context), colors: colorsOf(context.color) };
  const rows = image.layers.flatMap((layer, at) => [
    ...(isBorder(image.layers[at - 1], layer) ? [border(desk)] : []),
    row(layer, desk),
    ...largest(layer, desk),
  ]);
  return `${[...heading(desk), ...rows, ...total(desk)].join('\n')}\n`;
}

function heading({ image, colors, report }: Desk): readonly string[] {
  const { dockerfile } = report.subject;
  const joined = dockerfile === undefined ? '' : `, lines of ${plain(dockerfile)}`;
  const numbers = `${plain(image.platform)}, ${size(image.size)} in ${count(image.layers.length, 'layer')}${joined}`;
  return [
    `${colors.bold(plain(image.reference))}  ${colors.dim(numbers)}`,
    '',
    colors.dim(`layer     size${' '.repeat(barWidth + 4)}wasted  found     made by`),
  ];
}

const barWidth = 16;

/** Size, bar, waste, findings by severity, and what made the layer, with its line where that is known. */
function row(layer: LayerSummary, desk: Desk): string {
  const { colors, image, context } = desk;
  const most = Math.max(...image.layers.map((other) => other.size));
  const drawn = bar({ size: layer.size - layer.waste, waste: layer.waste, most, width: barWidth }, colors);
  const waste = layer.waste > 0 ? colors.red(size(layer.waste).padStart(8)) : colors.dim('-'.padStart(8));
  const by = layer.createdBy === undefined ? 'unknown' : madeBy(context.redact(layer.createdBy));
  const at = lineOf(layer, desk);
  const room = Math.max(12, context.width - 5 - 9 - 2 - barWidth - 10 - 10 - cells(at) - 2);
  const made = cells(by) > room ? `${cut(by, 0, room - 1)}…` : by;
  return [
    String(layer.index).padStart(5),
    size(layer.size).padStart(9),
    ` ${drawn}`,
    `${waste}`,
    ` ${found(layer, desk)}`,
    `${made}${colors.cyan(at)}`,
  ].join(' ');
}

/** The Dockerfile is named by the heading. */
function lineOf({ instruction }: LayerSummary, { sources }: Desk): string {
  if (instruction?.kind !== 'dockerfile') return '';
  const region = regionOf(instruction, sources);
  return region === undefined ? '' : `  line ${region.start.line}`;
}

const letters = { error: 'E', warning: 'W', info: 'I' } as const;
const order: readonly Severity[] = ['error', 'warning', 'info'];

/** `2E 1W`: how many findings of which severity are in the layer. */
function found(layer: LayerSummary, { report, colors }: Desk): string {
  const findings = report.findings.filter((finding) => counts(finding) && isIn(finding, layer, report));
  const parts = order.flatMap((severity) => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    return number === 0 ? [] : [{ severity, text: `${number}${letters[severity]}` }];
  });
  const width = parts.reduce((sum, { text }) => sum + text.length, 0) + Math.max(0, parts.length - 1);
  const drawn = parts.map(({ severity, text }) => severityText(severity, colors, text)).join(' ');
  return (parts.length === 0 ? colors.dim('-') : drawn) + ' '.repeat(Math.max(0, 9 - Math.max(1, width)));
}

function isIn({ place }: Finding, layer: LayerSummary, { image }: Report): boolean {
  if (layerOf(place, image)?.index === layer.index) return true;
  return layer.instruction !== undefined && samePlace(layer.instruction, place);
}

function largest(layer: LayerSummary, { colors, context }: Desk): readonly string[] {
  const shown = layer.largest.slice(0, context.verbosity === 'verbose' ? 10 : 3);
  // Small files in a small layer are no news.
  return shown
    .filter((file) => file.size >= layer.size / 20 && file.size >= 1_000_000)
    .map(({ path, size: bytes, waste }) => {
      const hidden = waste > 0 ? `  ${size(waste)} wasted` : '';
      const text = `${size(bytes).padStart(15)}  /${plain(path)}${hidden}`;
      return colors.dim(cells(text) > context.width ? `${cut(text, 0, context.width - 1)}…` : text);
    });
}

function isBorder(below: LayerSummary | undefined, layer: LayerSummary): boolean {
  return below?.origin.from === 'base' && layer.origin.from !== 'base';
}

function border({ context, colors }: Desk): string {
  const text = ' the base image ends here ';
  const width = Math.max(0, Math.min(context.width, 120) - 8 - text.length);
  return colors.dim(`${'─'.repeat(8)}${text}${'─'.repeat(width)}`);
}

function total({ image, colors }: Desk): readonly string[] {
  if (image.size === 0) return [];
  const share = ((image.size - image.waste) / image.size) * 100;
  const efficiency = `${share.toFixed(1)} % of the bytes are in the final filesystem`;
  const waste = image.waste === 0 ? '' : `; ${colors.red(`${size(image.waste)} wasted`)}`;
  return ['', `${efficiency}${waste}.`];
}
