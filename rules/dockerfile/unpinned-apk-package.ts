import { named, unpinnedInstalls } from '../../src/dockerfile/package-commands.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'unpinned-apk-package',
  aliases: ['DL3018'],
  on: 'dockerfile',
  needs: { managers: ['apk'] },
  since: '1.0',
  severity: 'off',
  category: 'reproducibility',
  summary: 'What apk installs must have a version.',
  why: 'An install without a version takes whatever the branch holds on the day, so two builds of one Dockerfile differ.',
  bad: [
    'FROM alpine:3.21\nRUN apk add --no-cache [|curl|]',
    'FROM alpine:3.21\nRUN apk add --no-cache --virtual .build gcc=14.2.0-r4 [|musl-dev|]',
  ],
  good: [
    'FROM alpine:3.21\nRUN apk add --no-cache curl=8.11.1-r0',
    'FROM alpine:3.21\nRUN apk add "curl~8.11" "git>2"',
    'FROM alpine:3.21\nRUN apk add --repository https://example.com/alpine ./app.apk',
  ],

  *check({ stages }) {
    for (const { first, loose } of unpinnedInstalls(stages, 'apk')) {
      yield {
        place: first.word.place,
        message: `${named(loose)} ${loose.length > 1 ? 'have' : 'has'} no version.`,
        evidence: loose.map(({ name = '' }) => ({ kind: 'package', manager: 'apk', name })),
        help: 'Name the version: `curl=8.11.1-r0`, or `curl~8.11`.',
      };
    }
  },
});
