/** Places as SARIF locations. */
import type { Place, Report, Span } from '../../finding.ts';
import { imageName } from '../anchor.ts';
import { layerOf } from '../place.ts';
import type { Source, Sources } from '../source.ts';
import type { Artifacts } from './artifacts.ts';

export const sourceRoot = '%SRCROOT%';

/** A file name as a URI: relative ones start from the source root. */
export function fileLocation(file: string): { readonly uri: string; readonly uriBaseId?: string } {
  const path = file.replaceAll('\\', '/').replace(/^\.\//, '');
  const encoded = path.split('/').map(encodePart).join('/');
  if (path.startsWith('/')) return { uri: `file://${encoded}` };
  if (/^[a-z]:\//i.test(path)) return { uri: `file:///${encoded}` };
  return { uri: encoded, uriBaseId: sourceRoot };
}

function encodePart(part: string): string {
  return encodeURIComponent(part.toWellFormed()).replaceAll('%40', '@').replaceAll('%2B', '+');
}

/** An image's name as a path. */
export function imagePath(reference: string): string {
  return imageName(reference).split('/').map(encodePart).join('/');
}

/** Characters. A text without line ends would be told whole by each of its findings, and services take 10 MB of report. */
const longestSnippet = 10_000;

function isQuotable({ start, end }: Span): boolean {
  return end - start <= longestSnippet;
}

/** Lines, columns, offset and text of a span; the offset alone where the text could not be had. */
export function regionOf(span: Span, source: Source | undefined) {
  return {
    ...rangeOf(span, source),
    ...(source && isQuotable(span) && { snippet: { text: source.snippet(span) } }),
  };
}

/** A region without its text. */
export function rangeOf(span: Span, source: Source | undefined) {
  const offsets = { charOffset: span.start, charLength: span.end - span.start };
  if (source === undefined) return offsets;
  const start = source.position(span.start);
  const end = source.position(span.end);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column, ...offsets };
}

const mostContext = 20;

function contextOf(span: Span, source: Source | undefined) {
  if (source === undefined) return {};
  const first = source.position(span.start).line;
  const last = Math.min(source.position(span.end).line, first + mostContext);
  const lines = { start: source.span(first).start, end: source.span(last).end };
  // A context must be wider than what it is the context of.
  if ((lines.start >= span.start && lines.end <= span.end) || !isQuotable(lines)) return {};
  return {
    contextRegion: {
      startLine: first,
      startColumn: 1,
      endLine: last,
      endColumn: lines.end - source.span(last).start + 1,
      snippet: { text: source.snippet(lines) },
    },
  };
}

/** What locations are made with. */
export interface Atlas {
  readonly sources: Sources;
  readonly artifacts: Artifacts;
}

/** A place as a location. An image's place that is joined to an instruction stands on the Dockerfile's line. */
export function locationOf(place: Place, report: Report, atlas: Atlas, joined?: Place) {
  const physical = physicalOf(joined ?? place, report, atlas);
  const logical = logicalOf(place, report);
  return {
    ...(physical && { physicalLocation: physical }),
    ...(logical && { logicalLocations: [logical] }),
  };
}

function physicalOf(place: Place, report: Report, { sources, artifacts }: Atlas) {
  const index = artifacts.indexOf(place, report);
  const location = index === undefined ? undefined : artifacts.list[index]?.location;
  if (location === undefined) return undefined;
  const artifactLocation = { ...location, index };
  if (place.kind === 'dockerfile' || place.kind === 'file') {
    const source = sources(place.file);
    return { artifactLocation, region: regionOf(place.span, source), ...contextOf(place.span, source) };
  }
  const line = place.kind === 'layer' ? place.line : undefined;
  const offset = place.kind === 'layer' ? place.offset : undefined;
  return {
    artifactLocation,
    // A service that shows results on lines needs one.
    region: { startLine: line ?? 1, ...(offset !== undefined && { byteOffset: offset, byteLength: 0 }) },
  };
}

function logicalOf(place: Place, report: Report) {
  const image = report.image?.reference ?? report.subject.name;
  switch (place.kind) {
    case 'dockerfile':
    case 'file':
      return undefined;
    case 'layer': {
      const made = layerOf(place, report.image);
      const digest = made === undefined ? '' : ` (${made.diffID})`;
      return {
        name: `/${place.path}`,
        fullyQualifiedName: `${image}/layers/${place.layer}/${place.path}`,
        kind: 'resource',
        properties: { layer: `${place.layer}${digest}` },
      };
    }
    case 'config':
      return { name: place.key, fullyQualifiedName: `${image}/config/${place.key}`, kind: 'property' };
    case 'history':
      return { name: `step ${place.step}`, fullyQualifiedName: `${image}/history/${place.step}`, kind: 'member' };
    case 'image':
      return { name: image, fullyQualifiedName: image, kind: 'module' };
  }
}
