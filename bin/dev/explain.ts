/** The ways in which dockerfile-ast reads a Dockerfile otherwise than the builder does. What none of them explains is our fault until shown otherwise. */
import type { Dockerfile, Instruction } from '../../src/dockerfile/model.ts';
import type { Unlike } from './differential.ts';

type Class = (difference: Unlike, at: Situation) => boolean;

interface Situation {
  readonly file: Dockerfile;
  readonly all: readonly Unlike[];
  /** Our instruction that begins on the line, or the last one above it. */
  readonly instruction: Instruction | undefined;
  /** Its own lines, without heredoc bodies. */
  readonly written: string;
  readonly before: Instruction | undefined;
}

const classes: Readonly<Record<string, Class>> = {
  'a directive that the builder does not know': ({ what, line, theirs }, { all }) =>
    (what === 'directives' && !/^(?:syntax|escape|check)=/.test(theirs)) ||
    (what === 'comments' && all.some((one) => one.what === 'directives' && one.line === line)),

  'heredoc bodies are told as arguments': ({ what, ours, theirs }, { instruction }) =>
    (what === 'args' || what === 'strings') && (instruction?.heredocs.length ?? 0) > 0 && theirs.startsWith(ours),

  'a heredoc behind a descriptor is missed': ({ what, line, theirs }, { file, instruction, written }) => {
    if (instruction === undefined || instruction.heredocs.length === 0 || !/\d<</.test(written)) return false;
    const inside = file.lines.position(instruction.span.end).line >= line;
    return inside && (what !== 'heredocs' || theirs === '');
  },

  'a heredoc is seen where the builder sees none': ({ what, line, ours, theirs }, { all }) => {
    const more = (one: Unlike): boolean => one.what === 'heredocs' && one.theirs.length > one.ours.length;
    if (more({ what, line, ours, theirs })) return true;
    return all.some((one) => one.line <= line && more(one));
  },

  'an escaped escape at the end of a line is taken for a continuation': (_, { file, instruction, before }) =>
    [instruction, before].some((one) => {
      const text = one === undefined ? '' : file.text.slice(one.span.start, one.span.end);
      return text.endsWith(file.escape + file.escape);
    }),

  'a continuation alone on its line is taken for an instruction': ({ what }, { written }) =>
    (what === 'keyword' || what === 'line') && /^[\\`][ \t]*\r?\n/.test(written),

  'text behind a JSON array is overlooked': ({ what, ours, theirs }, { instruction, file }) =>
    what === 'strings' &&
    ours === '' &&
    theirs !== '' &&
    instruction !== undefined &&
    !isJson(argsOf(file, instruction)),

  'escapes in JSON strings are misread': ({ what }, { written }) => what === 'strings' && /\\[u/bfnrt]/.test(written),

  'a bare `--` is taken for a flag': ({ what }, { written }) => what === 'flags' && /\s--\s/.test(written),

  'flags that every instruction may have are not looked for': ({ what, theirs }, { written }) =>
    what === 'strings' && theirs === '' && /^\S+\s+--\S/.test(written),
};

function argsOf(file: Dockerfile, { argsSpan }: Instruction): string {
  return file.text.slice(argsSpan.start, argsSpan.end).replace(/[\\`][ \t]*\r?\n/g, '');
}

function isJson(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

/** The class that explains a difference, or `unexplained`. */
export function explain(difference: Unlike, all: readonly Unlike[], file: Dockerfile): string {
  const index = file.instructions.findLastIndex(({ span }) => file.lines.position(span.start).line <= difference.line);
  const instruction = file.instructions[index];
  const written = instruction === undefined ? '' : file.text.slice(instruction.span.start, instruction.argsSpan.end);
  const situation = { file, all, instruction, written, before: file.instructions[index - 1] };
  return Object.entries(classes).find(([, explains]) => explains(difference, situation))?.[0] ?? 'unexplained';
}
