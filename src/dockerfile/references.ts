/** Every place where a Dockerfile names an image from outside. */
import type { CopyInstruction, Dockerfile, FromInstruction, ImageReference, RunInstruction, Stage } from './model.ts';
import { hasWord } from './row.ts';

export interface ImageUse {
  readonly reference: ImageReference;
  readonly stage: Stage;
  readonly instruction: FromInstruction | CopyInstruction | RunInstruction;
}

/** The bases, then what COPY --from and mounts read, in the file's order. */
export function* imageUses({ stages }: Pick<Dockerfile, 'stages'>): Iterable<ImageUse> {
  for (const stage of stages) {
    if (stage.base.kind === 'image') yield { reference: stage.base, stage, instruction: stage.from };
    for (const instruction of stage.of('copy', 'add', 'run')) {
      const sources = instruction.kind === 'run' ? instruction.mounts.map(({ from }) => from) : [instruction.from];
      for (const source of sources) if (source?.kind === 'image') yield { reference: source, stage, instruction };
    }
  }
}

/** What people call a stage, and no image of Docker's library is called. */
const stageNames =
  ' base builder build common deps runtime source sources src app assets core root final dev test prod ';

/** A bare word after `--from` may be a build context that the builder is given by name; after FROM, if it is the name of a stage. */
export function mayBeContext({ reference, instruction }: ImageUse): boolean {
  return instruction.kind === 'from' ? hasWord(stageNames, reference.raw) : /^[\w.-]+$/.test(reference.raw);
}

/** Docker Hub's names. */
const hubs =
  ' docker.io index.docker.io registry-1.docker.io hub.docker.io docker.com index.docker.com registry-1.docker.com hub.docker.com ';

/** Registry and repository in full: `docker.io/library/debian` for `debian`. */
export function fullName({ registry, repository }: ImageReference): string {
  if (registry !== undefined && !hasWord(hubs, registry)) return `${registry}/${repository}`;
  return `docker.io/${repository.includes('/') ? repository : `library/${repository}`}`;
}

/** The repository as Docker's own library names it: `debian` for `docker.io/library/debian`; `undefined` for anything else. */
export function officialName(reference: ImageReference): string | undefined {
  const prefix = 'docker.io/library/';
  const name = fullName(reference);
  return name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
}
