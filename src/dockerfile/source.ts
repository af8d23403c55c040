/** What FROM, COPY --from and a mount's `from` name. */
import type { DockerfilePlace, Span } from '../finding.ts';
import type { ImageReference, Source, Stage, Word } from './model.ts';
import { parseReference } from './reference.ts';
import { isNumber } from './space.ts';

interface Stages {
  readonly stages: readonly Stage[];
  readonly stagesByName: ReadonlyMap<string, readonly Stage[]>;
  /** Names of build contexts. */
  readonly contexts: readonly string[];
  at(span: Span): DockerfilePlace;
}

/** The last stage of that name above `before`; one name may be given to many. */
function above(tree: Stages, name: string, before: number): Stage | undefined {
  const named = tree.stagesByName.get(name.toLowerCase()) ?? [];
  let low = 0;
  let high = named.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((named[middle]?.index ?? 0) < before) low = middle + 1;
    else high = middle;
  }
  return named[low - 1];
}

export function resolveBase(tree: Stages, stage: Stage): Source {
  const { image } = stage.from;
  if (image === undefined) {
    const { span } = stage.from;
    return { kind: 'unknown', raw: '', span, place: tree.at(span) };
  }
  const { text, raw, span, place } = image;
  if (text === undefined || text === '') return { kind: 'unknown', raw, span, place };
  const context = contextOf(tree, text);
  if (context !== undefined) return { kind: 'unknown', raw, context, span, place };
  const named = above(tree, text, stage.index);
  if (named !== undefined) return { kind: 'stage', stage: named, span, place };
  return text === 'scratch' ? { kind: 'scratch', span, place } : imageSource(image, text);
}

/** A name, or an index of any stage of the file; `from` may point forward, which is a circle or a fault of its own. */
export function resolveSource(tree: Stages, word: Word, stage: Stage | undefined): Source {
  const { text, raw, span, place } = word;
  if (text === undefined || text === '') return { kind: 'unknown', raw, span, place };
  const context = contextOf(tree, text);
  if (context !== undefined) return { kind: 'unknown', raw, context, span, place };
  const isIndex = isNumber(text);
  const found = isIndex ? tree.stages[Number(text)] : byName(tree, text, stage);
  if (found !== undefined) return { kind: 'stage', stage: found, span, place };
  if (isIndex) return { kind: 'unknown', raw, span, place };
  return text === 'scratch' ? { kind: 'scratch', span, place } : imageSource(word, text);
}

/** A context stands for a stage of its name, and for an image by any of its names. */
function contextOf({ contexts }: Stages, text: string): string | undefined {
  if (contexts.length === 0) return undefined;
  const wanted = plainName(text);
  return contexts.find((name) => plainName(name) === wanted);
}

function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^docker\.io\/(?:library\/)?/, '')
    .replace(/:latest$/, '');
}

function byName(tree: Stages, name: string, stage: Stage | undefined): Stage | undefined {
  return (stage && above(tree, name, stage.index)) ?? tree.stagesByName.get(name.toLowerCase())?.at(-1);
}

function imageSource({ span, place }: Word, text: string): ImageReference & { readonly kind: 'image' } {
  return { kind: 'image', raw: text, ...parseReference(text), span, place };
}
