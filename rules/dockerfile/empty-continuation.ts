import { fix } from '../../src/dockerfile/edits.ts';
import type { Dockerfile, Instruction } from '../../src/dockerfile/model.ts';
import type { Span } from '../../src/finding.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'empty-continuation',
  aliases: ['NoEmptyContinuation'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'A continued instruction must not hold an empty line.',
  why: 'Builders skip the empty line today and have announced to refuse it; and the instruction may go on where its author thought it had ended.',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN apt-get update && \\\n[|\n|]    apt-get install -y curl',
      fixed: 'FROM debian:12.9\nRUN apt-get update && \\\n    apt-get install -y curl',
    },
    { code: 'FROM debian:12.9\nENV A=1 \\\n[|  \n\n|]  B=2', fixed: 'FROM debian:12.9\nENV A=1 \\\n  B=2' },
  ],
  good: [
    'FROM debian:12.9\nRUN true && \\\n  # a comment\n  true',
    'FROM debian:12.9\nRUN true\n\nRUN true',
    'FROM debian:12.9\nRUN cat <<EOF\n\na\n\nEOF',
    'FROM debian:12.9\nRUN true && \\\n  \\\n  true',
  ],

  *check(file) {
    for (const instruction of file.instructions) {
      const [first, ...rest] = emptyLines(file, instruction);
      if (!first) continue;
      const edits = [first, ...rest].map((span) => ({ span, text: '' }));
      yield {
        place: file.at(first),
        message: `This \`${instruction.keyword}\` goes on after an empty line.`,
        help: 'Remove the empty line, or end the instruction before it.',
        fixes: [fix('Remove the empty lines', 'safe', ...edits)],
      };
    }
  },
});

/** Runs of empty lines, from the start of the first to the start of what follows. */
function emptyLines({ lines, text }: Dockerfile, { keywordSpan, argsSpan }: Instruction): readonly Span[] {
  const found: Span[] = [];
  if (!text.slice(keywordSpan.start, argsSpan.end).includes('\n')) return found;
  const last = lines.position(argsSpan.end).line;
  let start: number | undefined;
  for (let line = lines.position(keywordSpan.start).line + 1; line <= last; line++) {
    const span = lines.span(line);
    const empty = text.slice(span.start, span.end).trim() === '';
    if (empty) start ??= span.start;
    else if (start !== undefined) {
      found.push({ start, end: span.start });
      start = undefined;
    }
  }
  return found;
}
