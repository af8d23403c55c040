import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'image-exposes-ssh',
  aliases: ['DS-0004', 'CKV_DOCKER_1'],
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'security',
  securitySeverity: 5,
  summary: 'An image must not offer SSH.',
  why: 'A second way in needs its own keys, patches and watching; `docker exec` and `kubectl exec` are there already.',
  fault: 'ssh-port',
  bad: [
    { config: { ExposedPorts: { '[|22/tcp|]': {} } }, layers: [] },
    { name: 'the server itself', layers: [{ '[|usr/sbin/sshd|]': { content: 'x', mode: 0o755 } }] },
  ],
  good: [
    { config: { ExposedPorts: { '2222/tcp': {}, '8080/tcp': {} } }, layers: [] },
    { layers: [{ 'usr/sbin/sshd': 'x' }, { 'usr/sbin/.wh.sshd': '' }] },
  ],

  *check({ config, files }) {
    for (const port of config.exposed) {
      if (!/^22(\/|$)/.test(port)) continue;
      yield {
        place: { kind: 'config', key: `ExposedPorts.${port}` },
        message: `The image exposes \`${port}\`, the port of SSH.`,
        evidence: [{ kind: 'value', name: 'port', value: port }],
        help: 'Leave the server out, and enter with `docker exec`.',
      };
    }
    const server = files.get('usr/sbin/sshd');
    if (server?.entry.type !== 'file') return;
    yield {
      place: files.at(server),
      message: `The SSH server \`/${server.path}\` is in the image.`,
      evidence: [{ kind: 'file', path: server.path, size: server.entry.size }],
      help: 'Leave the package out; `openssh-client` is the part that git needs.',
    };
  },
});
