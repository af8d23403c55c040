import { named, unpinnedInstalls } from '../../src/dockerfile/package-commands.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'unpinned-zypper-package',
  aliases: ['DL3037'],
  on: 'dockerfile',
  needs: { managers: ['zypper'] },
  since: '1.0',
  severity: 'off',
  category: 'reproducibility',
  summary: 'What zypper installs must have a version.',
  why: 'An install without a version takes whatever the repository holds on the day, so two builds of one Dockerfile differ.',
  bad: [
    'FROM opensuse/leap:15.6\nRUN zypper install -y [|curl|]',
    'FROM opensuse/leap:15.6\nRUN zypper -n in git=2.43.0 [|curl|]',
  ],
  good: [
    'FROM opensuse/leap:15.6\nRUN zypper install -y curl=8.6.0 "git>=2.43"',
    'FROM opensuse/leap:15.6\nRUN zypper in -y app.rpm',
  ],

  *check({ stages }) {
    for (const { first, loose } of unpinnedInstalls(stages, 'zypper')) {
      yield {
        place: first.word.place,
        message: `${named(loose)} ${loose.length > 1 ? 'have' : 'has'} no version.`,
        evidence: loose.map(({ name = '' }) => ({ kind: 'package', manager: 'zypper', name })),
        help: 'Name the version: `curl=8.6.0`.',
      };
    }
  },
});
