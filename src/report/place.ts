/** Places in words. */
import type { ImageSummary, LayerSummary, Place, Report, Skipped } from '../finding.ts';
import { plain } from './plain.ts';
import type { Position, Sources } from './source.ts';

/** A stretch of a file with the lines and columns of its ends, where the text could be had. */
export interface Region {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

/** Where in a file a place is; `undefined` for places in images, and for files whose text is not at hand. */
export function regionOf(place: Place, sources: Sources): Region | undefined {
  if (place.kind !== 'dockerfile' && place.kind !== 'file') return undefined;
  const source = sources(place.file);
  if (source === undefined) return undefined;
  return { file: place.file, start: source.position(place.span.start), end: source.position(place.span.end) };
}

/** A place as a person reads it: `Dockerfile:3:6`, `layer 7, app/.env:3`, `User in the image config`. */
export function placeName(place: Place, report: Report, sources: Sources): string {
  switch (place.kind) {
    case 'dockerfile':
    case 'file': {
      const start = sources(place.file)?.position(place.span.start);
      return start === undefined ? plain(place.file) : `${plain(place.file)}:${start.line}:${start.column}`;
    }
    case 'layer':
      return `layer ${place.layer}, ${plain(place.path)}${place.line === undefined ? '' : `:${place.line}`}`;
    case 'config':
      return `${plain(place.key)} in the image config`;
    case 'history':
      return `step ${place.step} of the history`;
    case 'image':
      return plain(report.image?.reference ?? report.subject.name);
  }
}

/** What was not checked, with its place where that says more. */
export function skippedName({ what, place }: Skipped, report: Report, sources: Sources): string {
  const at = place === undefined ? '' : placeName(place, report, sources);
  return at === '' || at === plain(what) ? plain(what) : `${plain(what)} at ${at}`;
}

/** The layer that a place is in or that its history step made. */
export function layerOf(place: Place, image: ImageSummary | undefined): LayerSummary | undefined {
  if (place.kind === 'layer') return image?.layers.find((layer) => layer.index === place.layer);
  if (place.kind === 'history') return image?.layers.find((layer) => layer.step === place.step);
  return undefined;
}

/** What made a layer, on one line, as short as that: the builder's dressing is taken off. */
export function madeBy(createdBy: string): string {
  return plain(createdBy)
    .replace(/^\/bin\/sh -c #\(nop\)\s+/, '')
    .replace(/^\|\d+ .*?(?=\/bin\/)/, '')
    .replace(/^(RUN )?\/bin\/sh -c /, 'RUN ')
    .replace(/\s+# buildkit$/, '')
    .replace(/\b(file|dir|multi):([0-9a-f]{12})[0-9a-f]{20,}/g, '$1:$2…')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The same place, whatever else is said of it. */
export function samePlace(a: Place, b: Place): boolean {
  if ((a.kind === 'dockerfile' || a.kind === 'file') && (b.kind === 'dockerfile' || b.kind === 'file')) {
    return a.file === b.file && a.span.start === b.span.start && a.span.end === b.span.end;
  }
  return JSON.stringify(a) === JSON.stringify(b);
}
