/** How much ShellCheck is shown. It knows no limit of its own, and what it takes grows faster than a script does. */

export interface Size {
  readonly characters: number;
  readonly words: number;
  readonly commands: number;
  /** How deep they stand in each other: at each step of a substitution it tries again what it has tried. */
  readonly parentheses: number;
}

export const nothing: Size = { characters: 0, words: 0, commands: 0, parentheses: 0 };

/**
 * At least three times what any script in 8,000 real Dockerfiles has, and twice as deep. Lists of commands that people wrote, made as long as
 * this, take ShellCheck 0.9 between one and two seconds; as many characters in one word, as files are embedded, less than one.
 */
export const mostOfScript: Size = { characters: 400_000, words: 4_000, commands: 800, parentheses: 8 };

/** Of the scripts of one file, equal ones counted once: at least three times what any of those has. */
export const mostOfFile: Size = { characters: 1_000_000, words: 20_000, commands: 4_000, parentheses: 8 };

/** Of what is longer than any script that is shown, only the beginning is looked into. */
export function sizeOf(text: string, commands: number): Size {
  const looked = text.slice(0, mostOfScript.characters);
  return { characters: text.length, words: wordsOf(looked), commands, parentheses: depthOf(looked) };
}

/** A variable begins one, wherever it stands. */
function wordsOf(text: string): number {
  return text.match(/(?!\\\n)\$?[^\s;&|()<>$]+|&&|\|\|/g)?.length ?? 0;
}

function depthOf(text: string): number {
  let [depth, deepest] = [0, 0];
  for (const [letter] of text.matchAll(/[()]/g)) {
    depth = letter === '(' ? depth + 1 : Math.max(0, depth - 1);
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

export function together(one: Size, other: Size): Size {
  return {
    characters: one.characters + other.characters,
    words: one.words + other.words,
    commands: one.commands + other.commands,
    parentheses: Math.max(one.parentheses, other.parentheses),
  };
}

/** What there is too much of: `more than 4000 words`. */
export function excessOf(size: Size, most: Size): string | undefined {
  if (size.characters > most.characters) return `more than ${most.characters} characters`;
  if (size.commands > most.commands) return `more than ${most.commands} commands`;
  if (size.words > most.words) return `more than ${most.words} words`;
  return size.parentheses > most.parentheses
    ? `more than ${most.parentheses} parentheses within each other`
    : undefined;
}

/** Seconds that it may think of these scripts: ten times what it needs, as there are short ones that it would think of for years. */
export function patienceFor(scripts: Iterable<string>): number {
  let seconds = 20;
  for (const text of scripts) seconds += wordsOf(text) / 250 + text.length / 50_000;
  return Math.ceil(seconds);
}
