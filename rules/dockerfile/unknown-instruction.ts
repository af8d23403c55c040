import { fix } from '../../src/dockerfile/edits.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'unknown-instruction',
  on: 'dockerfile',
  needs: { faults: ['unknown-instruction'] },
  since: '1.0',
  severity: 'error',
  category: 'correctness',
  summary: 'Every instruction must be one that builders know.',
  why: 'The builder stops at a word it does not know. Often the line before it lacks its continuation.',
  bad: [
    { code: 'FROM debian:12.9\n[|WORKDI|] /app', fixed: 'FROM debian:12.9\nWORKDIR /app' },
    'FROM debian:12.9\nRUN apt-get update &&\n[|apt-get|] install -y curl',
    { code: 'FROM debian:12.9\nONBUILD [|RUM|] true', fixed: 'FROM debian:12.9\nONBUILD RUN true' },
  ],
  good: ['FROM debian:12.9\nworkdir /app', 'FROM debian:12.9\nRUN apt-get update && \\\n  apt-get install -y curl'],

  *check({ faults, text }) {
    for (const { kind, place, suggestion, span } of faults) {
      if (kind !== 'unknown-instruction') continue;
      yield {
        place,
        message: `\`${text.slice(span.start, span.end)}\` is no instruction.`,
        help: suggestion ? `Write \`${suggestion}\`.` : 'Remove the line, or end the line above with a continuation.',
        ...(suggestion && { fixes: [fix(`Write \`${suggestion}\``, 'unsafe', { span, text: suggestion })] }),
      };
    }
  },
});
