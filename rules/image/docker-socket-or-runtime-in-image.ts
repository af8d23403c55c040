import { programsOf } from '../../src/image/programs.ts';
import { defineRule } from '../../src/rule.ts';

const runtime =
  /^(usr\/)?(local\/)?s?bin\/(dockerd|docker|docker-init|docker-proxy|containerd|containerd-shim(-runc-v2)?|ctr|runc|crun|podman|kubelet)$/;

export default defineRule({
  id: 'docker-socket-or-runtime-in-image',
  aliases: ['CIS-4.3'],
  on: 'image',
  since: '1.0',
  severity: 'info',
  category: 'security',
  securitySeverity: 3,
  summary: 'A container should hold no container runtime.',
  why: 'It is there to be used with the host’s socket, and whoever reaches that socket rules the host.',
  bad: [{ layers: [{ '[|usr/bin/dockerd|]': { content: 'x', mode: 0o755 } }] }],
  good: [{ layers: [{ 'usr/share/doc/docker/README': 'x', 'usr/bin/node': { content: 'x', mode: 0o755 } }] }],

  *check({ files }) {
    const found = programsOf(files).filter(
      ({ path, entry }) => (entry.type === 'file' || entry.type === 'hardlink') && runtime.test(path),
    );
    const [first] = found;
    if (!first) return;
    yield {
      place: files.at(first),
      message: `The image holds a container runtime: ${found.map(({ path }) => `\`/${path}\``).join(', ')}.`,
      evidence: found.map(({ path, entry }) => ({ kind: 'file', path, size: entry.size })),
      help: 'Keep builders in images of their own; a rootless builder needs no socket.',
    };
  },
});
