/** A file as its leaves: stretches in order that together are the whole text. */
import type { Span } from '../finding.ts';
import type { Dockerfile, Instruction } from './model.ts';

export type LeafKind =
  | 'directive'
  | 'comment'
  | 'keyword'
  | 'flag'
  | 'word'
  /** Of a heredoc: its body, and the line that ends it. */
  | 'body'
  | 'end'
  /** Blanks, newlines, continuations, and the brackets and commas of JSON forms. */
  | 'rest';

export interface Leaf {
  readonly kind: LeafKind;
  readonly span: Span;
}

/** Every character of the text is in one leaf; a word that is continued is cut by the comments inside it. */
export function leavesOf(file: Dockerfile): Leaf[] {
  const leaves: Leaf[] = [];
  const { comments } = file;
  let next = 0;
  let at = 0;
  const cover = (kind: LeafKind, end: number): void => {
    for (; at < end; next++) {
      const comment = comments[next]?.span;
      const stop = Math.min(end, comment?.start ?? end);
      if (stop > at) leaves.push({ kind, span: { start: at, end: stop } });
      at = Math.max(at, stop);
      if (comment === undefined || comment.start >= end) break;
      leaves.push({ kind: 'comment', span: comment });
      at = comment.end;
    }
  };
  for (const { kind, span } of marksIn(file)) {
    cover('rest', span.start);
    cover(kind, span.end);
  }
  cover('rest', file.text.length);
  return leaves;
}

function* marksIn({ directives, instructions }: Dockerfile): Iterable<Leaf> {
  for (const { span } of directives) yield { kind: 'directive', span };
  for (const instruction of instructions) yield* marksOf(instruction);
}

function* marksOf(instruction: Instruction): Iterable<Leaf> {
  yield { kind: 'keyword', span: instruction.keywordSpan };
  for (const { span } of instruction.flags) yield { kind: 'flag', span };
  if (instruction.kind === 'onbuild' && instruction.trigger !== undefined) yield* marksOf(instruction.trigger);
  else {
    for (const { span } of instruction.words) if (span.end > span.start) yield { kind: 'word', span };
  }
  for (const { bodySpan, span } of instruction.onbuild === undefined ? instruction.heredocs : []) {
    yield { kind: 'body', span: bodySpan };
    yield { kind: 'end', span: { start: bodySpan.end, end: span.end } };
  }
}
