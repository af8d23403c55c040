/** Pinning an image by what a registry answered. */
import type { Fix } from '../finding.ts';
import { fix } from './edits.ts';
import type { Dockerfile, ImageReference } from './model.ts';

/** Writes the digest behind the reference: only where it stands in the file as it is, without variables. */
export function pinFix({ facts, text }: Dockerfile, reference: ImageReference): Fix | undefined {
  const digest = facts.registry?.images.get(reference.raw)?.digest;
  const { start, end } = reference.span;
  if (digest === undefined || reference.digest !== undefined || text.slice(start, end) !== reference.raw)
    return undefined;
  const tag = reference.tag === undefined ? ':latest' : '';
  return fix(`Pin \`${reference.raw}\` to its digest`, 'safe', { span: { start: end, end }, text: `${tag}@${digest}` });
}
