/** Where line-oriented formats put a finding: every finding gets a file, those in images that of the instruction that made it. */
import type { Finding, Place, Report, Skipped } from '../finding.ts';
import { layerOf, placeName, type Region, regionOf } from './place.ts';
import type { Sources } from './source.ts';

export interface Anchor {
  /** A file as reports name it; for what is joined to no file, a path below the image's name. */
  readonly file: string;
  readonly region?: Region;
  /** Whether `file` is one that can be opened, and not a path in an image. */
  readonly real: boolean;
  /** The place in the image in words, where `file` is only the way there. */
  readonly within?: string;
}

/** The line of the Dockerfile that a place in an image belongs to. */
export function joinedPlace(finding: Finding, report: Report): Place | undefined {
  if (finding.place.kind === 'dockerfile' || finding.place.kind === 'file') return undefined;
  // Without a Dockerfile a layer's instruction is only a step of the history.
  const made = layerOf(finding.place, report.image)?.instruction;
  return made?.kind === 'dockerfile' ? made : finding.related.find(({ place }) => place.kind === 'dockerfile')?.place;
}

/** The anchor of a finding. */
export function anchorOf(finding: Finding, report: Report, sources: Sources): Anchor {
  const joined = joinedPlace(finding, report);
  const anchor = placeAnchor(joined ?? finding.place, report, sources);
  return joined === undefined ? anchor : { ...anchor, within: withinImage(finding.place, report, sources) };
}

/** The anchor of something that was not checked: its place, else its subject. */
export function skippedAnchor(entry: Skipped, report: Report, sources: Sources): Anchor {
  return entry.place === undefined
    ? { file: report.subject.name, real: report.subject.kind === 'dockerfile' }
    : placeAnchor(entry.place, report, sources);
}

function placeAnchor(place: Place, report: Report, sources: Sources): Anchor {
  if (place.kind === 'dockerfile' || place.kind === 'file') {
    const region = regionOf(place, sources);
    return { file: place.file, real: true, ...(region && { region }) };
  }
  const name = imageName(report.image?.reference ?? report.subject.name);
  const within = withinImage(place, report, sources);
  return { file: place.kind === 'layer' ? `${name}/${place.path}` : name, real: false, within };
}

function withinImage(place: Place, report: Report, sources: Sources): string {
  const image = report.image?.reference ?? report.subject.name;
  return place.kind === 'image' ? image : `${image}, ${placeName(place, report, sources)}`;
}

/** The image's name without tag and digest, so that a new tag is not a new file. */
export function imageName(reference: string): string {
  return reference
    .replace(/@.*$/, '')
    .replace(/:[^/:]*$/, '')
    .replace(/^\/+/, '');
}

/** The sentence of a finding, with the place in the image before it where the anchor does not say it. */
export function anchoredMessage(finding: Finding, { within }: Anchor): string {
  return within === undefined ? finding.message : `${within}: ${finding.message}`;
}

/** The sentence of something that was not checked. */
export function skippedMessage(entry: Skipped): string {
  return `Not checked: ${entry.what} (${entry.reason}). ${entry.detail}`;
}
