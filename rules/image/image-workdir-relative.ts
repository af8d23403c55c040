import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'image-workdir-relative',
  aliases: ['DS-0009'],
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'The working directory must be absolute.',
  why: 'A relative one means another directory to every runtime.',
  fault: 'relative-workdir',
  bad: [{ config: { WorkingDir: '[|app|]' }, layers: [] }],
  good: [
    { config: { WorkingDir: '/app' }, layers: [] },
    { config: { WorkingDir: '' }, layers: [] },
    { name: 'Windows', config: { WorkingDir: 'C:\\app' }, top: { os: 'windows' }, layers: [] },
  ],

  *check({ config: { workdir, os } }) {
    if (workdir === '' || workdir.startsWith('/') || os === 'windows') return;
    yield {
      place: { kind: 'config', key: 'WorkingDir' },
      message: `The working directory \`${workdir}\` is relative.`,
      evidence: [{ kind: 'value', name: 'WorkingDir', value: workdir }],
      help: `Write \`WORKDIR /${workdir}\`.`,
    };
  },
});
