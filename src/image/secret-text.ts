/** Secrets in the text of a Dockerfile, found once for all rules that ask. */
import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import type { SecretHit } from '../secrets/hit.ts';
import { scanText } from '../secrets/scan-text.ts';

const known = new WeakMap<Dockerfile, readonly SecretHit[]>();
const uncommented = new WeakMap<Dockerfile, readonly SecretHit[]>();

/** Every hit in the whole text; places are offsets in it. */
export function textSecrets(dockerfile: Dockerfile): readonly SecretHit[] {
  const before = known.get(dockerfile);
  if (before) return before;
  const found = scanText(dockerfile.text, dockerfile.facts.secrets);
  known.set(dockerfile, found);
  return found;
}

/** Hits within an instruction and its heredocs, comments left out. */
export function secretsIn(dockerfile: Dockerfile, instruction: Instruction): readonly SecretHit[] {
  const all = uncommented.get(dockerfile) ?? outsideComments(dockerfile);
  uncommented.set(dockerfile, all);
  if (all.length === 0) return all;
  const spans = [instruction.span, ...instruction.heredocs.map((heredoc) => heredoc.bodySpan)];
  const found = spans.flatMap((span) => all.slice(firstFrom(all, span.start), firstFrom(all, span.end)));
  const within = found.filter(({ offset, end }) => spans.some((span) => span.start <= offset && end <= span.end));
  return spans.length === 1 ? within : [...new Set(within)].sort((a, b) => a.offset - b.offset);
}

/** In the order of the text. */
function outsideComments(dockerfile: Dockerfile): readonly SecretHit[] {
  const { comments } = dockerfile;
  return textSecrets(dockerfile)
    .filter(({ offset, end }) => {
      const at = firstAt(comments.length, (index) => (comments[index]?.span.start ?? 0) > offset) - 1;
      return end > (comments[at]?.span.end ?? 0);
    })
    .toSorted((a, b) => a.offset - b.offset);
}

/** Where the first hit is that begins at the offset or behind it. */
function firstFrom(all: readonly SecretHit[], offset: number): number {
  return firstAt(all.length, (index) => (all[index]?.offset ?? 0) >= offset);
}

/** The first of so many numbers for which it holds, as it does for all behind. */
function firstAt(length: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
