/** The variables that the builder itself expands. */

import type { Dockerfile, Instruction, InstructionKind, Variable, Word } from './model.ts';
import { isNameChar } from './space.ts';

/** RUN, CMD and their like leave variables to the shell; FROM has a scope of its own. */
const expanding: readonly InstructionKind[] = [
  'arg',
  'env',
  'label',
  'copy',
  'add',
  'expose',
  'user',
  'workdir',
  'volume',
  'stopsignal',
];

/** In the order of the text: flags, then arguments. */
export function expandedVariables(instruction: Instruction): readonly Variable[] {
  if (!expanding.includes(instruction.kind)) return [];
  const words: Word[] = instruction.flags.flatMap(({ value }) => value ?? []);
  if ('pairs' in instruction)
    words.push(...instruction.pairs.flatMap(({ key, value }) => (value ? [key, value] : [key])));
  else words.push(...instruction.words);
  return words.flatMap(({ variables }) => variables);
}

const mentioned = new WeakMap<Dockerfile, ReadonlyMap<string, readonly Instruction[]>>();

/** The top-level instructions whose text, heredocs and comments included, mentions `$name` or `${name`, in order. */
export function mentioning(file: Dockerfile, name: string): readonly Instruction[] {
  const index = mentioned.get(file) ?? mentionsIn(file);
  mentioned.set(file, index);
  return index.get(name) ?? [];
}

function mentionsIn({ instructions, text }: Dockerfile): ReadonlyMap<string, readonly Instruction[]> {
  const index = new Map<string, Instruction[]>();
  for (const instruction of instructions) {
    const { start, end } = instruction.span;
    for (const name of namesIn(text.slice(start, end))) {
      const here = index.get(name) ?? [];
      if (here.at(-1) !== instruction) here.push(instruction);
      index.set(name, here);
    }
  }
  return index;
}

/** Every `$name`, `${name`, and what may be Windows' `%name%` or `!name!`; by hand, as an expression is long in the making. */
function* namesIn(said: string): Iterable<string> {
  if (!said.includes('$') && !said.includes('%') && !said.includes('!')) return;
  for (let at = 0; at < said.length; at++) {
    const char = said[at];
    if (char !== '$' && char !== '%' && char !== '!') continue;
    const start = char === '$' && said[at + 1] === '{' ? at + 2 : at + 1;
    let end = start;
    while (end < said.length && said.charCodeAt(end) < 128 && isNameChar(said.charCodeAt(end))) end++;
    if (end > start) yield said.slice(start, end);
    at = Math.max(at, end - 1);
  }
}

/** A variable with an operator that there is none of is for `syntax-error`. */
export function isWellFormed({ text }: Dockerfile, { span }: Variable): boolean {
  return /^\$(?:\w|\{.*\}$)/s.test(text.slice(span.start, span.end));
}
