import { defineRule } from '../../src/rule.ts';

const severities = { error: 'error', warning: 'warning', info: 'info', style: 'info' } as const;

export default defineRule({
  id: 'shellcheck',
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'What ShellCheck finds in the commands of a RUN, where ShellCheck is on this machine.',
  why: 'A command line that is split, expanded or quoted in another way than it reads fails on the day its input changes. Each finding answers to its own code, as `SC2086`.',
  needs: { facts: ['shellcheck'] },
  bad: [
    {
      code: 'FROM debian:12.9\nRUN rm [|$FILES|]',
      facts: {
        shellcheck: [
          {
            code: 2086,
            level: 'info',
            message: 'Double quote to prevent globbing and word splitting.',
            span: { start: 24, end: 30 },
            edits: [
              { span: { start: 24, end: 24 }, text: '"' },
              { span: { start: 30, end: 30 }, text: '"' },
            ],
          },
        ],
      },
      message: 'SC2086: Double quote to prevent globbing and word splitting.',
      evidence: [{ kind: 'value', name: 'code', value: 'SC2086' }],
      severity: 'info',
    },
    {
      code: 'FROM debian:12.9\nRUN rm [|$FILES|]',
      facts: {
        shellcheck: [
          { code: 2154, level: 'warning', message: 'FILES is not assigned', span: { start: 24, end: 30 }, edits: [] },
        ],
      },
      fixed: 'FROM debian:12.9\nRUN rm $FILES',
    },
  ],
  good: ['FROM debian:12.9\nRUN rm $FILES'],

  *check(file) {
    for (const { code, level, message, span, edits } of file.facts.shellcheck ?? []) {
      const sentence = message.trim().replace(/\s*\n\s*/g, ' ');
      yield {
        place: file.at(span),
        message: `SC${code}: ${sentence}${/[.?]$/.test(sentence) ? '' : '.'}`,
        severity: severities[level],
        evidence: [{ kind: 'value', name: 'code', value: `SC${code}` }],
        help: `See https://www.shellcheck.net/wiki/SC${code}.`,
        fault: `SC${code}`,
        fixes: edits.length > 0 ? [{ title: 'As ShellCheck proposes', safety: 'unsafe', edits }] : [],
      };
    }
  },
});
