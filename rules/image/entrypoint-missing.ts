import { startedProgram } from '../../src/image/started.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'entrypoint-missing',
  on: 'image',
  since: '1.0',
  severity: 'error',
  category: 'runtime',
  summary: 'The program that an image starts must be in it.',
  why: 'Otherwise every container of it fails with "no such file or directory".',
  bad: [
    { config: { '[|Entrypoint|]': ['/app/server'] }, layers: [{ 'app/other': { content: 'x', mode: 0o755 } }] },
    {
      config: { '[|Cmd|]': ['server'], Env: ['PATH=/usr/bin:/bin'] },
      layers: [{ 'usr/bin/other': { content: 'x', mode: 0o755 } }],
    },
  ],
  good: [
    { config: { Entrypoint: ['/app/server'] }, layers: [{ 'app/server': { content: 'x', mode: 0o755 } }] },
    {
      config: { Cmd: ['server'], Env: ['PATH=/usr/bin:/bin'] },
      layers: [{ 'usr/bin/server': { content: 'x', mode: 0o755 } }],
    },
    {
      name: 'through links',
      config: { Cmd: ['/bin/sh'] },
      layers: [
        { bin: { link: 'usr/bin' }, 'usr/bin/sh': { link: 'dash' }, 'usr/bin/dash': { content: 'x', mode: 0o755 } },
      ],
    },
    {
      name: 'relative to the working directory',
      config: { Cmd: ['./server'], WorkingDir: '/app' },
      layers: [{ 'app/server': { content: 'x', mode: 0o755 } }],
    },
    { name: 'nothing to start', config: {}, layers: [{ 'app/data': 'x' }] },
    { name: 'on a volume', config: { Cmd: ['/data/run'], Volumes: { '/data': {} } }, layers: [{ 'etc/x': 'x' }] },
  ],

  *check(image) {
    const started = startedProgram(image);
    if (!started || started.found || started.key === undefined) return;
    yield {
      place: { kind: 'config', key: started.key },
      message: `The image starts \`${started.name}\`, which is not in it.`,
      evidence: [{ kind: 'command', text: started.name }],
      help: 'Copy it to where it is looked for, or name where it is.',
    };
  },
});
