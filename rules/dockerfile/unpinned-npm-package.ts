import { named, unpinnedInstalls } from '../../src/dockerfile/package-commands.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'unpinned-npm-package',
  aliases: ['DL3016'],
  on: 'dockerfile',
  needs: { managers: ['npm', 'yarn', 'pnpm', 'bun'], and: { actions: ['install'] } },
  since: '1.0',
  severity: 'info',
  category: 'reproducibility',
  summary: 'What npm installs must have a version.',
  why: 'An install without a version takes whatever was published last, so two builds of one Dockerfile differ.',
  bad: [
    'FROM node:22\nRUN npm install -g [|typescript|]',
    'FROM node:22\nRUN yarn global add [|@acme/app|]',
    'FROM node:22\nRUN npm install -g [|pnpm@latest|]',
  ],
  good: [
    'FROM node:22\nRUN npm install -g typescript@5.7.3 @acme/app@1.0',
    'FROM node:22\nRUN npm install && npm ci',
    'FROM node:22\nRUN npm install ./app acme/app#v1 app.tgz',
    'FROM node:22\nRUN npm install --registry https://example.com $PACKAGES',
    'FROM node:22\nRUN npm install -g npm@$VERSION',
  ],

  *check({ stages }) {
    for (const { first, loose } of unpinnedInstalls(stages, 'npm', 'yarn', 'pnpm', 'bun')) {
      yield {
        place: first.word.place,
        message: `${named(loose)} ${loose.length > 1 ? 'have' : 'has'} no version.`,
        evidence: loose.map(({ name = '' }) => ({ kind: 'package', manager: 'npm', name })),
        help: 'Name the version: `typescript@5.7.3`.',
      };
    }
  },
});
