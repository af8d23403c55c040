import { named, unpinnedInstalls } from '../../src/dockerfile/package-commands.ts';
import type { PackageWord } from '../../src/dockerfile/packages.ts';
import type { Ran } from '../../src/dockerfile/ran.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'unpinned-go-package',
  aliases: ['DL3062'],
  on: 'dockerfile',
  needs: { managers: ['go'] },
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
    'FROM golang:1.26\nCOPY . .\nRUN go install example.com/app/cmd/tool',
    'FROM golang:1.26\nCOPY . /go/src/app\nRUN go install app/server && go install ./cmd/...',
    'FROM golang:1.26\nRUN go get example.com/app@v1.0.0 && go install example.com/app',
    'FROM golang:1.26\nCOPY go.mod ./\nRUN go get example.com/app@v1.0.0 && go install example.com/app/cmd/app',
  ],

  *check({ stages }) {
    for (const ran of unpinnedInstalls(stages, 'go')) {
      const loose = ran.loose.filter((one) => !isOfModule(ran, one));
      const [first] = loose;
      if (first === undefined) continue;
      yield {
        place: first.word.place,
        message: `${named(loose)} ${loose.length > 1 ? 'have' : 'has'} no version.`,
        evidence: loose.map(({ name = '' }) => ({ kind: 'package', manager: 'go', name })),
        help: 'Name the version: `example.com/app@v1.0.0`.',
      };
    }
  },
});

/** Without `@` an install fetches nothing of its own: it takes what `go.mod`, or `go get` before it, said. */
function isOfModule({ command }: Ran, { word }: PackageWord): boolean {
  return command.parsed.operands[0]?.text === 'install' && !word.raw.includes('@');
}
