import { named, unpinnedInstalls } from '../../src/dockerfile/package-commands.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'unpinned-yum-package',
  aliases: ['DL3033'],
  on: 'dockerfile',
  needs: { managers: ['yum'] },
  since: '1.0',
  severity: 'off',
  category: 'reproducibility',
  summary: 'What yum installs must have a version.',
  why: 'An install without a version takes whatever the repository holds on the day, so two builds of one Dockerfile differ.',
  bad: ['FROM centos:7\nRUN yum install -y [|curl|]', 'FROM centos:7\nRUN yum install -y httpd-2.4.6 [|gcc-c++|]'],
  good: [
    'FROM centos:7\nRUN yum install -y curl-7.29.0 gcc-c++-4.8.5',
    'FROM centos:7\nRUN yum install -y https://example.com/app.rpm ./app.rpm',
    'FROM centos:7\nARG VERSION\nRUN yum install -y curl-$VERSION',
    'FROM centos:7\nRUN yum groupinstall -y "Development Tools"',
  ],

  *check({ stages }) {
    for (const { first, loose } of unpinnedInstalls(stages, 'yum')) {
      yield {
        place: first.word.place,
        message: `${named(loose)} ${loose.length > 1 ? 'have' : 'has'} no version.`,
        evidence: loose.map(({ name = '' }) => ({ kind: 'package', manager: 'yum', name })),
        help: 'Name the version: `curl-7.76.1`.',
      };
    }
  },
});
