/** The files, images, layers and paths in layers that a run speaks of, each once. */
import type { ImageSummary, Place, Report } from '../../finding.ts';
import { fileLocation, imagePath } from './location.ts';

interface Artifact {
  readonly location: { readonly uri: string; readonly uriBaseId?: string };
  readonly description?: { readonly text: string };
  readonly parentIndex?: number;
  readonly roles?: readonly string[];
  readonly sourceLanguage?: string;
  readonly hashes?: Readonly<Record<string, string>>;
  readonly length?: number;
}

export interface Artifacts {
  readonly list: readonly Artifact[];
  /** Of a place's file, layer path or image. */
  indexOf(place: Place, report: Report): number | undefined;
}

/** Collects the artifacts of all places, subjects first. */
export function artifactsOf(reports: readonly Report[]): Artifacts {
  const list: Artifact[] = [];
  const indexes = new Map<string, number>();
  const add = (key: string, artifact: Artifact) => {
    if (!indexes.has(key)) indexes.set(key, list.push(artifact) - 1);
  };
  for (const report of reports) {
    for (const [key, artifact] of subjectsOf(report)) add(key, artifact);
    if (report.image) addImage(report.image, add, indexes);
    for (const place of placesOf(report)) {
      const artifact = placeArtifact(place, report, indexes);
      if (artifact) add(keyOf(place, report), artifact);
    }
  }
  return { list, indexOf: (place, report) => indexes.get(keyOf(place, report)) };
}

function subjectsOf({ subject }: Report): readonly (readonly [string, Artifact])[] {
  const file = subject.dockerfile ?? (subject.kind === 'dockerfile' ? subject.name : undefined);
  if (file === undefined) return [];
  const digest = subject.textDigest?.replace(/^sha256:/, '');
  const hashes = digest === undefined ? {} : { hashes: { 'sha-256': digest } };
  return [
    [
      `file ${file}`,
      { location: fileLocation(file), roles: ['analysisTarget'], sourceLanguage: 'dockerfile', ...hashes },
    ],
  ];
}

type Add = (key: string, artifact: Artifact) => void;

function addImage(image: ImageSummary, add: Add, indexes: ReadonlyMap<string, number>): void {
  const key = `image ${image.reference}`;
  const name = imagePath(image.reference);
  add(key, {
    location: { uri: name },
    description: { text: `Image ${image.reference}, ${image.platform}.` },
    roles: ['analysisTarget'],
    hashes: hashesOf(image.digest),
    length: image.size,
  });
  for (const layer of image.layers) {
    add(`layer ${layer.index} ${image.reference}`, {
      location: { uri: `${name}/layer-${layer.index}` },
      description: { text: layer.createdBy ?? `Layer ${layer.index}.` },
      parentIndex: indexes.get(key) ?? -1,
      hashes: hashesOf(layer.diffID),
      length: layer.size,
    });
  }
}

function hashesOf(digest: string): Readonly<Record<string, string>> {
  const [algorithm, hex] = digest.split(':');
  return algorithm === undefined || hex === undefined ? {} : { [algorithm.replace(/^sha(\d)/, 'sha-$1')]: hex };
}

function placeArtifact(place: Place, report: Report, indexes: ReadonlyMap<string, number>): Artifact | undefined {
  if (place.kind === 'dockerfile') return { location: fileLocation(place.file), sourceLanguage: 'dockerfile' };
  if (place.kind === 'file') return { location: fileLocation(place.file) };
  if (place.kind !== 'layer') return undefined;
  const reference = report.image?.reference ?? report.subject.name;
  const parent = indexes.get(`layer ${place.layer} ${reference}`);
  return { location: fileInImage(place.path, reference), ...(parent !== undefined && { parentIndex: parent }) };
}

function fileInImage(path: string, reference: string): { readonly uri: string } {
  return { uri: `${imagePath(reference)}/${path.split('/').map(encodeURIComponent).join('/')}` };
}

function keyOf(place: Place, report: Report): string {
  if (place.kind === 'dockerfile' || place.kind === 'file') return `file ${place.file}`;
  const reference = report.image?.reference ?? report.subject.name;
  return place.kind === 'layer' ? `path ${place.layer} ${place.path} ${reference}` : `image ${reference}`;
}

function placesOf(report: Report): readonly Place[] {
  return [
    ...report.findings.flatMap(({ place, related }) => [place, ...related.map((other) => other.place)]),
    ...report.skipped.flatMap(({ place }) => place ?? []),
    ...(report.image?.layers.flatMap(({ instruction }) => instruction ?? []) ?? []),
  ];
}
