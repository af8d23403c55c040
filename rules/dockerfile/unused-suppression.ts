import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'unused-suppression',
  on: 'dockerfile',
  by: 'refine',
  since: '1.0',
  severity: 'warning',
  category: 'style',
  precision: 'very-high',
  tags: 'unnecessary',
  summary: 'A suppression must silence something.',
  why: 'A comment that outlived its finding hides the next one of its kind, and tells readers of a problem that is not there. Other tools’ comments are left alone unless `suppressions.foreignUnused` is set, because those tools may still need them.',
  bad: [
    '# plimsoll ignore=[|latest-tag|]\nFROM debian:12.9',
    {
      code: '# plimsoll ignore=[|root-user|],[|latest-tag|] the scanner needs it\nFROM debian:12.9',
      fixed: 'FROM debian:12.9',
    },
    {
      code: 'FROM debian:12.9\nRUN make && \\\n  # plimsoll ignore=[|sudo|]\n  make install',
      fixed: 'FROM debian:12.9\nRUN make && \\\n  make install',
    },
  ],
  good: ['FROM debian:12.9', '# hadolint ignore=DL3007\nFROM debian:12.9'],
  // Known only once every other rule has spoken and the suppressions were applied.
  check: () => [],
});
