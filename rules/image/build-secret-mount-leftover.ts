import type { Entry } from '../../src/image/facts.ts';
import { madeBy } from '../../src/image/secret-files.ts';
import { defineRule } from '../../src/rule.ts';
import { isBuildLeftover } from '../../src/secrets/files.ts';

export default defineRule({
  id: 'build-secret-mount-leftover',
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'secrets',
  securitySeverity: 6,
  precision: 'high',
  summary: 'Nothing of a build may be left where builders mount secrets and keep themselves.',
  why: 'What a build mounts is not part of the image; a file that stands there all the same was copied, secret and all.',
  bad: [{ layers: [{ '[|run/secrets/npm_token|]': 'x\n' }] }, { layers: [{ '[|kaniko/executor|]': 'x' }] }],
  good: [{ layers: [{ 'run/secrets/npm_token': '' }] }, { layers: [{ 'run/secrets': { type: 'dir' } }] }],

  *check(image) {
    const isLeft = ({ type, size, path }: Entry) => type === 'file' && size > 0 && isBuildLeftover(path);
    for (const version of image.files.all.filter(({ entry }) => isLeft(entry))) {
      const { path, size } = version.entry;
      yield {
        place: image.files.at(version),
        message: `\`/${path}\` was left by the build.`,
        evidence: [{ kind: 'file', path, size }],
        related: madeBy(image, version.layer, 'left it'),
        help: 'Read secrets where they are mounted, and copy none of them.',
      };
    }
  },
});
