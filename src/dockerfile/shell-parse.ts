/** The shell parser behind a guard: what nobody writes, and would cost it more than linear time or its stack, is not parsed. */
import { type ParsedScript, parse } from 'unbash';
import { plainScript } from './plain-script.ts';

/** Brackets open at once, and heredocs begun on one line. */
const DEEPEST = 1000;
const HEREDOCS = 200;

/** `undefined` when the text does not parse. */
export function parseShell(text: string): ParsedScript | undefined {
  const simple = plainScript(text);
  if (simple !== undefined) return simple;
  if (isOverdone(text)) return undefined;
  const tree = guarded(() => parse(text));
  return tree === undefined || (tree.errors !== undefined && tree.errors.length > 0) ? undefined : tree;
}

/** `undefined` when the stack does not suffice. */
export function guarded<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The usual case, told by fast searches. */
function isFew(text: string, part: string, most: number): boolean {
  let at = text.indexOf(part);
  for (let count = 0; at !== -1; at = text.indexOf(part, at + 1)) if (++count > most) return false;
  return true;
}

function isOverdone(text: string): boolean {
  if (isFew(text, '<<', HEREDOCS) && ['(', '[', '{'].every((open) => isFew(text, open, DEEPEST / 3))) return false;
  let depth = 0;
  let heredocs = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 40:
      case 91:
      case 123:
        if (++depth > DEEPEST) return true;
        break;
      case 41:
      case 93:
      case 125:
        if (depth > 0) depth--;
        break;
      case 10:
        heredocs = 0;
        break;
      case 60:
        if (text.charCodeAt(at + 1) === 60 && ++heredocs > HEREDOCS) return true;
    }
  }
  return false;
}
