import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'expiring-suppression',
  on: 'dockerfile',
  by: 'refine',
  since: '1.0',
  severity: 'info',
  category: 'style',
  precision: 'very-high',
  summary: 'A suppression that ends soon is announced.',
  why: 'The day after its `until`, what a suppression silences is back and may fail a build: two weeks before (`suppressions.notice` sets the days) there is time to mend it or to decide anew.',
  bad: [
    {
      code: '# plimsoll ignore=latest-tag until=[|2026-12-01|] waits for the new base\nFROM debian:12.9',
      facts: { today: '2026-11-26' },
    },
  ],
  good: [
    { code: '# plimsoll ignore=latest-tag until=2027-06-30\nFROM debian:12.9', facts: { today: '2026-11-26' } },
    '# plimsoll ignore=latest-tag until=2026-12-01\nFROM debian:12.9',
  ],
  // Known only to who reads suppressions.
  check: () => [],
});
