import { keptCaches, oncePerRun, withCleanUp } from '../../src/dockerfile/kept-caches.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'yum-cache-kept',
  aliases: ['DL3032', 'DS-0015'],
  on: 'dockerfile',
  needs: { managers: ['yum'] },
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'What yum keeps for later must not stay in a layer.',
  why: 'Files of the cache are of no use to the image once the install is done, and stay in its layer for good.',
  fault: 'rpm-cache',
  options: (z) =>
    z.strictObject({
      stages: z.enum(['shipped', 'all']).default('shipped').describe('Which stages are judged.'),
    }),
  bad: [
    {
      code: 'FROM centos:7\nRUN [|yum install|] -y curl',
      fixed: 'FROM centos:7\nRUN yum install -y curl && yum clean all',
    },
    { code: 'FROM centos:7 AS build\nRUN [|yum install|] -y curl\nFROM scratch', options: { stages: 'all' } },
  ],
  good: [
    'FROM centos:7\nRUN yum install -y curl && yum clean all',
    'FROM centos:7\nRUN yum -y update; yum install -y curl; rm -rf /var/cache/yum',
    'FROM centos:7\nRUN --mount=type=cache,target=/var/cache/yum yum install -y curl',
    'FROM centos:7 AS build\nRUN yum install -y curl\nFROM scratch',
  ],

  *check(file, { stages }) {
    for (const kept of oncePerRun(keptCaches(stages === 'all' ? file.stages : file.shipped, 'yum'))) {
      const { command, verb, verbWord, path } = kept;
      yield {
        place: file.at({ start: command.span.start, end: verbWord.span.end }),
        message: `\`${`${command.name} ${verb}`.trim()}\` leaves metadata and packages in \`${path}\` of this layer.`,
        evidence: [{ kind: 'file', path }],
        help: 'End the same RUN with `yum clean all`.',
        fixes: withCleanUp(file, kept, 'yum clean all'),
      };
    }
  },
});
