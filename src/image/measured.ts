/** What a text says of a layer, held against the layer itself. */
import type { Finding, Place } from '../finding.ts';
import type { Image, Layer } from './model.ts';

/** Faults of texts that speak of a folder which stays in the layer: their evidence names it. */
const caches = /-cache$|^apt-lists$/;

/** Whether the layer that the instruction made was read, and holds nothing of what the text says it leaves there. */
export function isRefuted({ fault, evidence, place }: Finding, image: Image): boolean {
  if (fault === undefined || !caches.test(fault)) return false;
  const folders = evidence.flatMap((piece) => (piece.kind === 'file' ? [piece.path] : []));
  const layer = folders.length > 0 ? layerOf(place, image) : undefined;
  if (!layer || layer.facts.unread !== undefined) return false;
  return !folders.some((folder) => holds(layer, folder));
}

function layerOf(place: Place, { layers, history, join }: Image): Layer | undefined {
  if (place.kind === 'history') return layers[history[place.step]?.layer ?? -1];
  if (place.kind !== 'dockerfile') return undefined;
  return layers.find(({ index }) => {
    const made = join.placeOf({ layer: index });
    if (made?.kind !== 'dockerfile' || made.file !== place.file) return false;
    return made.span.start <= place.span.start && place.span.end <= made.span.end;
  });
}

/** `~` is the home of whoever ran it. */
function holds({ facts }: Layer, folder: string): boolean {
  const home = folder.startsWith('~/');
  const name = folder.replace(/^(?:~?\/)?/, '').replace(/\/+$/, '');
  return facts.entries.some(
    ({ path, type }) => type === 'file' && (path.startsWith(`${name}/`) || (home && path.includes(`/${name}/`))),
  );
}
