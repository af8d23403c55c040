/** A page of its own: the picture of each image, what made it line by line, and the findings. No network, no library. */
import type { Report, Severity } from '../finding.ts';
import { isCompared } from './comparison/words.ts';
import type { ReportContext } from './context.ts';
import { comparisonSection } from './html/comparison.ts';
import { type Desk, recipe } from './html/dockerfile.ts';
import { findingList } from './html/findings.ts';
import { escapeHtml, inlineJson, prose } from './html/markup.ts';
import { script } from './html/script.ts';
import { style } from './html/style.ts';
import { largestWaste, type Tile, tileOf, type WasteUnit } from './html/treemap.ts';
import { count, list, size } from './numbers.ts';
import { madeBy } from './place.ts';
import { sourcesOf } from './source.ts';
import { shownIn, tally } from './tally.ts';

const order: readonly Severity[] = ['error', 'warning', 'info'];

/** The document, a chunk per report. */
export function* html(reports: readonly Report[], context: ReportContext): Generator<string> {
  const sources = sourcesOf(context);
  const title = list([...new Set(reports.slice(0, 3).map(({ subject }) => subject.name))]) || 'nothing';
  yield head(`Plimsoll: ${title}`);
  const shown = shownIn(context.verbosity);
  // Of a Dockerfile in which nothing was found there is nothing to show.
  const isClean = ({ image, findings, skipped }: Report) =>
    image === undefined && skipped.length === 0 && !findings.some(shown);
  const clean = reports.filter(isClean);
  for (const [at, report] of reports.entries()) {
    if (isClean(report)) continue;
    const findings = report.findings
      .filter(shown)
      .toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
    yield section({ report, id: `r${at}`, context, sources, findings });
  }
  if (reports.length === 0) yield '<h1>Nothing was checked.</h1>';
  else if (clean.length > 0) yield cleanOnes(clean);
  yield `</main><footer>Plimsoll ${escapeHtml(context.version)}${reports[0] === undefined ? '' : `, judged as of ${reports[0].today}`}</footer>`;
  yield `<script>${script}</script></body></html>\n`;
}

function cleanOnes(reports: readonly Report[]): string {
  const names = reports.map(({ subject }) => `<li>${escapeHtml(subject.name)}</li>`);
  return `<article><h1>Nothing was found in ${count(reports.length, 'Dockerfile')}</h1><ul>${names.join('')}</ul></article>`;
}

// Nothing is fetched, whatever a name in the image looks like.
const policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

function head(title: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>${escapeHtml(title)}</title><style>${style}</style></head><body><main>\n`;
}

function section(desk: Desk): string {
  const { report, context, id } = desk;
  const { image } = report;
  const root = image && tileOf(image, context.image?.(report));
  return [
    `<article id="${id}">`,
    `<header><h1>${firstLine(desk, root)}</h1><p>${facts(report)}</p></header>`,
    isCompared(report) ? comparisonSection(report, context) : '',
    root === undefined ? '' : picture(root, id),
    `<div class="columns">${recipe(desk)}${findingList(desk)}</div>`,
    '</article>\n',
  ].join('');
}

/** What a reader should know first: the largest waste, else the worst that was found. */
function firstLine(desk: Desk, root: Tile | undefined): string {
  const { report } = desk;
  const name = escapeHtml(report.subject.name);
  const waste = root && largestWaste(root);
  if (waste !== undefined && report.image !== undefined) {
    const { size: all, waste: hidden } = report.image;
    return `${name}: ${prose(`${size(hidden)} of ${size(all)} are wasted, most by \`${waste.path}\`: ${size(waste.bytes)} ${storyOf(waste, desk)}`)}`;
  }
  const { error, warning, info, skipped } = tally([report]);
  const found = [
    ...(error > 0 ? [count(error, 'error')] : []),
    ...(warning > 0 ? [count(warning, 'warning')] : []),
    ...(info > 0 ? [`${info} info`] : []),
    ...(skipped > 0 ? [`${skipped} not checked`] : []),
  ];
  return `${name}: ${found.length > 0 ? list(found) : 'nothing was found'}`;
}

/** Which instruction brought it, and which hid it. */
function storyOf({ layer, path }: WasteUnit, desk: Desk): string {
  const image = desk.context.image?.(desk.report);
  const hidden = image?.waste.items.find((item) => item.layer === layer && `/${item.path}/`.startsWith(`${path}/`));
  const by = hidden === undefined ? '' : `, hidden by ${instructionOf(hidden.killer, desk)}`;
  return `from ${instructionOf(layer, desk)}${by}`;
}

function instructionOf(index: number, { report, sources }: Desk): string {
  const layer = report.image?.layers[index];
  const place = layer?.instruction;
  const source = place?.kind === 'dockerfile' ? sources(place.file) : undefined;
  const line = place?.kind === 'dockerfile' ? source?.quote(source.position(place.span.start).line) : undefined;
  const text = line ?? (layer?.createdBy === undefined ? `layer ${index}` : madeBy(layer.createdBy));
  return `\`${shorten(text.replaceAll('`', "'"))}\``;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function facts(report: Report): string {
  const { error, warning, info, suppressed, unchanged } = tally([report]);
  const { image } = report;
  const parts = [
    ...(image
      ? [
          image.platform,
          `${size(image.size)} in ${count(image.layers.length, 'layer')}`,
          `read as ${image.source}`,
          image.digest.slice(0, 19),
        ]
      : []),
    `${count(error, 'error')}, ${count(warning, 'warning')}, ${info} info`,
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
    ...(unchanged > 0 ? [`${unchanged} ${isCompared(report) ? 'not new' : 'in the baseline'}`] : []),
  ];
  return escapeHtml(parts.join(' · '));
}

function picture(root: Tile, id: string): string {
  return [
    `<section class="picture" data-report="${id}">`,
    `<nav class="path" aria-label="Where the picture is"></nav>`,
    `<div class="map" role="tree" aria-label="Layers, folders and files by size. Arrow keys move, Enter goes in, Escape goes out."></div>`,
    `<p class="detail" aria-live="polite"></p>`,
    `<p class="legend"><i class="base"></i>base image <i class="own"></i>yours <i class="waste"></i>wasted: shipped, but hidden by a later layer</p>`,
    `<script type="application/json">${inlineJson(root)}</script>`,
    '</section>',
  ].join('');
}
