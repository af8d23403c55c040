import { atLeast, madeBy, secretFiles } from '../../src/image/secret-files.ts';
import { defineRule } from '../../src/rule.ts';
import { knownFile } from '../../src/secrets/files.ts';
import { evidenceOf, listOf } from '../../src/secrets/wording.ts';

export default defineRule({
  id: 'cloud-credentials-file',
  aliases: ['DKL-LI-0003'],
  on: 'image',
  since: '1.0',
  severity: 'error',
  category: 'secrets',
  securitySeverity: 8.5,
  precision: 'high',
  summary: 'No file of credentials may ship in an image.',
  why: 'Files in which tools keep their logins (clouds, registries, clusters, databases) open the same doors to whoever pulls the image.',
  bad: [
    {
      layers: [{ '[|root/.npmrc|]': '//registry.npmjs.org/:_authToken=3f9c2a71-5b0e-4c8d-9e6f-a1b2c3d4e5f6\n' }],
      message: '`/root/.npmrc` (npm configuration) holds a npm registry credential (`****f6`).',
    },
    {
      layers: [
        { '[|root/.docker/config.json|]': '{"auths":{"registry.example.com":{"auth":"YXBwOmtYOS1wUTJ2TG0="}}}' },
      ],
    },
    { layers: [{ '[|root/.netrc|]': 'machine api.example.com login app password kX9-pQ2vLm\n' }] },
  ],
  good: [
    { layers: [{ 'root/.npmrc': '//registry.npmjs.org/:_authToken=${NPM_TOKEN}\nalways-auth=true\n' }] },
    { layers: [{ 'root/.docker/config.json': '{"credsStore":"pass"}' }] },
    { layers: [{ 'root/.aws/config': '[default]\nregion = eu-central-1\n' }] },
  ],

  *check(image) {
    for (const { version, path, hits } of secretFiles(image)) {
      const file = knownFile(path);
      const found = atLeast(hits, 'likely');
      if (version.ended || file?.is !== 'credentials' || found.length === 0) continue;
      const line = found[0]?.line;
      yield {
        place: image.files.at(version, line === undefined ? {} : { line }),
        message: `\`/${path}\` (${file.title}) holds ${listOf(found)}.`,
        evidence: found.slice(0, 10).map(evidenceOf),
        related: madeBy(image, version.layer, 'brought the file'),
        help: 'Revoke what is in it, and mount the file into the one RUN that needs it: `RUN --mount=type=secret,target=…`.',
      };
    }
  },
});
