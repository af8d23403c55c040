/** A page of its own: the picture of each image, what made it line by line, and the findings. No network, no library. */
import type { Report } from '../finding.ts';
import type { ReportContext } from './context.ts';
import { type Desk, recipe } from './html/dockerfile.ts';
import { findingList } from './html/findings.ts';
import { escapeHtml, inlineJson, prose } from './html/markup.ts';
import { script } from './html/script.ts';
import { style } from './html/style.ts';
import { largestWaste, type Tile, tileOf } from './html/treemap.ts';
import { count, list, size } from './numbers.ts';
import { madeBy } from './place.ts';
import { sourcesOf } from './source.ts';
import { shownIn, tally } from './tally.ts';

/** The document, a chunk per report. */
export function* html(reports: readonly Report[], context: ReportContext): Generator<string> {
  const sources = sourcesOf(context);
  const title = list([...new Set(reports.slice(0, 3).map(({ subject }) => subject.name))]) || 'nothing';
  yield head(`Plimsoll: ${title}`);
  for (const [at, report] of reports.entries()) {
    const findings = report.findings.filter(shownIn(context.verbosity));
    yield section({ report, id: `r${at}`, context, sources, findings });
  }
  if (reports.length === 0) yield '<h1>Nothing was checked.</h1>';
  yield `</main><footer>Plimsoll ${escapeHtml(context.version)}${reports[0] === undefined ? '' : `, judged as of ${reports[0].today}`}</footer>`;
  yield `<script>${script}</script></body></html>\n`;
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
    `<header><h1>${firstLine(report, root)}</h1><p>${facts(report)}</p></header>`,
    root === undefined ? '' : picture(root, id),
    `<div class="columns">${recipe(desk)}${findingList(desk)}</div>`,
    '</article>\n',
  ].join('');
}

/** What a reader should know first: the largest waste, else the worst that was found. */
function firstLine(report: Report, root: Tile | undefined): string {
  const name = escapeHtml(report.subject.name);
  const waste = root && largestWaste(root);
  if (waste !== undefined && report.image !== undefined) {
    const by = report.image.layers[waste.layer]?.createdBy;
    const made = by === undefined ? `layer ${waste.layer}` : `\`${shorten(madeBy(by))}\``;
    return `${name}: ${prose(`${size(report.image.waste)} of ${size(report.image.size)} are wasted, most of it \`${waste.path}\`, ${size(waste.bytes)}, from ${made}`)}`;
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
          image.digest,
        ]
      : []),
    `${count(error, 'error')}, ${count(warning, 'warning')}, ${info} info`,
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
    ...(unchanged > 0 ? [`${unchanged} in the baseline`] : []),
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
