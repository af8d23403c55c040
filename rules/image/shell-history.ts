import type { Entry } from '../../src/image/facts.ts';
import { madeBy } from '../../src/image/secret-files.ts';
import { defineRule } from '../../src/rule.ts';
import { isHistoryFile } from '../../src/secrets/files.ts';

export default defineRule({
  id: 'shell-history',
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'secrets',
  securitySeverity: 5,
  precision: 'very-high',
  summary: 'No history of commands may ship in an image.',
  why: 'Shells, interpreters and database clients write down what was typed, passwords included.',
  bad: [{ layers: [{ '[|root/.bash_history|]': 'ls\n', '[|home/app/.psql_history|]': 'select 1;\n' }] }],
  good: [{ layers: [{ 'root/.bash_history': '', 'root/.bashrc': 'alias ll=ls\n' }] }],

  *check(image) {
    const isHistory = ({ type, size, path }: Entry) => type === 'file' && size > 0 && isHistoryFile(path);
    for (const version of image.files.all.filter(({ entry }) => isHistory(entry))) {
      const { path, size } = version.entry;
      yield {
        place: image.files.at(version),
        message: `\`/${path}\` tells what was typed while the image was made.`,
        evidence: [{ kind: 'file', path, size }],
        related: madeBy(image, version.layer, 'left it'),
        help: 'Build from a Dockerfile instead of committing a container, and remove the file.',
      };
    }
  },
});
