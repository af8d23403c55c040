import { atLeast, madeBy, secretFiles } from '../../src/image/secret-files.ts';
import { defineRule } from '../../src/rule.ts';
import { knownFile } from '../../src/secrets/files.ts';
import { isPrivateKey } from '../../src/secrets/kinds.ts';
import { evidenceOf, phraseOf, placeIn } from '../../src/secrets/wording.ts';

export default defineRule({
  id: 'secret-in-file',
  aliases: ['CIS-DI-0010'],
  on: 'image',
  since: '1.0',
  severity: 'error',
  category: 'secrets',
  securitySeverity: 8.5,
  precision: 'high',
  summary: 'No file of the image may hold a secret.',
  why: 'Whoever can pull the image can read every file of it, and needs no running container to do so.',
  options: (z) =>
    z.strictObject({
      least: z
        .enum(['confirmed', 'likely', 'possible'])
        .default('likely')
        .describe(
          'How sure a detector must be: a checksum or a structure that was checked, a format of its own, or a name and a look.',
        ),
    }),
  bad: [
    {
      layers: [{ '[|app/config.yml|]': 'github: 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\n' }],
      message: '`/app/config.yml` holds a GitHub personal access token (`ghp_****17`).',
    },
    {
      name: 'two secrets, two findings',
      layers: [
        {
          '[|[|app/settings.py|]|]':
            'A = "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"\nB = "postgres://app:kX9-pQ2vLm@db.acme.dev/app"\n',
        },
      ],
    },
    {
      name: 'by its name alone, when asked for',
      options: { least: 'possible' },
      layers: [{ '[|app/settings.py|]': 'DB_PASSWORD = "q8Zr0PfLw3VbXcT2mN5d"\n' }],
    },
  ],
  good: [
    { layers: [{ 'app/config.yml': 'github: ${GITHUB_TOKEN}\n' }] },
    { layers: [{ 'app/settings.py': 'DB_PASSWORD = "q8Zr0PfLw3VbXcT2mN5d"\n' }] },
    {
      name: 'a file that its package brought, unchanged',
      layers: [
        {
          'usr/share/doc/github/example': '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\n',
          'var/lib/dpkg/info/github.md5sums': '6c7ca1782c91c2268ec78b97f141409d  usr/share/doc/github/example\n',
        },
      ],
    },
  ],

  *check(image, { least }) {
    for (const { version, path, hits } of secretFiles(image)) {
      if (version.ended || knownFile(path)?.is === 'credentials' || knownFile(path)?.is === 'dotenv') continue;
      for (const hit of atLeast(hits, least)) {
        if (isPrivateKey(hit)) continue;
        yield {
          place: image.files.at(version, placeIn(hit)),
          message: `\`/${path}\` holds ${phraseOf(hit)}.`,
          evidence: [evidenceOf(hit)],
          related: madeBy(image, version.layer, 'brought the file'),
          help: 'Revoke the secret, then keep it out of the image: mount it where it is needed with `RUN --mount=type=secret`, or hand it to the container when it runs.',
        };
      }
    }
  },
});
