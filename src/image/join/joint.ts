/** Builds that put the work of several instructions into one layer, and say so in their history. */
import type { HistoryStep } from '../model.ts';

/** The steps whose work one layer holds. */
export interface Range {
  readonly from: number;
  readonly to: number;
  /** Those of them that bring files. */
  readonly makers: readonly number[];
  readonly why: string;
}

/** Instructions that put files into a layer. A WORKDIR makes at most a directory. */
export const bringsFiles: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD']);

/** The steps that the layer of this step holds, where that is more than its own. */
export function jointLayers(steps: readonly HistoryStep[], made: number, floor: number): Range | undefined {
  const step = steps[made];
  if (!step || step.empty) return undefined;
  let lowest = made;
  while (steps[lowest - 1]?.empty) lowest -= 1;
  // `floor` may stand too high, where instructions are gone from the file: what lies below without a layer counts as well.
  const makers = steps
    .slice(lowest, made + 1)
    .filter(({ instruction }) => bringsFiles.has(instruction?.keyword ?? ''))
    .map(({ index }) => index);
  const why = reason(step, steps.slice(lowest, made));
  return why === undefined ? undefined : { from: Math.max(lowest, floor), to: made, makers, why };
}

function reason(step: HistoryStep, before: readonly HistoryStep[]): string | undefined {
  if (/^(?:merge|create new from) sha256:/.test(step.comment)) return 'the image was squashed';
  const skipped = before.some(
    ({ builder, instruction }) => builder === 'buildah' && bringsFiles.has(instruction?.keyword ?? ''),
  );
  if (skipped) return 'the image was built without a layer for each';
  const keyword = step.instruction?.keyword;
  if (keyword === undefined || bringsFiles.has(keyword) || keyword === 'WORKDIR' || step.builder === 'buildkit')
    return undefined;
  return `\`${keyword}\` makes no layer of its own`;
}
