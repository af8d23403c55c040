import { atLeast, madeBy, secretFiles } from '../../src/image/secret-files.ts';
import { defineRule } from '../../src/rule.ts';
import { knownFile } from '../../src/secrets/files.ts';
import { isPrivateKey } from '../../src/secrets/kinds.ts';
import { evidenceOf } from '../../src/secrets/wording.ts';

const key =
  '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n-----END PRIVATE KEY-----\n';

export default defineRule({
  id: 'ssh-private-key',
  aliases: ['CIS-DI-0010'],
  on: 'image',
  since: '1.0',
  severity: 'error',
  category: 'secrets',
  securitySeverity: 8.5,
  precision: 'high',
  summary: 'No SSH private key may ship in an image.',
  why: "A user's key opens every host that knows it to whoever pulls the image; a host key that ships is shared by all containers, and any of them can pass for another.",
  bad: [
    { layers: [{ '[|root/.ssh/id_ed25519|]': key }], message: '`/root/.ssh/id_ed25519` is an SSH private key.' },
    { layers: [{ '[|etc/ssh/ssh_host_ed25519_key|]': key }], severity: 'warning' },
  ],
  good: [
    { layers: [{ 'root/.ssh/id_ed25519.pub': 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ app@example.com\n' }] },
    {
      layers: [
        {
          'root/.ssh/known_hosts':
            'github.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl\n',
        },
      ],
    },
    { name: 'removed: another rule', layers: [{ 'root/.ssh/id_ed25519': key }, { 'root/.ssh/.wh.id_ed25519': '' }] },
  ],

  *check(image) {
    for (const { version, path, hits } of secretFiles(image)) {
      if (version.ended || knownFile(path)?.is !== 'ssh') continue;
      const [hit] = atLeast(hits, 'likely').filter(isPrivateKey);
      if (!hit) continue;
      const host = /(?:^|\/)ssh_host_\w+_key$/.test(path);
      const encrypted = hit.title.startsWith('encrypted');
      yield {
        place: image.files.at(version),
        message: host
          ? `\`/${path}\` is an SSH host key that all containers of this image share.`
          : `\`/${path}\` is an ${encrypted ? 'encrypted ' : ''}SSH private key.`,
        evidence: [evidenceOf(hit)],
        related: madeBy(image, version.layer, 'brought the file'),
        ...((host || encrypted) && { severity: 'warning' as const }),
        help: host
          ? 'Remove host keys in the RUN that makes them, and make them when the container starts: `ssh-keygen -A`.'
          : 'Replace the key wherever it is known, and lend the build yours with `RUN --mount=type=ssh`.',
      };
    }
  },
});
