import { baseOf } from '../../src/dockerfile/bases.ts';
import { images } from '../../src/dockerfile/images.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'missing-healthcheck',
  aliases: ['DL3057', 'DS-0026', 'CKV_DOCKER_2'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'off',
  category: 'runtime',
  summary: 'An image should say how to tell whether it works.',
  why: 'Docker and Swarm take a process that hangs for healthy; Kubernetes has probes of its own, and ignores HEALTHCHECK.',
  fault: 'no-healthcheck',
  bad: [
    { code: '[|FROM debian:12.9|]\nCMD ["app"]', message: 'No `HEALTHCHECK` is set.' },
    {
      code: 'FROM golang:1.26 AS build\nHEALTHCHECK CMD true\n[|FROM acme/base:1|]',
      message: 'No `HEALTHCHECK` is set, assuming the base sets none.',
    },
  ],
  good: [
    'FROM debian:12.9\nHEALTHCHECK CMD ["app", "--check"]',
    'FROM debian:12.9\nHEALTHCHECK NONE',
    'FROM debian:12.9 AS base\nHEALTHCHECK CMD true\nFROM base\nCMD ["app"]',
    'FROM $BASE\nCMD ["app"]',
  ],

  *check(file) {
    for (const stage of images(file)) {
      const base = baseOf(stage.root);
      if (stage.root.kind === 'unknown' || base.healthcheck) continue;
      if (stage.lineage.some((one) => one.of('healthcheck').length > 0)) continue;
      yield {
        place: stage.from.place,
        message: `No \`HEALTHCHECK\` is set${base.known ? '' : ', assuming the base sets none'}.`,
        help: 'Add `HEALTHCHECK CMD ["program", "that", "asks"]`, or `HEALTHCHECK NONE` where others ask.',
      };
    }
  },
});
