/** What a word comes to when the build is given no argument: defaults of ARG alone. */
import { expand, type Value } from './expand.ts';
import type { Declaration, Word } from './model.ts';

/** Stands for what the builder knows and we do not: any name that is well-formed. */
const something = 'x';

/** `mark` is the escape character in force. */
export function withDefaults({ raw, variables }: Word, mark: string): string | undefined {
  const lookup = (name: string): Value => {
    const declaration = variables.find((variable) => variable.name === name)?.declaration;
    const text = declaration === undefined ? '' : defaultOf(declaration, mark);
    return text === undefined ? { state: 'unknown', declaration } : { state: 'known', text, declaration };
  };
  return expand({ text: raw, start: 0, end: raw.length, escape: mark, lookup }).text;
}

/** Declarations refer to earlier ones only, so that this ends. */
function defaultOf({ by, name, text, instruction }: Declaration, mark: string): string | undefined {
  if (by === 'predefined' || by === 'build-arg') return text ?? something;
  const pair = instruction?.pairs.findLast(({ key }) => key.raw === name);
  return pair?.value === undefined ? '' : withDefaults(pair.value, mark);
}
