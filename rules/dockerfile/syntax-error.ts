import type { FaultKind } from '../../src/dockerfile/model.ts';
import { defineRule } from '../../src/rule.ts';

/** Faults that have a rule of their own. */
const elsewhere: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'unknown-instruction',
  'unknown-flag',
  'arguments',
  'json',
  'before-from',
  'directive',
  'onbuild',
]);

export default defineRule({
  id: 'syntax-error',
  aliases: ['DL1000'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'error',
  category: 'correctness',
  summary: 'Every part of a Dockerfile must be readable.',
  why: 'The builder refuses what it cannot read. The rest of the file is checked all the same.',
  needs: { faults: ['duplicate-flag', 'flag-value', 'heredoc', 'quote', 'variable', 'nul', 'empty'] },
  bad: ['FROM debian:12.9\nRUN cat [|<<|]EOF\nhello'],
  good: ['FROM debian:12.9\nRUN cat <<EOF\nhello\nEOF', 'FROM debian:12.9\nRUN echo "<<EOF"'],

  *check({ faults }) {
    for (const fault of faults) {
      if (elsewhere.has(fault.kind)) continue;
      yield {
        place: fault.place,
        message: fault.message,
        help: fault.suggestion ? `Write \`${fault.suggestion}\`.` : 'Put it right; the builder stops here.',
      };
    }
  },
});
