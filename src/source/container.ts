/** Which form a container of blobs has, told by what is in it; and the plan for reading an image of it. */
import { emptyConfig, schema1Config } from '../image/config.ts';
import { sha256Of } from '../image/digest.ts';
import { ReadFault } from '../image/fault.ts';
import { listOf, parseJson } from '../image/json.ts';
import { parseDocument, type Schema1 } from '../image/manifest.ts';
import { planDockerArchive } from './docker-archive.ts';
import { planLayout, planManifest } from './layout.ts';
import { attempt, cannotOpen, type ImagePlan, layerName, type Opened, type Wanted } from './plan.ts';
import { type ArchiveStore, bytesOf, type Store } from './store.ts';

/** A layout where there is an index, else what `manifest.json` is; an archive of neither may be a root filesystem. */
export async function planContainer(store: Store | ArchiveStore, wanted: Wanted): Promise<Opened<ImagePlan>> {
  const planned = await planForm(store, wanted);
  // What a damaged container lacks is not what is wrong with it.
  if (!planned.ok && store.fault) return cannotOpen(store, 'all', store.fault);
  return planned;
}

async function planForm(store: Store | ArchiveStore, wanted: Wanted): Promise<Opened<ImagePlan>> {
  if (await store.find('index.json')) return planLayout(store, wanted);
  const manifest = await store.find('manifest.json');
  if (manifest) {
    const bytes = await attempt(store, '`manifest.json`', () => bytesOf(manifest, wanted.limits.manifestBytes));
    if (!bytes.ok) return bytes;
    const entries = listOf(parseJson(bytes.value, wanted.limits.jsonDepth));
    return entries ? planDockerArchive(store, entries, wanted) : planDir(store, bytes.value, wanted);
  }
  if ('whole' in store && store.whole && isRootfs(store.paths)) return planRootfs(store);
  if (await store.find('repositories')) {
    const message = `\`${store.name}\` was saved by a Docker older than 1.10, whose archives are not read.`;
    return { ok: false, problem: { reason: 'unsupported', message, file: store.name } };
  }
  const message = `\`${store.name}\` is no image: it holds neither \`index.json\` nor \`manifest.json\`.`;
  return { ok: false, problem: { reason: 'not-an-image', message, file: store.name } };
}

/** skopeo's `dir:`: the manifest itself, its blobs beside it. */
async function planDir(store: Store, bytes: Buffer, wanted: Wanted): Promise<Opened<ImagePlan>> {
  const parsed = parseDocument(bytes, wanted.limits);
  if (!parsed.ok) return cannotOpen(store, '`manifest.json`', parsed.problem);
  const digest = sha256Of(bytes);
  if (parsed.value.kind === 'schema1') return planSchema1(store, parsed.value, digest);
  if (parsed.value.kind === 'index') {
    return cannotOpen(store, '`manifest.json`', { reason: 'unsupported', message: 'it is an index.' });
  }
  const descriptor = { digest, mediaType: parsed.value.mediaType };
  const planned = await planManifest(store, wanted, {
    manifest: parsed.value,
    platformKnown: false,
    descriptor,
    tags: [],
    attestations: [],
  });
  return planned.ok ? { ok: true, value: { ...planned.value, source: 'dir' } } : planned;
}

async function planSchema1(store: Store, schema1: Schema1, digest: string): Promise<Opened<ImagePlan>> {
  const layers = await Promise.all(
    schema1.layers.map(async (layer, index) => ({
      what: layerName(index, layer),
      expected: { digest: layer },
      mediaType: undefined,
      urls: [],
      blob: await store.find(layer.slice(layer.indexOf(':') + 1)),
    })),
  );
  return {
    ok: true,
    value: {
      source: 'dir',
      format: 'docker',
      tags: [],
      digest,
      manifest: {
        mediaType: 'application/vnd.docker.distribution.manifest.v1+prettyjws',
        annotations: new Map(),
        layers: layers.map(({ expected, blob }) => ({
          mediaType: undefined,
          digest: expected.digest,
          size: blob?.size ?? 0,
          urls: [],
        })),
        attestations: [],
      },
      parsed: schema1Config(schema1),
      layers,
      skipped: [],
    },
  };
}

/** Names that stand at the top of every root filesystem, or that `docker export` puts there. */
const rootNames = /^(\.dockerenv|bin|etc|usr|sbin|lib)(\/|$)/;

function isRootfs(paths: readonly string[]): boolean {
  return paths.some((path) => rootNames.test(path));
}

/** A root filesystem, as `docker export` writes it: one layer, and nothing said about it. */
function planRootfs(store: ArchiveStore): Opened<ImagePlan> {
  const { whole } = store;
  if (!whole) return cannotOpen(store, 'all', new ReadFault('missing', 'it is not there.'));
  return {
    ok: true,
    value: {
      source: 'rootfs',
      format: 'rootfs',
      tags: [],
      digest: '',
      manifest: {
        mediaType: undefined,
        annotations: new Map(),
        layers: [{ mediaType: undefined, digest: '', size: whole.size, urls: [] }],
        attestations: [],
      },
      parsed: emptyConfig([]),
      layers: [{ what: layerName(0, undefined), expected: {}, mediaType: undefined, urls: [], blob: whole }],
      skipped: [],
    },
  };
}
