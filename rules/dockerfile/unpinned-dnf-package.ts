import { named, unpinnedInstalls } from '../../src/dockerfile/package-commands.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'unpinned-dnf-package',
  aliases: ['DL3041'],
  on: 'dockerfile',
  needs: { managers: ['dnf', 'microdnf', 'tdnf'] },
  since: '1.0',
  severity: 'off',
  category: 'reproducibility',
  summary: 'What dnf installs must have a version.',
  why: 'An install without a version takes whatever the repository holds on the day, so two builds of one Dockerfile differ.',
  bad: [
    'FROM fedora:41\nRUN dnf install -y [|curl|]',
    'FROM redhat/ubi9-minimal:9.5\nRUN microdnf install -y nginx-1.20.1 [|curl|]',
  ],
  good: [
    'FROM fedora:41\nRUN dnf install -y curl-8.9.1-2.fc41 kernel-core-0:6.11',
    'FROM fedora:41\nRUN dnf install -y @development-tools',
    'FROM fedora:41\nARG VERSION\nRUN dnf install -y curl-$VERSION',
  ],

  *check({ stages }) {
    for (const { first, loose } of unpinnedInstalls(stages, 'dnf', 'microdnf', 'tdnf')) {
      yield {
        place: first.word.place,
        message: `${named(loose)} ${loose.length > 1 ? 'have' : 'has'} no version.`,
        evidence: loose.map(({ name = '' }) => ({ kind: 'package', manager: 'dnf', name })),
        help: 'Name the version: `curl-8.9.1`.',
      };
    }
  },
});
