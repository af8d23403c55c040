/** Secrets in the text of a Dockerfile, found once for all rules that ask. */
import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import type { SecretHit } from '../secrets/hit.ts';
import { scanText } from '../secrets/scan.ts';

const known = new WeakMap<Dockerfile, readonly SecretHit[]>();

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
  const all = textSecrets(dockerfile);
  if (all.length === 0) return all;
  const spans = [instruction.span, ...instruction.heredocs.map((heredoc) => heredoc.bodySpan)];
  return all.filter(
    ({ offset, end }) =>
      spans.some((span) => span.start <= offset && end <= span.end) &&
      !dockerfile.comments.some(({ span }) => span.start <= offset && end <= span.end),
  );
}
