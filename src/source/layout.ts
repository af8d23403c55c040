/** OCI layouts, in a folder or an archive: from `index.json` to one image manifest, its config and its layers. */
import type { Skipped } from '../finding.ts';
import { type ParsedConfig, parseConfig } from '../image/config.ts';
import { mismatchOf, parseDigest } from '../image/digest.ts';
import { ReadFault } from '../image/fault.ts';
import { fieldsOf, listOf, parseJson, textOf, textsOf } from '../image/json.ts';
import {
  artifactOf,
  attestedDigest,
  type Descriptor,
  inToto,
  isAttestation,
  type Manifest,
  parseDocument,
} from '../image/manifest.ts';
import type { Attestation, ManifestInfo } from '../image/model.ts';
import { platformMatches, platformText } from '../image/platform.ts';
import { chooseImage } from './choose.ts';
import {
  attempt,
  cannotOpen,
  countMismatch,
  type ImagePlan,
  layerName,
  type Opened,
  type PlannedLayer,
  type Wanted,
} from './plan.ts';
import { type Blob, bytesOf, type Store } from './store.ts';

/** Plans the reading of an image of a layout. */
export async function planLayout(store: Store, wanted: Wanted): Promise<Opened<ImagePlan>> {
  const index = await attempt(store, '`index.json`', () => document(store, 'index.json', wanted));
  if (!index.ok) return index;
  if (index.value.kind !== 'index') {
    return cannotOpen(store, '`index.json`', { reason: 'malformed', message: 'it is no index.' });
  }
  const chosen = await chooseImage(store, index.value, {
    ...wanted,
    load: (descriptor) => loadDocument(store, descriptor, wanted),
  });
  if (!chosen.ok) return chosen;
  const { manifest, descriptor, tags, others } = chosen.value;
  const attestations = others.filter((other) => isAttestation(other) && attestedDigest(other) === descriptor.digest);
  const platformKnown = descriptor.platform !== undefined;
  return planManifest(store, wanted, { manifest, platformKnown, descriptor, tags, attestations });
}

interface Choice {
  readonly manifest: Manifest;
  /** An index stated the platform, and it is the one that was asked for. */
  readonly platformKnown: boolean;
  readonly descriptor: Pick<Descriptor, 'digest' | 'mediaType'>;
  readonly tags: readonly string[];
  readonly attestations: readonly Descriptor[];
}

/** Plans the reading of the image of one manifest. */
export async function planManifest(store: Store, wanted: Wanted, choice: Choice): Promise<Opened<ImagePlan>> {
  const { manifest, descriptor } = choice;
  const artifact = artifactOf(manifest);
  if (artifact !== undefined) {
    const message = `\`${store.name}\` holds \`${artifact}\`, which is no container image.`;
    return { ok: false, problem: { message, file: store.name, reason: 'not-an-image' } };
  }
  const parsed = await attempt(store, `the config \`${manifest.config.digest}\``, () =>
    loadConfig(store, manifest, wanted),
  );
  if (!parsed.ok) return parsed;
  const { diffIDs, os, architecture, variant } = parsed.value.config;
  if (
    wanted.platform &&
    !choice.platformKnown &&
    architecture !== '' &&
    !platformMatches(wanted.platform, { os, architecture, variant })
  ) {
    const message = `\`${store.name}\` holds no image for \`${platformText(wanted.platform)}\`, only for \`${os}/${architecture}\`.`;
    return { ok: false, problem: { message, file: store.name, reason: 'missing' } };
  }
  const attested = await loadAttestations(store, choice.attestations, wanted);
  const info: ManifestInfo = {
    mediaType: manifest.mediaType ?? descriptor.mediaType,
    annotations: manifest.annotations,
    layers: manifest.layers.map(({ mediaType, digest, size, urls }) => ({ mediaType, digest, size, urls })),
    attestations: attested.attestations,
  };
  const docker = await dockerTags(store, manifest.config.digest, wanted);
  return {
    ok: true,
    value: {
      source: store.kind === 'folder' ? 'oci-layout' : 'oci-archive',
      format: manifest.config.mediaType === 'application/vnd.docker.container.image.v1+json' ? 'docker' : 'oci',
      tags: [...new Set([...docker, ...choice.tags])],
      digest: descriptor.digest,
      manifest: info,
      parsed: parsed.value,
      layers: await planLayers(store, manifest, diffIDs),
      skipped: [...countMismatch(manifest.layers.length, diffIDs.length), ...attested.skipped],
    },
  };
}

