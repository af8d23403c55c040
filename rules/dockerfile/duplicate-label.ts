import { fix, removeInstruction } from '../../src/dockerfile/edits.ts';
import { type Label, labelsOf } from '../../src/dockerfile/labels.ts';
import type { Dockerfile } from '../../src/dockerfile/model.ts';
import type { Edit } from '../../src/finding.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'duplicate-label',
  on: 'dockerfile',
  needs: { instructions: ['label'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'A stage must set a label once.',
  why: 'Only the last value counts: the others are dead text that a reader takes for the truth.',
  bad: [
    { code: 'FROM debian:12.9\nLABEL [|team=core|]\nLABEL team=web', fixed: 'FROM debian:12.9\nLABEL team=web' },
    {
      code: 'FROM debian:12.9\nLABEL [|team=core|] \\\n      note=a \\\n      team=web',
      fixed: 'FROM debian:12.9\nLABEL note=a \\\n      team=web',
    },
    {
      code: 'FROM debian:12.9\nLABEL note=a [|team=core|]\nLABEL team=web',
      fixed: 'FROM debian:12.9\nLABEL note=a\nLABEL team=web',
    },
  ],
  good: [
    'FROM debian:12.9\nLABEL team=core note=a',
    'FROM debian:12.9 AS base\nLABEL team=core\nFROM base\nLABEL team=web',
    'FROM debian:12.9\nLABEL team=core Team=web',
    'FROM debian:12.9\nLABEL $A=core $B=web',
  ],

  *check(file) {
    for (const stage of file.stages) {
      const labels = labelsOf(stage);
      const winners = new Map(labels.map((label) => [label.key, label]));
      for (const label of labels) {
        const winner = winners.get(label.key);
        if (!winner || winner === label) continue;
        const edit = removal(file, label);
        yield {
          place: label.pair.place,
          message: `This value of \`${label.key}\` has no effect: a later one of the same stage replaces it.`,
          help: 'Remove it.',
          related: [{ place: winner.pair.place, message: 'This one counts.' }],
          fixes: edit ? [fix('Remove the dead label', 'safe', edit)] : [],
        };
      }
    }
  },
});

/** With the blanks to its next neighbour, else from the one before; not across a comment. */
function removal(file: Dockerfile, { pair, instruction }: Label): Edit | undefined {
  const { pairs } = instruction;
  if (pairs.length === 1) return removeInstruction(file, instruction);
  const at = pairs.indexOf(pair);
  const next = pairs[at + 1];
  const before = pairs[at - 1];
  const span = next
    ? { start: pair.span.start, end: next.span.start }
    : { start: before?.span.end ?? pair.span.start, end: pair.span.end };
  const around = next ? file.text.slice(pair.span.end, span.end) : file.text.slice(span.start, pair.span.start);
  return around.includes('#') ? undefined : { span, text: '' };
}
