import { atLeast, madeBy, secretFiles } from '../../src/image/secret-files.ts';
import { defineRule } from '../../src/rule.ts';
import { knownFile } from '../../src/secrets/files.ts';
import { evidenceOf, listOf } from '../../src/secrets/wording.ts';

export default defineRule({
  id: 'dotenv-file',
  aliases: ['CIS-DI-0010'],
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'secrets',
  securitySeverity: 7.5,
  precision: 'high',
  summary: 'No `.env` file may ship in an image.',
  why: 'A `.env` file holds what differs from one place to the next, mostly secrets, and a copy of the whole project takes it along.',
  bad: [
    { layers: [{ '[|app/.env|]': 'MODE=production\n' }], severity: 'warning' },
    {
      layers: [{ '[|app/.env.production|]': 'DB_PASSWORD=q8Zr0PfLw3VbXcT2mN5d\n' }],
      severity: 'error',
      message: '`/app/.env.production` holds the value of `DB_PASSWORD`.',
    },
  ],
  good: [
    {
      layers: [
        {
          'app/.env.example': 'DB_PASSWORD=\n',
          'app/.env.sample': 'A=1\n',
          'app/.env.template': 'A=1\n',
          'app/.env.dist': 'A=1\n',
        },
      ],
    },
    { layers: [{ 'app/node_modules/dotenv/.env': 'A=1\n' }] },
    { layers: [{ 'app/.env': '' }] },
  ],

  *check(image) {
    const secrets = new Map(secretFiles(image).map((file) => [file.version, atLeast(file.hits, 'likely')]));
    // Few paths hold the word, and to ask what a path is known for takes many patterns.
    for (const version of image.files.all.filter(({ entry }) => entry.path.includes('.env'))) {
      const { path, size, type } = version.entry;
      if (type !== 'file' || size === 0 || knownFile(path)?.is !== 'dotenv') continue;
      if (/(?:^|\/)node_modules\//.test(path)) continue;
      const found = secrets.get(version) ?? [];
      const line = found[0]?.line;
      yield {
        place: image.files.at(version, line === undefined ? {} : { line }),
        message: found.length > 0 ? `\`/${path}\` holds ${listOf(found)}.` : `\`/${path}\` ships in the image.`,
        evidence: found.length > 0 ? found.slice(0, 10).map(evidenceOf) : [{ kind: 'file', path, size }],
        related: madeBy(image, version.layer, 'brought the file'),
        severity: found.length > 0 ? 'error' : 'warning',
        help: 'Name it in `.dockerignore`, and give the container its environment when it runs.',
      };
    }
  },
});
