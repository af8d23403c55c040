/** The facts that rules may have of registries, for the images and addresses of a run. */
import type { RegistryFacts, RegistryImage } from '../../dockerfile/facts.ts';
import type { Registries } from './answers.ts';
import { type ChecksumOptions, checksumOf } from './checksum.ts';

/** What to ask of one image, beside its digest. */
export interface WantedImage {
  /** As the Dockerfile has it, variables resolved. */
  readonly reference: string;
  readonly platforms: boolean;
  readonly created: boolean;
  readonly tags: boolean;
}

export interface GatheredRegistry {
  readonly facts: RegistryFacts;
  /** Sentences about what could not be asked, each once. */
  readonly unanswered: readonly string[];
}

export async function gatherRegistry(
  registries: Registries,
  images: readonly WantedImage[],
  { urls, ...options }: ChecksumOptions & { readonly urls: readonly string[] },
): Promise<GatheredRegistry> {
  const unanswered = new Set<string>();
  const known = new Map<string, RegistryImage>();
  const checksums = new Map<string, string>();
  await Promise.all([
    ...images.map(async (wanted) => {
      const { image, why } = await describe(registries, wanted);
      if (image) known.set(wanted.reference, image);
      for (const one of why) unanswered.add(one);
    }),
    ...urls.map(async (url) => {
      const sum = await checksumOf(url, options);
      if (sum.ok) checksums.set(url, sum.value);
      else unanswered.add(sum.problem.message);
    }),
  ]);
  return { facts: { images: known, checksums }, unanswered: [...unanswered].sort() };
}

interface Described {
  readonly image?: RegistryImage;
  readonly why: readonly string[];
}

async function describe(registries: Registries, wanted: WantedImage): Promise<Described> {
  const { reference } = wanted;
  const digest = await registries.digest(reference);
  if (!digest.ok)
    return digest.problem.reason === 'missing' ? absent(registries, reference) : { why: [digest.problem.message] };
  const platforms = wanted.platforms ? await registries.platforms(reference) : undefined;
  const created = wanted.created ? await registries.created(reference) : undefined;
  const tags = wanted.tags ? await registries.tags(reference) : undefined;
  const image: RegistryImage = {
    exists: true,
    digest: digest.value,
    ...(platforms?.ok && { platforms: platforms.value }),
    ...(created?.ok && created.value !== undefined && { created: created.value }),
    ...(tags?.ok && { tags: tags.value }),
  };
  const why = [platforms, created, tags].flatMap((answer) => (answer && !answer.ok ? answer.problem.message : []));
  return { image, why };
}

/** Many registries hide what is private behind "not found": only where the repository can be seen is a tag surely not there. */
async function absent(registries: Registries, reference: string): Promise<Described> {
  const tags = await registries.tags(reference);
  if (!tags.ok) return { why: tags.problem.reason === 'missing' ? [] : [tags.problem.message] };
  return { image: { exists: false, tags: tags.value }, why: [] };
}
