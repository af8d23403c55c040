/** The variables that the builder itself expands. */
import type { Dockerfile, Instruction, InstructionKind, Variable, Word } from './model.ts';

/** RUN, CMD and their like leave variables to the shell; FROM has a scope of its own. */
const expanding: ReadonlySet<InstructionKind> = new Set([
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
] as const);

/** In the order of the text: flags, then arguments. */
export function expandedVariables(instruction: Instruction): readonly Variable[] {
  if (!expanding.has(instruction.kind)) return [];
  const words: Word[] = instruction.flags.flatMap(({ value }) => value ?? []);
  if ('pairs' in instruction)
    words.push(...instruction.pairs.flatMap(({ key, value }) => (value ? [key, value] : [key])));
  else words.push(...instruction.words);
  return words.flatMap(({ variables }) => variables);
}

/** Whether the text of an instruction, heredocs and comments included, mentions `$name` or `${name`. */
export function mentions({ text }: Dockerfile, { span }: Instruction, name: string): boolean {
  const source = text.slice(span.start, span.end);
  for (let at = source.indexOf(name); at !== -1; at = source.indexOf(name, at + 1)) {
    const before = source.slice(Math.max(0, at - 2), at);
    const after = source.charAt(at + name.length);
    if (/\$\{?$|[%!]$/.test(before) && !/[A-Za-z0-9_]/.test(after)) return true;
  }
  return false;
}

/** A variable with an operator that there is none of is for `syntax-error`. */
export function isWellFormed({ text }: Dockerfile, { span }: Variable): boolean {
  return /^\$(?:\w|\{.*\}$)/s.test(text.slice(span.start, span.end));
}
