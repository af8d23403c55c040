/** Where the secrets of an image are: each with the file version that holds it, and weighed by whose file it is. */
import type { LayerPlace, Place, Related } from '../finding.ts';
import type { Confidence, SecretHit } from '../secrets/hit.ts';
import { isShipped } from '../secrets/shipped.ts';
import type { Image, Version } from './model.ts';

/** One version of a file, in one layer, with what the detectors found in it. */
export interface SecretFile {
  readonly version: Version;
  readonly path: string;
  readonly hits: readonly SecretHit[];
  readonly place: LayerPlace;
}

const known = new WeakMap<Image, readonly SecretFile[]>();

/** Every file version with hits, lowest layer first; a file that a package brought unchanged holds nothing more than possible. */
export function secretFiles(image: Image): readonly SecretFile[] {
  const before = known.get(image);
  if (before) return before;
  const owners = ownersOf(image);
  const found = image.layers.flatMap(({ facts, index }) => {
    const byPath = Map.groupBy(facts.secrets, (hit) => hit.path ?? '');
    return [...byPath].flatMap(([path, hits]): SecretFile[] => {
      const version = versionAt(image, path, index);
      if (!version) return [];
      const owner = owners(version, hits[0]);
      return [{ version, path, hits: hits.map((hit) => weigh(hit, owner)), place: image.files.at(version) }];
    });
  });
  known.set(image, found);
  return found;
}

function versionAt({ files }: Image, path: string, layer: number): Version | undefined {
  return files.versions(path).find((version) => version.layer === layer);
}

/** Says of a file version which package brought it, as long as nobody has changed it since. */
function ownersOf({ layers }: Image): (version: Version, hit: SecretHit | undefined) => string | undefined {
  const owned = new Map<string, { package: string; md5?: string; sha1?: string; layer: number }[]>();
  for (const { facts, index } of layers) {
    for (const record of facts.owned)
      owned.set(record.path, [...(owned.get(record.path) ?? []), { ...record, layer: index }]);
  }
  return ({ entry, layer }, hit) => {
    if (isShipped(entry.path)) return 'the distribution';
    for (const record of owned.get(entry.path) ?? []) {
      const sums = [
        record.md5 && hit?.fileMD5 && record.md5 === hit.fileMD5,
        record.sha1 && hit?.fileSHA1 && record.sha1 === hit.fileSHA1,
      ];
      // Where a sum is missing, a file that came in the same layer as its package's record came with the package.
      const compared = (record.md5 && hit?.fileMD5) || (record.sha1 && hit?.fileSHA1);
      if (sums.includes(true) || (!compared && record.layer === layer)) return `package ${record.package}`;
    }
    return undefined;
  };
}

function weigh(hit: SecretHit, owner: string | undefined): SecretHit {
  if (owner === undefined || hit.confidence === 'possible') return hit;
  return { ...hit, confidence: 'possible', why: `${hit.why}; shipped by ${owner}` };
}

const rank: Readonly<Record<Confidence, number>> = { possible: 0, likely: 1, confirmed: 2 };

/** Hits of at least this confidence, the surest first. */
export function atLeast(hits: readonly SecretHit[], least: Confidence): SecretHit[] {
  return hits
    .filter((hit) => rank[hit.confidence] >= rank[least])
    .sort((one, other) => rank[other.confidence] - rank[one.confidence] || one.offset - other.offset);
}

/** The instruction or step of history that made a layer, as a related place. */
export function madeBy({ join, layers }: Image, layer: number, what: string): readonly Related[] {
  const place: Place | undefined = join.placeOf({ layer });
  if (!place) return [];
  const instruction = join.instructionOf(layer)?.keyword ?? layers[layer]?.step?.instruction?.keyword;
  return [{ place, message: `${instruction ? `This ${instruction}` : 'This step'} ${what}.` }];
}

/** The instruction behind a step of the history, as a related place; none where only the step itself is known. */
export function madeByStep({ join, history }: Image, step: number, what: string): readonly Related[] {
  const place = join.placeOf({ step });
  if (!place || place.kind === 'history') return [];
  const keyword = join.instructionOfStep(step)?.keyword ?? history[step]?.instruction?.keyword;
  return [{ place, message: `${keyword ? `This ${keyword}` : 'This step'} ${what}.` }];
}
