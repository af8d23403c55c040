/** What a Dockerfile says, without how it is written: for telling whether an edit changed what is built. */
import type { Span } from '../finding.ts';
import type { Dockerfile, Instruction } from './model.ts';
import type { Script } from './script-model.ts';

/** A piece of meaning and where it stands: a word, a flag, a command's argument, a heredoc's body. */
export interface OutlinePart {
  readonly span: Span;
  readonly text: string;
}

export interface OutlineInstruction {
  readonly span: Span;
  readonly keyword: string;
  readonly keywordSpan: Span;
  readonly parts: readonly OutlinePart[];
}

export interface Outline {
  /** Kinds of faults, one for each. */
  readonly faults: readonly string[];
  readonly instructions: readonly OutlineInstruction[];
}

export function outline(dockerfile: Dockerfile): Outline {
  return {
    faults: dockerfile.faults.map((fault) => fault.kind),
    instructions: dockerfile.instructions.map((instruction) => ({
      span: instruction.span,
      keyword: instruction.keyword,
      keywordSpan: instruction.keywordSpan,
      parts: [...partsOf(instruction)].toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end),
    })),
  };
}

function* partsOf(instruction: Instruction): Iterable<OutlinePart> {
  if (instruction.kind === 'onbuild' && instruction.trigger) {
    yield { span: instruction.trigger.keywordSpan, text: instruction.trigger.keyword };
    yield* partsOf(instruction.trigger);
    return;
  }
  for (const { name, value, span } of instruction.flags) yield { span, text: `--${name}=${value?.text ?? value?.raw}` };
  // A name can come to mean something else without a change of its own: a stage, or an image.
  const source =
    instruction.kind === 'from' ? instruction.stage?.base : 'from' in instruction ? instruction.from : undefined;
  if (source) yield { span: source.span, text: source.kind };
  if ('script' in instruction && instruction.script?.parsed) {
    if (instruction.kind === 'healthcheck') yield* instruction.words.slice(0, 1).map(partOf);
    yield* scriptParts(instruction.script);
    return;
  }
  for (const { body, bodySpan } of instruction.heredocs) yield { span: bodySpan, text: body };
  if ('pairs' in instruction)
    for (const { key, value } of instruction.pairs) {
      yield partOf(key);
      if (value) yield partOf(value);
    }
  else yield* instruction.words.map(partOf);
}

function partOf({ span, text, raw }: { readonly span: Span; readonly text: string | undefined; readonly raw: string }) {
  return { span, text: text ?? raw.replaceAll(/\s+/g, ' ') };
}

function* scriptParts({ items, commands }: Script): Iterable<OutlinePart> {
  for (const { span, joiner, background } of items)
    if (joiner || background)
      yield { span: { start: span.start, end: span.start }, text: `${joiner}${background ? ' &' : ''}` };
  for (const { nameWord, args, assignments, redirections } of commands) {
    for (const { span, name, value } of assignments) yield { span, text: `${name}=${value?.text ?? value?.raw}` };
    if (nameWord) yield partOf(nameWord);
    yield* args.map(partOf);
    for (const { span, operator, fd, target } of redirections)
      yield { span, text: `${fd ?? ''}${operator}${target?.text ?? target?.raw}` };
  }
}
