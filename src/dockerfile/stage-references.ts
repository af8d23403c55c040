/** Where a stage is named. */
import type { Edit, Span } from '../finding.ts';
import type { Dockerfile, Instruction, Source, Stage } from './model.ts';

/** The spans that name the stage in FROM, COPY --from and mounts, its own `AS name` left out; numbers are no names. */
export function stageReferences({ stages, text }: Dockerfile, stage: Stage): readonly Span[] {
  const sources = stages.flatMap(({ base, instructions }) => [base, ...instructions.flatMap(sourcesOf)]);
  return sources
    .filter((source) => source.kind === 'stage' && source.stage === stage)
    .map(({ span }) => span)
    .filter(({ start, end }) => text.slice(start, end).toLowerCase() === stage.name);
}

function sourcesOf(instruction: Instruction): readonly Source[] {
  if (instruction.kind === 'run') return instruction.mounts.flatMap(({ from }) => from ?? []);
  return instruction.kind === 'copy' && instruction.from ? [instruction.from] : [];
}

/** Writes another name for a stage, wherever it is named. */
export function renameStage(file: Dockerfile, stage: Stage, name: string): readonly Edit[] {
  const own = stage.from.name;
  return own ? [own.span, ...stageReferences(file, stage)].map((span) => ({ span, text: name })) : [];
}
