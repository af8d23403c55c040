/** Which layers two images share, and what became of the others. */
import type { Comparison, LayerChange } from '../../finding.ts';
import type { Image, Layer } from '../model.ts';

/** Layers are the same by their content, wherever they stand; one of the same instruction was rebuilt. */
export function compareLayers(before: Image, after: Image): Pick<Comparison, 'shared' | 'layers'> {
  const own = takeOut(after.layers, before.layers);
  const gone = takeOut(before.layers, after.layers);
  const shared = after.layers.filter((layer) => !own.includes(layer));
  const left = [...gone];
  const changes = own.map((layer): LayerChange => {
    const made = instructionOf(layer);
    const at = made === '' ? -1 : left.findIndex((other) => instructionOf(other) === made);
    const [old] = at < 0 ? [] : left.splice(at, 1);
    return {
      change: old ? 'rebuilt' : 'added',
      ...saidOf(layer),
      ...(old && { before: sided(old) }),
      after: newSide(layer, after),
    };
  });
  return {
    shared: { layers: shared.length, size: shared.reduce((sum, { size }) => sum + size, 0) },
    layers: [
      ...left.map((layer): LayerChange => ({ change: 'removed', ...saidOf(layer), before: sided(layer) })),
      ...changes,
    ],
  };
}

/** The layers that the others have not; each of the others answers for one. Empty layers are of no instruction in particular. */
function takeOut(layers: readonly Layer[], others: readonly Layer[]): readonly Layer[] {
  const known = new Map<string, number>();
  for (const { facts } of others) known.set(facts.diffID, (known.get(facts.diffID) ?? 0) + 1);
  return layers.filter(({ facts: { diffID } }) => {
    const left = known.get(diffID) ?? 0;
    known.set(diffID, left - 1);
    return left <= 0;
  });
}

/** What made a layer, without what differs from build to build. */
function instructionOf({ step }: Layer): string {
  if (!step) return '';
  const text = step.instruction ? `${step.instruction.keyword} ${step.instruction.args}` : step.createdBy;
  return text
    .replaceAll(/\b(file|dir|multi):[0-9a-f]{16,}/g, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function saidOf({ step }: Layer): Pick<LayerChange, 'createdBy'> {
  return step ? { createdBy: step.createdBy } : {};
}

function sided({ index, size }: Layer): { readonly layer: number; readonly size: number } {
  return { layer: index, size };
}

function newSide(layer: Layer, image: Image): NonNullable<LayerChange['after']> {
  const instruction = image.join.placeOf({ layer: layer.index });
  return { ...sided(layer), ...(instruction && { instruction }) };
}
