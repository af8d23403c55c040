/** Manifests and indexes, told apart by what they hold: their media types are only hints. */
import type { Result } from '../finding.ts';
import { parseDigest } from './digest.ts';
import type { ReadProblem } from './fault.ts';
import { type Fields, fieldsOf, listOf, parseJson, sizeOf, textMapOf, textOf, textsOf } from './json.ts';
import type { Limits } from './limits.ts';
import { type Platform, platformOf } from './platform.ts';

/** What a manifest or an index says of a blob it names. */
export interface Descriptor {
  readonly mediaType: string | undefined;
  readonly digest: string;
  readonly size: number;
  readonly urls: readonly string[];
  readonly annotations: ReadonlyMap<string, string>;
  readonly platform: Platform | undefined;
  readonly artifactType: string | undefined;
  /** The blob itself, where it is embedded. */
  readonly data: Uint8Array | undefined;
}

export interface Manifest {
  readonly kind: 'manifest';
  readonly mediaType: string | undefined;
  readonly artifactType: string | undefined;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly annotations: ReadonlyMap<string, string>;
}

export interface Index {
  readonly kind: 'index';
  readonly mediaType: string | undefined;
  readonly manifests: readonly Descriptor[];
  readonly annotations: ReadonlyMap<string, string>;
}

/** The manifests of 2015: layers newest first, the config in pieces. */
export interface Schema1 {
  readonly kind: 'schema1';
  readonly architecture: string | undefined;
  /** Oldest first. */
  readonly layers: readonly string[];
  /** `v1Compatibility` of each layer, oldest first, parsed. */
  readonly compatibility: readonly Fields[];
}

export type Document = Manifest | Index | Schema1;

/** Reads a manifest or index. One that could be taken for both is refused: two readers would see two images. */
export function parseDocument(bytes: Uint8Array, limits: Limits): Result<Document, ReadProblem> {
  if (bytes.length > limits.manifestBytes) {
    return problem('limit-exceeded', `it is larger than ${limits.manifestBytes} bytes.`);
  }
  const fields = fieldsOf(parseJson(bytes, limits.jsonDepth));
  if (!fields) return problem('malformed', 'it is no JSON object.');
  if (isAmbiguous(fields)) return problem('malformed', 'it states a field twice in different spelling.');
  const hasManifests = fields['manifests'] !== undefined;
  const hasLayers =
    fields['layers'] !== undefined || fields['config'] !== undefined || fields['fsLayers'] !== undefined;
  if (hasManifests && hasLayers) return problem('malformed', 'it holds both `manifests` and `layers`.');
  if (hasManifests) return parseIndex(fields, limits);
  if (fields['fsLayers'] !== undefined) return parseSchema1(fields, limits);
  if (fields['layers'] !== undefined) return parseManifest(fields, limits);
  return problem('not-an-image', 'it is neither an image manifest nor an index.');
}

function problem(reason: ReadProblem['reason'], message: string): { ok: false; problem: ReadProblem } {
  return { ok: false, problem: { reason, message } };
}

/** Some readers fold the case of names, so `layers` and `Layers` in one document would mean different things to them. */
function isAmbiguous(fields: Fields): boolean {
  const keys = Object.keys(fields);
  return new Set(keys.map((key) => key.toLowerCase())).size !== keys.length;
}

function parseIndex(fields: Fields, limits: Limits): Result<Document, ReadProblem> {
  const list = listOf(fields['manifests']);
  if (!list) return problem('malformed', '`manifests` is no list.');
  const manifests = descriptors(list, limits);
  if (!manifests.ok) return manifests;
  const mediaType = textOf(fields['mediaType']);
  const annotations = textMapOf(fields['annotations']);
  return { ok: true, value: { kind: 'index', mediaType, manifests: manifests.value, annotations } };
}

