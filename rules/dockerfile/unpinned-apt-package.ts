import { named, unpinnedInstalls } from '../../src/dockerfile/package-commands.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'unpinned-apt-package',
  aliases: ['DL3008'],
  on: 'dockerfile',
  needs: { managers: ['apt'] },
  since: '1.0',
  severity: 'off',
  category: 'reproducibility',
  summary: 'What apt installs must have a version.',
  why: 'An install without a version takes whatever the archive holds on the day, so two builds of one Dockerfile differ.',
  bad: [
    'FROM debian:12.9\nRUN apt-get update && apt-get install -y [|curl|]',
    'FROM debian:12.9\nRUN apt-get install -y git=1:2.39 [|curl|] wget',
    'FROM debian:12.9\nRUN apt-get install -y -t bookworm-backports [|git|]',
  ],
  good: [
    'FROM debian:12.9\nRUN apt-get install -y curl=7.88.1-10',
    'FROM debian:12.9\nRUN apt-get install -y git/bookworm-backports ./app.deb',
    'FROM debian:12.9\nARG CURL\nRUN apt-get install -y curl=$CURL $PACKAGES',
    'FROM debian:12.9\nRUN apt-get build-dep -y git',
  ],

  *check({ stages }) {
    for (const { first, loose } of unpinnedInstalls(stages, 'apt')) {
      yield {
        place: first.word.place,
        message: `${named(loose)} ${loose.length > 1 ? 'have' : 'has'} no version.`,
        evidence: loose.map(({ name = '' }) => ({ kind: 'package', manager: 'apt', name })),
        help: 'Name the version: `curl=7.88.1-10`.',
      };
    }
  },
});
