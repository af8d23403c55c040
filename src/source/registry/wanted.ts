/** What registries are asked about the images of a Dockerfile. */
import type { Dockerfile } from '../../dockerfile/model.ts';
import { imageUses, mayBeContext } from '../../dockerfile/references.ts';
import { releasesOf } from '../../dockerfile/release.ts';
import type { WantedImage } from './gather.ts';

/** Each image once, in each of the ways that a file is built; `rules` are the ids of those that are to know. */
export function wantedImages(ways: readonly Dockerfile[], rules: ReadonlySet<string>): readonly WantedImage[] {
  const wanted = new Map<string, WantedImage>();
  // Where the day is known, so is which release has ended: then the tags tell where to move.
  const today = rules.has('end-of-life-base') ? ways[0]?.facts.today : undefined;
  for (const use of ways.flatMap((dockerfile) => [...imageUses(dockerfile)])) {
    const { reference, instruction } = use;
    // `localhost/app` is how Podman calls what is on this machine alone.
    if (!reference.valid || reference.registry === 'localhost' || mayBeContext(use)) continue;
    const before = wanted.get(reference.raw);
    const isFor = instruction.kind === 'from' && instruction.platform?.text !== undefined;
    wanted.set(reference.raw, {
      reference: reference.raw,
      platforms: before?.platforms || (isFor && rules.has('base-platform-mismatch')),
      created: rules.has('stale-base'),
      tags: today !== undefined && releasesOf(reference).some(({ ends }) => ends !== undefined && ends < today),
    });
  }
  return [...wanted.values()];
}
