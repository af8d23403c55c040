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
    const said = text.slice(start, end);
    if (!said.includes('$') && !said.includes('%') && !said.includes('!')) continue;
    for (const [, name = ''] of said.matchAll(/(?:\$\{?|[%!])([A-Za-z0-9_]+)/g)) {
      const here = index.get(name) ?? [];
      if (here.at(-1) !== instruction) here.push(instruction);
      index.set(name, here);
    }
  }
  return index;
}

/** A variable with an operator that there is none of is for `syntax-error`. */
export function isWellFormed({ text }: Dockerfile, { span }: Variable): boolean {
  return /^\$(?:\w|\{.*\}$)/s.test(text.slice(span.start, span.end));
}
