import { fix } from '../../src/dockerfile/edits.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'unknown-flag',
  on: 'dockerfile',
  needs: { faults: ['unknown-flag'] },
  since: '1.0',
  severity: 'error',
  category: 'correctness',
  summary: 'Every flag must be one that its instruction takes.',
  why: 'The builder stops at a flag it does not know.',
  bad: [
    {
      code: 'FROM debian:12.9\nCOPY [|--chwon=app|] a /a',
      message: '`COPY` has no flag `--chwon`.',
      fixed: 'FROM debian:12.9\nCOPY --chown=app a /a',
    },
    'FROM debian:12.9\nRUN [|--gpus=all|] true',
  ],
  good: [
    'FROM debian:12.9\nCOPY --chown=app a /a',
    'FROM debian:12.9\nRUN --mount=type=cache,target=/root/.cache true',
    'FROM debian:12.9\nRUN curl --silent example.com',
  ],

  *check({ faults, text }) {
    for (const { kind, place, message, suggestion, span } of faults) {
      if (kind !== 'unknown-flag') continue;
      const end = span.start + (/^[^=\s]*/.exec(text.slice(span.start, span.end))?.[0].length ?? 0);
      const edit = { span: { start: span.start, end }, text: suggestion ?? '' };
      yield {
        place,
        message,
        help: suggestion ? `Write \`${suggestion}\`.` : 'Remove the flag.',
        ...(suggestion && { fixes: [fix(`Write \`${suggestion}\``, 'unsafe', edit)] }),
      };
    }
  },
});
