import { type KeptCache, keptCaches, oncePerRun } from '../../src/dockerfile/kept-caches.ts';
import type { Command } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'go-cache-kept',

  on: 'dockerfile',
  needs: { managers: ['go'] },
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'What go keeps for later must not stay in a layer.',
  why: 'Files of the cache are of no use to the image once the install is done, and stay in its layer for good.',
  fault: 'go-cache',
  options: (z) =>
    z.strictObject({
      stages: z.enum(['shipped', 'all']).default('shipped').describe('Which stages are judged.'),
    }),
  bad: [
    'FROM golang:1.26\nRUN [|go build|] -o /app .\nCMD ["/app"]',
    'FROM golang:1.26\nRUN [|go install|] example.com/app@v1.0.0',
    {
      code: 'FROM golang:1.26 AS build\nRUN [|go build|] -o /app .\nCMD ["/app"]\nFROM scratch',
      options: { stages: 'all' },
    },
  ],
  good: [
    'FROM golang:1.26\nRUN go build -o /app . && go clean -modcache -cache',
    'FROM golang:1.26\nRUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build go build -o /app .',
    'FROM golang:1.26\nRUN go build -o /app .\nFROM alpine:3.21',
    'FROM golang:1.26\nRUN GOPATH=/tmp/go go install example.com/app@v1.0.0 && rm -rf /tmp/go',
    'FROM golang:1.26\nRUN export GOPATH=/tmp/go && go install example.com/app@v1.0.0',
    'FROM golang:1.26\nRUN go install example.com/app@v1.0.0 && rm -rf /go/pkg /root/.cache',
    'FROM golang:1.26 AS build\nRUN go build -o /app .\nCMD ["/app"]\nFROM scratch',
  ],

  *check(file, { stages }) {
    for (const kept of oncePerRun(keptCaches(stages === 'all' ? file.stages : file.shipped, 'go'))) {
      if (kept.command.script.commands.some(movesPath)) continue;
      const { command, verb, verbWord } = kept;
      const { what, path } = leftBy(kept);
      yield {
        place: file.at({ start: command.span.start, end: verbWord.span.end }),
        message: `\`${`${command.name} ${verb}`.trim()}\` leaves ${what} in \`${path}\` of this layer.`,
        evidence: [{ kind: 'file', path }],
        help: 'Build in a stage of its own, use cache mounts, or end the same RUN with `go clean -modcache -cache`.',
      };
    }
  },
});

/** Certain is what a verb leaves wherever it runs: a build may find every module there. */
function leftBy({ verb, path }: KeptCache): { readonly what: string; readonly path: string } {
  if (verb === 'build') return { what: 'its build cache', path: '~/.cache/go-build' };
  return { what: verb.startsWith('mod ') ? 'modules' : 'modules and build cache', path };
}

/** Sets GOPATH, and with it where modules are kept. */
function movesPath({ name, assignments, args }: Command): boolean {
  if (assignments.some((one) => one.name === 'GOPATH')) return true;
  return name === 'export' && args.some(({ raw }) => raw.startsWith('GOPATH='));
}
