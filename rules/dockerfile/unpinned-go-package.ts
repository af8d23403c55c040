import { named, unpinnedInstalls } from '../../src/dockerfile/package-commands.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'unpinned-go-package',
  aliases: ['DL3062'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'info',
  category: 'reproducibility',
  summary: 'What go installs must have a version.',
  why: 'Without a version, or at `latest`, the newest release is taken on the day, so two builds of one Dockerfile differ.',
  bad: [
    'FROM golang:1.26\nRUN go install [|example.com/app@latest|]',
    'FROM golang:1.26\nRUN go get [|example.com/app|]',
  ],
  good: [
    'FROM golang:1.26\nRUN go install example.com/app@v1.0.0',
    'FROM golang:1.26\nRUN go install ./... && go install . && go get -d ./...',
    'FROM golang:1.26\nRUN go install example.com/app@${VERSION}',
    'FROM golang:1.26\nRUN go install',
  ],

  *check({ stages }) {
    for (const { first, loose } of unpinnedInstalls(stages, 'go')) {
      yield {
        place: first.word.place,
        message: `${named(loose)} ${loose.length > 1 ? 'have' : 'has'} no version.`,
        evidence: loose.map(({ name = '' }) => ({ kind: 'package', manager: 'go', name })),
        help: 'Name the version: `example.com/app@v1.0.0`.',
      };
    }
  },
});
