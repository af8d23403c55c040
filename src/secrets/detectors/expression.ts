/** The words in which detectors are written. */
import type { Match, Verdict } from '../detector.ts';
import { isRandom } from '../value.ts';

/** Not in the middle of a word; a letter that belongs to an escape (`\n`) is none. */
const left = String.raw`(?<![A-Za-z0-9](?<!\\[nrt]))`;
const right = '(?![A-Za-z0-9]|[#*]{3})';

/** Made when it is first tried: of the many expressions there are, most texts want none. */
function expression(flags: string, source: () => string): () => RegExp {
  let made: RegExp | undefined;
  return () => {
    made ??= new RegExp(source(), flags);
    return made;
  };
}

/** A sticky expression between boundaries: the token stands by itself. */
export function token(parts: TemplateStringsArray, ...inserts: readonly string[]): () => RegExp {
  return expression('dy', () => `${left}(?:${String.raw(parts, ...inserts)})${right}`);
}

/** Of what is not told by an expression. */
export const never = (): RegExp => /(?!)/dy;

/** Whether an expression matches only where no word goes on. */
export function wantsBeginning({ source }: RegExp): boolean {
  return source.startsWith(left);
}

/** A sticky expression as it is. */
export function sticky(parts: TemplateStringsArray, ...inserts: readonly string[]): () => RegExp {
  return expression('dy', () => String.raw(parts, ...inserts));
}

/** Like `sticky`, in any mixture of cases. */
export function folded(parts: TemplateStringsArray, ...inserts: readonly string[]): () => RegExp {
  return expression('diy', () => String.raw(parts, ...inserts));
}

/** The verdict on a format that has a prefix of its own and no check: likely, when group `body` (or the value) looks drawn by a machine. */
export function drawn(least = 3) {
  return ({ value, groups }: Match): Verdict | undefined =>
    isRandom(groups['body'] ?? value, least) ? { confidence: 'likely', why: 'format with its own prefix' } : undefined;
}

/** Like `drawn`, for a format that other things have too. */
export function plausible(why: string, least = 3) {
  return ({ value, groups }: Match): Verdict | undefined =>
    isRandom(groups['body'] ?? value, least) ? { confidence: 'possible', why } : undefined;
}
