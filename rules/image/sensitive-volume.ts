import { defineRule } from '../../src/rule.ts';

const sensitive =
  /^\/?$|^\/(dev|proc|sys|etc|boot|root|usr|bin|sbin|lib|lib64)(\/|$)|^\/(var\/)?run\/(docker|podman|containerd)(\/|\.sock|$)/;

export default defineRule({
  id: 'sensitive-volume',
  aliases: ['DKL-DI-0002'],
  on: 'image',
  since: '1.0',
  severity: 'error',
  category: 'security',
  securitySeverity: 7,
  summary: 'No volume may cover what belongs to the system.',
  why: 'A volume there hands the host’s devices, processes or daemon to the container, or hides what the container needs.',
  bad: [
    { config: { Volumes: { '[|/proc|]': {} } }, layers: [] },
    { config: { Volumes: { '[|/var/run/docker.sock|]': {} } }, layers: [] },
    { config: { Volumes: { '[|/|]': {} } }, layers: [] },
  ],
  good: [
    { config: { Volumes: { '/data': {}, '/var/lib/postgresql/data': {}, '/etcd': {} } }, layers: [] },
    { name: 'configuration of one program', config: { Volumes: { '/etc/nginx/conf.d': {} } }, layers: [] },
  ],

  *check({ config }) {
    for (const volume of config.volumes) {
      if (!sensitive.test(volume) || /^\/(etc|root|usr)\/./.test(volume)) continue;
      yield {
        place: { kind: 'config', key: `Volumes.${volume}` },
        message: `The volume \`${volume}\` covers what belongs to the system.`,
        evidence: [{ kind: 'value', name: 'volume', value: volume }],
        help: 'Keep data in a folder of its own: `VOLUME /data`.',
      };
    }
  },
});
