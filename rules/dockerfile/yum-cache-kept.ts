import { keptCaches, oncePerRun, withCleanUp } from '../../src/dockerfile/kept-caches.ts';
import type { Stage } from '../../src/dockerfile/model.ts';
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
      message: '`yum install` leaves metadata and packages in `/var/cache/yum` of this layer.',
      fixed: 'FROM centos:7\nRUN yum install -y curl && yum clean all',
    },
    {
      code: 'FROM amazonlinux:2023\nRUN [|yum install|] -y curl',
      message: '`yum install` leaves metadata and packages in `/var/cache/dnf` of this layer.',
      fixed: 'FROM amazonlinux:2023\nRUN yum install -y curl && yum clean all',
    },
    {
      code: 'FROM acme/app:1\nRUN [|yum install|] -y curl',
      message: '`yum install` leaves metadata and packages in this layer.',
      fixed: 'FROM acme/app:1\nRUN yum install -y curl && yum clean all',
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
      const { command, verb, verbWord, stage } = kept;
      const places = cachesOf(stage);
      const where = places.length === 1 ? `\`${places[0]}\` of this layer` : 'this layer';
      yield {
        place: file.at({ start: command.span.start, end: verbWord.span.end }),
        message: `\`${`${command.name} ${verb}`.trim()}\` leaves metadata and packages in ${where}.`,
        evidence: places.map((path) => ({ kind: 'file', path })),
        help: 'End the same RUN with `yum clean all`.',
        fixes: withCleanUp(file, kept, 'yum clean all'),
      };
    }
  },
});

const ofYum =
  /(?:^|\/)(?:centos:(?:centos)?[5-7]|oraclelinux:[67]|amazonlinux:(?:1|2|201\d\S*|2\.\S*)(?:$|@)|ubi7|rhel7)/;
const ofDnf =
  /(?:^|\/)(?:fedora|rockylinux|almalinux|centos:(?:stream|[89])|oraclelinux:(?:[89]|1\d)|amazonlinux:20[2-9]|ubi(?:[89]|1\d)|rhel(?:[89]|1\d))/;

/** Newer systems have yum as another name of dnf, with dnf's cache. */
function cachesOf({ root }: Stage): readonly string[] {
  const name = root.kind === 'image' ? root.raw : '';
  if (ofYum.test(name)) return ['/var/cache/yum'];
  return ofDnf.test(name) ? ['/var/cache/dnf'] : ['/var/cache/yum', '/var/cache/dnf'];
}