function parseManifest(fields: Fields, limits: Limits): Result<Document, ReadProblem> {
  // BuildKit writes `null` where an image has settings alone.
  const list = fields['layers'] === null ? [] : listOf(fields['layers']);
  if (!list) return problem('malformed', '`layers` is no list.');
  const layers = descriptors(list, limits);
  if (!layers.ok) return layers;
  const config = parseDescriptor(fields['config']);
  if (!config) return problem('malformed', '`config` is no descriptor.');
  const mediaType = textOf(fields['mediaType']);
  const artifactType = textOf(fields['artifactType']);
  const annotations = textMapOf(fields['annotations']);
  return { ok: true, value: { kind: 'manifest', mediaType, artifactType, config, layers: layers.value, annotations } };
}

function descriptors(list: readonly unknown[], limits: Limits): Result<Descriptor[], ReadProblem> {
  if (list.length > limits.descriptors) {
    return problem('limit-exceeded', `it names more than ${limits.descriptors} blobs.`);
  }
  const parsed: Descriptor[] = [];
  for (const item of list) {
    const descriptor = parseDescriptor(item);
    if (!descriptor) return problem('malformed', `descriptor ${parsed.length} has no valid digest and size.`);
    parsed.push(descriptor);
  }
  return { ok: true, value: parsed };
}

function parseDescriptor(value: unknown): Descriptor | undefined {
  const fields = fieldsOf(value);
  const digest = textOf(fields?.['digest']);
  const size = sizeOf(fields?.['size']);
  if (!fields || digest === undefined || size === undefined || !parseDigest(digest)) return undefined;
  const data = textOf(fields['data']);
  return {
    mediaType: textOf(fields['mediaType']),
    digest,
    size,
    urls: textsOf(fields['urls']) ?? [],
    annotations: textMapOf(fields['annotations']),
    platform: platformOf(fields['platform']),
    artifactType: textOf(fields['artifactType']),
    data: data === undefined ? undefined : Buffer.from(data, 'base64'),
  };
}

function parseSchema1(fields: Fields, limits: Limits): Result<Document, ReadProblem> {
  const layers: string[] = [];
  for (const item of listOf(fields['fsLayers']) ?? []) {
    const digest = textOf(fieldsOf(item)?.['blobSum']);
    if (digest === undefined || !parseDigest(digest)) return problem('malformed', 'a layer has no valid digest.');
    layers.unshift(digest);
  }
  if (layers.length > limits.descriptors) {
    return problem('limit-exceeded', `it names more than ${limits.descriptors} blobs.`);
  }
  const compatibility: Fields[] = [];
  for (const item of listOf(fields['history']) ?? []) {
    const text = textOf(fieldsOf(item)?.['v1Compatibility']) ?? '';
    compatibility.unshift(fieldsOf(parseJson(Buffer.from(text), limits.jsonDepth)) ?? {});
  }
  return { ok: true, value: { kind: 'schema1', architecture: textOf(fields['architecture']), layers, compatibility } };
}

const attestationType = 'vnd.docker.reference.type';
const attestationOf = 'vnd.docker.reference.digest';

/** Whether an index's entry is BuildKit's attestation of another entry: it is no image, whatever its config looks like. */
export function isAttestation({ annotations, artifactType }: Descriptor): boolean {
  return (
    annotations.get(attestationType) === 'attestation-manifest' ||
    artifactType === 'application/vnd.docker.attestation.manifest.v1+json'
  );
}

/** The digest of the manifest that an attestation speaks of. */
export function attestedDigest({ annotations }: Descriptor): string | undefined {
  return annotations.get(attestationOf);
}

/** The media type of attestations: statements about an image, in place of its layers. */
export const inToto = 'application/vnd.in-toto+json';

const imageConfigs: readonly (string | undefined)[] = [
  undefined,
  '',
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
  'application/octet-stream',
];

/** What a manifest is of, where it is no container image: charts, signatures, modules are stored in registries too. */
export function artifactOf(manifest: Manifest): string | undefined {
  if (manifest.artifactType !== undefined) return manifest.artifactType;
  const [first] = manifest.layers;
  if (first?.mediaType === inToto && manifest.layers.every(({ mediaType }) => mediaType === inToto)) return inToto;
  return imageConfigs.includes(manifest.config.mediaType) ? undefined : manifest.config.mediaType;
}
