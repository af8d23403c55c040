/** What `docker save` wrote before it wrote OCI layouts, and what podman, skopeo and kaniko write in its form: `manifest.json`. */
import type { Skipped } from '../finding.ts';
import { parseConfig } from '../image/config.ts';
import { sha256Of } from '../image/digest.ts';
import { ReadFault } from '../image/fault.ts';
import { fieldsOf, textOf, textsOf } from '../image/json.ts';
import { platformMatches, platformText } from '../image/platform.ts';
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
import { bytesOf, type Store } from './store.ts';

interface SavedImage {
  readonly config: string;
  readonly tags: readonly string[];
  readonly layers: readonly string[];
}

/** Plans the reading of an image of a docker-archive, `entries` being its parsed `manifest.json`. */
export async function planDockerArchive(
  store: Store,
  entries: readonly unknown[],
  wanted: Wanted,
): Promise<Opened<ImagePlan>> {
  const chosen = choose(store, entries.map(savedImage), wanted);
  if (!chosen.ok) return chosen;
  const saved = chosen.value;
  const read = await attempt(store, `the config \`${saved.config}\``, () => loadConfig(store, saved.config, wanted));
  if (!read.ok) return read;
  const { parsed, digest } = read.value;
  const { os, architecture, variant, diffIDs } = parsed.config;
  if (wanted.platform && !platformMatches(wanted.platform, { os, architecture, variant })) {
    const message = `\`${store.name}\` holds no image for \`${platformText(wanted.platform)}\`, only for \`${os}/${architecture}\`.`;
    return { ok: false, problem: { reason: 'missing', message, file: store.name } };
  }
  const layers = await planLayers(store, saved.layers, diffIDs);
  const skipped: Skipped[] = countMismatch(layers.length, diffIDs.length);
  return {
    ok: true,
    value: {
      source: 'docker-archive',
      format: 'docker',
      tags: saved.tags,
      digest,
      manifest: {
        mediaType: undefined,
        annotations: new Map(),
        layers: layers.map(({ expected, blob }) => ({
          mediaType: undefined,
          digest: expected.diffID ?? '',
          size: blob?.size ?? 0,
          urls: [],
        })),
        attestations: [],
      },
      parsed,
      layers,
      skipped,
    },
  };
}

function savedImage(entry: unknown): SavedImage | undefined {
  const fields = fieldsOf(entry);
  const config = textOf(fields?.['Config']);
  const layers = textsOf(fields?.['Layers']) ?? [];
  return config === undefined ? undefined : { config, layers, tags: textsOf(fields?.['RepoTags']) ?? [] };
}

function choose(store: Store, saved: readonly (SavedImage | undefined)[], { tag }: Wanted): Opened<SavedImage> {
  const images = saved.filter((image) => image !== undefined);
  if (images.length < saved.length || images.length === 0) {
    return cannotOpen(store, '`manifest.json`', { reason: 'malformed', message: 'it names no config.' });
  }
  const named =
    tag === undefined
      ? images
      : images.filter(({ tags }) => tags.some((one) => one === tag || one.endsWith(`:${tag}`)));
  const [only] = named;
  if (only && named.length === 1) return { ok: true, value: only };
  const tags = images.flatMap((image) => image.tags).map((name) => `\`${name}\``);
  const message =
    named.length === 0
      ? `\`${store.name}\` holds no image tagged \`${tag}\`, only ${tags.join(', ') || 'untagged ones'}.`
      : `\`${store.name}\` holds ${named.length} images; name one of them: ${tags.join(', ') || 'they have no tags'}.`;
  return { ok: false, problem: { reason: named.length === 0 ? 'missing' : 'unsupported', message, file: store.name } };
}

async function loadConfig(store: Store, path: string, { limits }: Wanted) {
  const blob = await store.find(path);
  if (!blob) throw new ReadFault('missing', 'it is not there.');
  const bytes = await bytesOf(blob, limits.configBytes);
  const digest = sha256Of(bytes);
  // Every builder names the config by its digest; a name of another form promises nothing.
  const [, stated] = /(?:^|[/:])([0-9a-f]{64})(?:\.json)?$/.exec(path) ?? [];
  if (stated !== undefined && digest !== `sha256:${stated}`) {
    throw new ReadFault('digest-mismatch', `its digest is \`${digest}\`.`);
  }
  const parsed = parseConfig(bytes, limits);
  if (!parsed.ok) throw new ReadFault(parsed.problem.reason, parsed.problem.message);
  return { parsed: parsed.value, digest };
}

function planLayers(store: Store, paths: readonly string[], diffIDs: readonly string[]): Promise<PlannedLayer[]> {
  const known = diffIDs.length === paths.length;
  return Promise.all(
    paths.map(async (path, index) => {
      const diffID = known ? diffIDs[index] : undefined;
      return {
        what: layerName(index, diffID ?? path),
        expected: { diffID },
        mediaType: undefined,
        urls: [],
        blob: await store.find(path),
      };
    }),
  );
}
