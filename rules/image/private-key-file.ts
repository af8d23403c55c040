import { atLeast, madeBy, secretFiles } from '../../src/image/secret-files.ts';
import { defineRule } from '../../src/rule.ts';
import { knownFile } from '../../src/secrets/files.ts';
import { isPrivateKey } from '../../src/secrets/kinds.ts';
import { evidenceOf, placeIn, within } from '../../src/secrets/wording.ts';

export default defineRule({
  id: 'private-key-file',
  aliases: ['CIS-DI-0010'],
  on: 'image',
  since: '1.0',
  severity: 'error',
  category: 'secrets',
  securitySeverity: 8.5,
  precision: 'high',
  summary: 'No private key may ship in an image.',
  why: 'Whoever pulls the image has the key, and with it the name it stands for: a server, a signer, a user.',
  bad: [
    {
      layers: [
        {
          '[|app/tls.key|]':
            '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n-----END PRIVATE KEY-----\n',
        },
      ],
      message: '`/app/tls.key` holds a private key (ed25519).',
    },
  ],
  good: [
    {
      layers: [
        {
          'app/tls.pub':
            '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n',
        },
      ],
    },
    { layers: [{ 'app/README': '-----BEGIN PRIVATE KEY-----\n(put yours here)\n-----END PRIVATE KEY-----\n' }] },
    {
      name: 'an SSH key: another rule',
      layers: [
        {
          'root/.ssh/id_ed25519':
            '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n-----END PRIVATE KEY-----\n',
        },
      ],
    },
  ],

  *check(image) {
    for (const { version, path, hits } of secretFiles(image)) {
      if (version.ended || knownFile(path)?.is === 'ssh' || knownFile(path)?.is === 'credentials') continue;
      for (const hit of atLeast(hits, 'likely').filter(isPrivateKey)) {
        const kind = /^(?:key parses|encrypted key): (.+)$/.exec(hit.why)?.[1];
        yield {
          place: image.files.at(version, placeIn(hit)),
          message: `\`/${path}\` holds ${/^[aeio]/.test(hit.title) ? 'an' : 'a'} ${hit.title}${kind ? ` (${kind})` : ''}${within(hit)}.`,
          evidence: [evidenceOf(hit)],
          related: madeBy(image, version.layer, 'brought the file'),
          ...(hit.title.startsWith('encrypted') && { severity: 'warning' as const }),
          help: 'Make a new key, and hand it to the container when it runs: as a secret or a mounted file.',
        };
      }
    }
  },
});
