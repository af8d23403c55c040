/** What folds: stages, instructions over several lines, heredocs, blocks of comments. */
import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver';
import type { Span } from '../../src/finding.ts';
import type { OpenDocument } from '../document.ts';

export function foldingRanges(document: OpenDocument): FoldingRange[] {
  const { stages, instructions, comments } = document.dockerfile;
  const fold = ({ start, end }: Span, kind?: FoldingRangeKind): FoldingRange[] => {
    const first = document.lines.position(start).line;
    const last = document.lines.position(end).line;
    return last > first ? [{ startLine: first, endLine: last, ...(kind && { kind }) }] : [];
  };
  return [
    ...stages.flatMap(({ span, instructions }) =>
      fold({ start: span.start, end: instructions.at(-1)?.span.end ?? span.end }, FoldingRangeKind.Region),
    ),
    ...instructions.flatMap(({ span }) => fold(span)),
    ...instructions.flatMap(({ heredocs }) => heredocs.flatMap(({ bodySpan }) => fold(bodySpan))),
    ...commentBlocks(
      document,
      comments.filter(({ inside }) => !inside).map(({ span }) => span),
    ).flatMap((span) => fold(span, FoldingRangeKind.Comment)),
  ];
}

/** Comments on lines that follow each other. */
function commentBlocks({ lines }: OpenDocument, comments: readonly Span[]): Span[] {
  const blocks: { start: number; end: number }[] = [];
  for (const { start, end } of comments) {
    const last = blocks.at(-1);
    if (last && lines.position(start).line === lines.position(last.end).line + 1) last.end = end;
    else blocks.push({ start, end });
  }
  return blocks;
}
