import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'missing-image-healthcheck',
  aliases: ['CIS-DI-0006', 'DS-0026'],
  on: 'image',
  since: '1.0',
  severity: 'off',
  category: 'runtime',
  summary: 'An image should say how its health is checked.',
  why: 'Without a health check a container that hangs is taken to work. Kubernetes asks its own probes and does not read it.',
  fault: 'missing-healthcheck',
  bad: [
    { config: { Cmd: ['app'] }, layers: [], whole: '[||]' },
    { config: { Healthcheck: { Test: ['NONE'] } }, layers: [], whole: '[||]' },
  ],
  good: [
    { config: { Healthcheck: { Test: ['CMD', 'app', '--check'] } }, layers: [] },
    { name: 'the OCI format has no place for one', format: 'oci', config: { Cmd: ['app'] }, layers: [] },
  ],

  *check({ config, format }) {
    if (format === 'oci') return;
    const test = config.healthcheck?.test;
    if (test && test[0] !== 'NONE') return;
    yield {
      place: { kind: 'image' },
      message: test ? 'The image turns off the health check of its base.' : 'The image has no health check.',
      help: 'Add `HEALTHCHECK CMD` with a command that exits 0 while the service answers.',
    };
  },
});