async function planLayers(store: Store, manifest: Manifest, diffIDs: readonly string[]): Promise<PlannedLayer[]> {
  const known = diffIDs.length === manifest.layers.length;
  return Promise.all(
    manifest.layers.map(async (layer, index) => ({
      what: layerName(index, layer.digest),
      expected: { digest: layer.digest, size: layer.size, diffID: known ? diffIDs[index] : undefined },
      mediaType: layer.mediaType,
      urls: layer.urls,
      blob: await blobOf(store, layer),
    })),
  );
}

/** The blob of a descriptor: embedded, or by its digest where the layout keeps it. */
async function blobOf(store: Store, { digest, data }: Descriptor): Promise<Blob | undefined> {
  if (data) {
    const bytes = Buffer.from(data);
    return {
      size: bytes.length,
      async *open() {
        yield bytes;
      },
    };
  }
  const { algorithm, encoded } = parseDigest(digest) ?? {};
  // A `dir:` layout keeps its blobs beside the manifest, by the digest's value alone.
  return (await store.find(`blobs/${algorithm}/${encoded}`)) ?? (await store.find(`${encoded}`));
}

async function verifiedBytes(store: Store, descriptor: Descriptor, most: number): Promise<Buffer> {
  const blob = await blobOf(store, descriptor);
  if (!blob) throw new ReadFault('missing', 'it is not there.');
  const bytes = await bytesOf(blob, most);
  const mismatch = mismatchOf(bytes, descriptor.digest, descriptor.size);
  if (mismatch) throw new ReadFault(mismatch.reason, mismatch.message);
  return bytes;
}

async function document(store: Store, path: string, { limits }: Wanted) {
  const blob = await store.find(path);
  if (!blob) throw new ReadFault('missing', 'it is not there.');
  const parsed = parseDocument(await bytesOf(blob, limits.manifestBytes), limits);
  if (!parsed.ok) throw new ReadFault(parsed.problem.reason, parsed.problem.message);
  return parsed.value;
}

async function loadDocument(store: Store, descriptor: Descriptor, { limits }: Wanted) {
  const parsed = parseDocument(await verifiedBytes(store, descriptor, limits.manifestBytes), limits);
  if (!parsed.ok) throw new ReadFault(parsed.problem.reason, parsed.problem.message);
  return parsed.value;
}

async function loadConfig(store: Store, manifest: Manifest, { limits }: Wanted): Promise<ParsedConfig> {
  const parsed = parseConfig(await verifiedBytes(store, manifest.config, limits.configBytes), limits);
  if (!parsed.ok) throw new ReadFault(parsed.problem.reason, parsed.problem.message);
  return parsed.value;
}

/** The names that the `manifest.json` beside a layout gives the image: `docker save` and `ctr export` write both. */
async function dockerTags(store: Store, config: string, { limits }: Wanted): Promise<readonly string[]> {
  const blob = await store.find('manifest.json');
  if (!blob || blob.size > limits.manifestBytes) return [];
  const entries = listOf(
    parseJson(await bytesOf(blob, limits.manifestBytes).catch(() => Buffer.alloc(0)), limits.jsonDepth),
  );
  const encoded = parseDigest(config)?.encoded ?? config;
  for (const entry of entries ?? []) {
    const fields = fieldsOf(entry);
    if (textOf(fields?.['Config'])?.includes(encoded)) return textsOf(fields?.['RepoTags']) ?? [];
  }
  return [];
}

/** In-toto statements of attestation manifests; one that cannot be read is skipped, and the image is not. */
async function loadAttestations(
  store: Store,
  descriptors: readonly Descriptor[],
  wanted: Wanted,
): Promise<{ attestations: Attestation[]; skipped: Skipped[] }> {
  const attestations: Attestation[] = [];
  const skipped: Skipped[] = [];
  for (const descriptor of descriptors) {
    const read = await attempt(store, `the attestation \`${descriptor.digest}\``, async () => {
      const manifest = await loadDocument(store, descriptor, wanted);
      if (manifest.kind !== 'manifest') throw new ReadFault('malformed', 'it is no manifest.');
      for (const layer of manifest.layers) {
        if (layer.mediaType !== inToto) continue;
        const bytes = await verifiedBytes(store, layer, wanted.limits.attestationBytes);
        const predicateType = layer.annotations.get('in-toto.io/predicate-type') ?? '';
        attestations.push({
          digest: layer.digest,
          predicateType,
          statement: parseJson(bytes, wanted.limits.jsonDepth),
        });
      }
    });
    if (!read.ok) {
      skipped.push({
        what: `attestation ${descriptor.digest}`,
        reason: read.problem.reason,
        detail: read.problem.message,
      });
    }
  }
  return { attestations, skipped };
}
