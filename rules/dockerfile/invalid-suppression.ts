import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'invalid-suppression',
  on: 'dockerfile',
  by: 'refine',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  precision: 'very-high',
  summary: 'A suppression must be one that is read.',
  why: 'A misspelt name or word silences nothing and says nothing; in hadolint’s comments one bad code even voids all of them. Where `suppressions.requireReason` is set, a suppression without a reason is one of these too.',
  bad: [
    {
      code: '# plimsoll ignore=[|latest-tga|]\nFROM debian:12.9',
      message: 'No rule is called `latest-tga`.',
      fixed: '# plimsoll ignore=latest-tag\nFROM debian:12.9',
    },
    '[|# plimsoll disable=latest-tag|]\nFROM debian:12.9',
    '[|# plimsoll ignore|]\nFROM debian:12.9',
    '# plimsoll ignore=latest-tag until=[|31.12.2030|]\nFROM debian:12.9',
    '# hadolint ignore=DL3007,[|DL307|]\nFROM debian:12.9',
    '[|# hadolint ignore DL3007|]\nFROM debian:12.9',
  ],
  good: [
    '# plimsoll ignore=latest-tag until=2030-12-31 rebuilt nightly\nFROM debian:12.9',
    '# hadolint ignore=DL3007\nFROM debian:12.9',
    '# plimsoll is run on this file\nFROM debian:12.9',
  ],
  // Known only once every rule's name is.
  check: () => [],
});
