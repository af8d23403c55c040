import { keptCaches, oncePerRun, withCleanUp } from '../../src/dockerfile/kept-caches.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'dnf-cache-kept',
  aliases: ['DL3040', 'DS-0019', 'DS-0027'],
  on: 'dockerfile',
  needs: { managers: ['dnf', 'microdnf', 'tdnf'] },
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'What dnf keeps for later must not stay in a layer.',
  why: 'Files of the cache are of no use to the image once the install is done, and stay in its layer for good.',
  fault: 'rpm-cache',
  options: (z) =>
    z.strictObject({
      stages: z.enum(['shipped', 'all']).default('shipped').describe('Which stages are judged.'),
    }),
  bad: [
    {
      code: 'FROM fedora:41\nRUN [|dnf install|] -y curl',
      fixed: 'FROM fedora:41\nRUN dnf install -y curl && dnf clean all',
    },
    {
      code: 'FROM fedora:41\nRUN [|microdnf install|] -y curl',
      fixed: 'FROM fedora:41\nRUN microdnf install -y curl && microdnf clean all',
    },
    { code: 'FROM fedora:41 AS build\nRUN [|dnf install|] -y curl\nFROM scratch', options: { stages: 'all' } },
  ],
  good: [
    'FROM fedora:41\nRUN dnf install -y curl && dnf clean all',
    'FROM fedora:41\nRUN dnf -y upgrade && rm -rf /var/cache/dnf /var/cache/libdnf5',
    'FROM fedora:41\nRUN --mount=type=cache,target=/var/cache/libdnf5 dnf install -y curl',
    'FROM fedora:41\nRUN dnf install -y curl && yum clean all',
    'FROM fedora:41 AS build\nRUN dnf install -y curl\nFROM scratch',
  ],

  *check(file, { stages }) {
    for (const kept of oncePerRun(
      keptCaches(stages === 'all' ? file.stages : file.shipped, 'dnf', 'microdnf', 'tdnf'),
    )) {
      const { command, verb, verbWord, path } = kept;
      yield {
        place: file.at({ start: command.span.start, end: verbWord.span.end }),
        message: `\`${`${command.name} ${verb}`.trim()}\` leaves metadata and packages in \`${path}\` of this layer.`,
        evidence: [{ kind: 'file', path }],
        help: 'End the same RUN with `dnf clean all`.',
        fixes: withCleanUp(file, kept, `${kept.command.name} clean all`),
      };
    }
  },
});
