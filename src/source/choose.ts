/** Which image of an index is meant: by tag, by platform, attestations and other artifacts set aside. */
import { ReadFault } from '../image/fault.ts';
import {
  artifactOf,
  type Descriptor,
  type Document,
  type Index,
  isAttestation,
  type Manifest,
} from '../image/manifest.ts';
import { type Platform, platformMatches, platformText } from '../image/platform.ts';
import { attempt, type Opened, type OpenProblem, type Wanted } from './plan.ts';
import type { Store } from './store.ts';

export interface ChosenImage {
  readonly manifest: Manifest;
  readonly descriptor: Descriptor;
  readonly tags: readonly string[];
  /** Everything else the indexes on the way name. */
  readonly others: readonly Descriptor[];
}

interface Leaf {
  readonly descriptor: Descriptor;
  readonly manifest: Manifest;
  readonly tags: readonly string[];
}

interface Search extends Wanted {
  readonly load: (descriptor: Descriptor) => Promise<Document>;
}

const refName = 'org.opencontainers.image.ref.name';
const imageName = 'io.containerd.image.name';

/** The one image that `wanted` names; where several are left and none was named, that is a problem. */
export async function chooseImage(store: Store, index: Index, search: Search): Promise<Opened<ChosenImage>> {
  const walk = new Walk(search);
  const walked = await attempt(store, 'an index', () => walk.index(index, [], 0));
  if (!walked.ok) return walked;
  const named = walk.leaves.filter(
    ({ tags }) => search.tag === undefined || tags.some((tag) => isTag(tag, search.tag)),
  );
  const images = byDigest(named).filter(({ manifest }) => artifactOf(manifest) === undefined);
  const fitting = images.filter((leaf) => fits(leaf, search.platform));
  const picked = fitting.length > 1 && search.platform === undefined ? usual(fitting) : fitting;
  const [only] = picked;
  if (only && picked.length === 1) return { ok: true, value: { ...only, others: walk.others } };
  return { ok: false, problem: complaint(store, search, { walk, named, images, picked }) };
}

class Walk {
  readonly leaves: Leaf[] = [];
  readonly others: Descriptor[] = [];
  /** Manifests that are named and not there: an export of one platform names the others too. */
  readonly absent: Descriptor[] = [];
  readonly #search: Search;
  readonly #seen = new Set<string>();
  #count = 0;

  constructor(search: Search) {
    this.#search = search;
  }

  async index(index: Index, tags: readonly string[], depth: number): Promise<void> {
    const { limits } = this.#search;
    if (depth > limits.indexDepth)
      throw new ReadFault('limit-exceeded', `indexes are nested deeper than ${limits.indexDepth}.`);
    for (const descriptor of index.manifests) {
      this.#count += 1;
      if (this.#count > limits.descriptors) {
        throw new ReadFault('limit-exceeded', `more than ${limits.descriptors} manifests are named.`);
      }
      if (isAttestation(descriptor)) this.others.push(descriptor);
      else await this.#descriptor(descriptor, [...tags, ...tagsOf(descriptor)], depth);
    }
  }

  async #descriptor(descriptor: Descriptor, tags: readonly string[], depth: number): Promise<void> {
    const earlier = this.leaves.find((leaf) => leaf.descriptor.digest === descriptor.digest);
    if (earlier) this.leaves.push({ ...earlier, descriptor, tags });
    if (earlier || this.#seen.has(descriptor.digest)) return;
    this.#seen.add(descriptor.digest);
    let loaded: Document;
    try {
      loaded = await this.#search.load(descriptor);
    } catch (error) {
      if (!(error instanceof ReadFault) || !['missing', 'not-an-image'].includes(error.reason)) throw error;
      if (error.reason === 'missing') this.absent.push(descriptor);
      else this.others.push(descriptor);
      return;
    }
    if (loaded.kind === 'index') await this.index(loaded, tags, depth + 1);
    else if (loaded.kind === 'manifest') this.leaves.push({ descriptor, manifest: loaded, tags });
  }
}

function tagsOf({ annotations }: Descriptor): string[] {
  return [annotations.get(imageName), annotations.get(refName)].filter((tag) => tag !== undefined);
}

/** A tag in full or its last part: `acme/app:1.0`, or `1.0`. */
function isTag(tag: string, wanted: string | undefined): boolean {
  return wanted !== undefined && (tag === wanted || tag.endsWith(`:${wanted}`) || tag.endsWith(`/${wanted}`));
}

/** One leaf a manifest, with the tags of all entries that name it. */
function byDigest(leaves: readonly Leaf[]): Leaf[] {
  const merged = new Map<string, Leaf>();
  for (const leaf of leaves) {
    const earlier = merged.get(leaf.descriptor.digest);
    const descriptor = earlier?.descriptor.platform ? earlier.descriptor : leaf.descriptor;
    const tags = [...new Set([...(earlier?.tags ?? []), ...leaf.tags])];
    merged.set(leaf.descriptor.digest, { ...leaf, descriptor, tags });
  }
  return [...merged.values()];
}

/** Images of which the index states no platform are looked into later; here they fit. */
function fits({ descriptor }: Leaf, platform: Platform | undefined): boolean {
  return platform === undefined || !descriptor.platform || platformMatches(platform, descriptor.platform);
}

/** Of several platforms, `linux/amd64`, else that of the first: the same on whatever machine it is asked. */
function usual(leaves: readonly Leaf[]): readonly Leaf[] {
  const amd64 = leaves.filter(
    ({ descriptor }) => descriptor.platform && platformText(descriptor.platform) === 'linux/amd64',
  );
  if (amd64.length > 0) return amd64;
  const platforms = new Set(leaves.map(({ descriptor }) => descriptor.platform && platformText(descriptor.platform)));
  return platforms.size > 1 && !platforms.has(undefined) ? leaves.slice(0, 1) : leaves;
}

interface Found {
  readonly walk: Walk;
  readonly named: readonly Leaf[];
  readonly images: readonly Leaf[];
  readonly picked: readonly Leaf[];
}

function complaint(store: Store, { tag, platform }: Wanted, { walk, named, images, picked }: Found): OpenProblem {
  const say = (reason: OpenProblem['reason'], text: string): OpenProblem => ({
    reason,
    file: store.name,
    message: `\`${store.name}\` ${text}`,
  });
  const tags = [...new Set(walk.leaves.flatMap((leaf) => leaf.tags))];
  if (picked.length > 1) {
    return say(
      'unsupported',
      `holds ${picked.length} images; name one of them: ${list(tags.length > 0 ? tags : picked.map((leaf) => leaf.descriptor.digest))}.`,
    );
  }
  if (images.length > 0 && platform) {
    const has = images.flatMap((leaf) => (leaf.descriptor.platform ? [platformText(leaf.descriptor.platform)] : []));
    return say('missing', `holds no image for \`${platformText(platform)}\`, only for ${list([...new Set(has)])}.`);
  }
  if (tag !== undefined && named.length === 0)
    return say('missing', `holds no image tagged \`${tag}\`, only ${list(tags)}.`);
  const [absent] = walk.absent;
  if (absent && walk.leaves.length === 0)
    return say('missing', `names the manifest \`${absent.digest}\`, which is not in it.`);
  const [artifact] = named;
  const kind = artifact && artifactOf(artifact.manifest);
  return say(
    'not-an-image',
    kind === undefined ? 'holds no image manifest.' : `holds \`${kind}\`, which is no container image.`,
  );
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'others' : names.map((name) => `\`${name}\``).join(', ');
}
