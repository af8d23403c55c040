/** Growing a selection: word, arguments, instruction, stage, file. */
import type { Position, SelectionRange } from 'vscode-languageserver';
import { instructionAt } from '../../src/dockerfile/at.ts';
import type { Span } from '../../src/finding.ts';
import type { OpenDocument } from '../document.ts';

export function selectionRanges(document: OpenDocument, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => selectionAt(document, document.lines.offset(position)));
}

function selectionAt(document: OpenDocument, offset: number): SelectionRange {
  const instruction = instructionAt(document.dockerfile, offset);
  const commands = instruction && 'script' in instruction ? (instruction.script?.commands ?? []) : [];
  const candidates: readonly Span[] = [
    { start: 0, end: document.text.length },
    ...(instruction?.stage ? [instruction.stage.span] : []),
    ...(instruction ? [instruction.span, instruction.argsSpan] : []),
    ...commands.map(({ span }) => span),
    ...commands.flatMap(({ args }) => args.map(({ span }) => span)),
    ...(instruction?.words ?? []).map(({ span }) => span),
    ...(instruction?.flags ?? []).map(({ span }) => span),
  ];
  const around = candidates
    .filter(({ start, end }) => start <= offset && offset <= end)
    .toSorted((a, b) => b.end - b.start - (a.end - a.start));
  let chain: SelectionRange | undefined;
  let last: Span | undefined;
  for (const span of around) {
    if (
      last &&
      (span.start < last.start || span.end > last.end || (span.start === last.start && span.end === last.end))
    )
      continue;
    chain = { range: document.lines.range(span), ...(chain && { parent: chain }) };
    last = span;
  }
  return chain ?? { range: document.lines.range({ start: offset, end: offset }) };
}
