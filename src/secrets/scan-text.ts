/** The engine's door to a text. What streams by has another, which needs far more. */
import { keyedToken, mask } from './conceal.ts';
import type { Found } from './confirm.ts';
import type { SecretHit } from './hit.ts';
import type { StreamFound } from './session.ts';
import { type Search, textPlanOf } from './stated.ts';
import { findInText } from './text.ts';

/** Secrets in a text; places are UTF-16 units. */
export function scanText(text: string, search: Search = {}): SecretHit[] {
  const found = findInText(text, textPlanOf(search));
  return found.map((one) => hitOf(one, undefined, search.key));
}

/** What is told of a match, which is not its value. */
export function hitOf(
  found: Found & Partial<StreamFound>,
  path: string | undefined,
  key: Uint8Array | undefined,
): SecretHit {
  const { detector, verdict, value, start, end, inside, line, fileMD5, fileSHA1 } = found;
  const token = keyedToken(value, key);
  return {
    detector: verdict.id ?? detector.id,
    title: verdict.title ?? detector.title,
    confidence: verdict.confidence,
    masked: mask(value, detector.shown),
    length: value.length,
    ...(token !== undefined && { token }),
    ...(path !== undefined && { path }),
    offset: start,
    end,
    ...(line !== undefined && { line }),
    why: verdict.why,
    ...(fileMD5 !== undefined && { fileMD5 }),
    ...(fileSHA1 !== undefined && { fileSHA1 }),
    ...(inside !== undefined && { inside }),
  };
}
