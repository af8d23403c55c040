import { madeBy } from '../../src/image/secret-files.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'ssh-known-material',
  aliases: ['CIS-DI-0010'],
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'secrets',
  securitySeverity: 5,
  precision: 'high',
  summary: 'No list of SSH keys that may log in may ship in an image.',
  why: 'Whoever holds one of these keys can log in to every container that runs an SSH server, and the list names people and machines.',
  bad: [{ layers: [{ '[|root/.ssh/authorized_keys|]': 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ app@example.com\n' }] }],
  good: [{ layers: [{ 'root/.ssh/authorized_keys': '' }] }, { layers: [{ 'root/.ssh/config': 'Host *\n' }] }],

  *check(image) {
    for (const version of image.files.all.filter(({ entry }) => entry.path.includes('authorized_keys'))) {
      const { path, size, type } = version.entry;
      if (type !== 'file' || size === 0) continue;
      if (!/(?:^|\/)authorized_keys2?$/.test(path)) continue;
      yield {
        place: image.files.at(version),
        message: `\`/${path}\` lets SSH keys log in to every container of this image.`,
        evidence: [{ kind: 'file', path, size }],
        related: madeBy(image, version.layer, 'brought the file'),
        help: 'Mount the list into the container that needs it.',
      };
    }
  },
});
