/** Where a stage is named. */
import type { Edit, Span } from '../finding.ts';
import type { Dockerfile, Instruction, Source, Stage, StageSource } from './model.ts';

/** The spans that name the stage in FROM, COPY --from and mounts, its own `AS name` left out; numbers are no names. */
export function stageReferences(file: Dockerfile, stage: Stage): readonly Span[] {
  const before = known.get(file);
  const index = before ?? Map.groupBy(stageSources(file), (source) => source.stage);
  if (before === undefined) known.set(file, index);
  const spans = (index.get(stage) ?? []).map(({ span }) => span);
  return spans.filter(({ start, end }) => file.text.slice(start, end).toLowerCase() === stage.name);
}

const known = new WeakMap<Dockerfile, ReadonlyMap<Stage, readonly StageSource[]>>();

function stageSources({ stages }: Dockerfile): readonly StageSource[] {
  const sources = stages.flatMap(({ base, instructions }) => [base, ...instructions.flatMap(sourcesOf)]);
  return sources.filter((source) => source.kind === 'stage');
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
