import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'image-workdir-system',
  aliases: ['DS-0030'],
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'The working directory must not be a folder of the system.',
  why: 'What the process writes there by a relative path meets files that the system needs, or a filesystem that is no place for files.',
  fault: 'system-workdir',
  bad: [
    { config: { WorkingDir: '[|/proc/self|]' }, layers: [] },
    { config: { WorkingDir: '[|/etc|]' }, layers: [] },
  ],
  good: [
    { config: { WorkingDir: '/usr/src/app' }, layers: [] },
    { config: { WorkingDir: '/etc/app' }, layers: [] },
  ],

  *check({ config: { workdir } }) {
    if (!/^\/(proc|sys|dev|boot)(\/|$)|^\/(etc|bin|sbin|lib|usr|usr\/bin|usr\/sbin|usr\/lib)\/?$/.test(workdir)) return;
    yield {
      place: { kind: 'config', key: 'WorkingDir' },
      message: `The working directory \`${workdir}\` belongs to the system.`,
      evidence: [{ kind: 'value', name: 'WorkingDir', value: workdir }],
      help: 'Use a folder of the application: `WORKDIR /app`.',
    };
  },
});
