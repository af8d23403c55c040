import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'image-workdir-missing',
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'runtime',
  summary: 'The working directory must be in the image.',
  why: 'Runtimes make it as root where it is missing, or refuse to start; an unprivileged process cannot write there.',
  bad: [
    { config: { WorkingDir: '[|/app|]', User: '1000' }, layers: [{ 'etc/passwd': 'root:x:0:0::/root:/bin/sh\n' }] },
  ],
  good: [
    { config: { WorkingDir: '/app' }, layers: [{ 'app/server': 'x' }] },
    { config: { WorkingDir: '/app' }, layers: [{ 'app/': { type: 'dir' } }] },
    {
      name: 'through a link',
      config: { WorkingDir: '/app' },
      layers: [{ app: { link: 'srv/app' }, 'srv/app/x': 'x' }],
    },
    { config: { WorkingDir: '/' }, layers: [] },
  ],

  *check({ config: { workdir }, files, layers }) {
    if (!workdir.startsWith('/') || workdir === '/' || layers.some(({ facts }) => facts.unread)) return;
    const path = workdir.slice(1).replace(/\/+$/, '');
    if (files.resolve(path) || files.list(path).length > 0) return;
    yield {
      place: { kind: 'config', key: 'WorkingDir' },
      message: `The working directory \`${workdir}\` is not in the image.`,
      evidence: [{ kind: 'value', name: 'WorkingDir', value: workdir }],
      help: `Make it, and give it to the user that runs: \`RUN mkdir ${workdir} && chown app ${workdir}\`.`,
    };
  },
});
