import { keptCaches, oncePerRun, withCleanUp } from '../../src/dockerfile/kept-caches.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'yarn-cache-kept',
  aliases: ['DL3060'],
  on: 'dockerfile',
  needs: { managers: ['yarn'] },
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'What yarn keeps for later must not stay in a layer.',
  why: 'Files of the cache are of no use to the image once the install is done, and stay in its layer for good.',
  fault: 'npm-cache',
  options: (z) =>
    z.strictObject({
      stages: z.enum(['shipped', 'all']).default('shipped').describe('Which stages are judged.'),
    }),
  bad: [
    { code: 'FROM node:22\nRUN [|yarn install|]', fixed: 'FROM node:22\nRUN yarn install && yarn cache clean' },
    {
      code: 'FROM node:22\nRUN [|yarn|] && yarn global add serve@14.2.4',
      fixed: 'FROM node:22\nRUN yarn && yarn global add serve@14.2.4 && yarn cache clean',
    },
    { code: 'FROM node:22 AS build\nRUN [|yarn install|]\nFROM scratch', options: { stages: 'all' } },
  ],
  good: [
    'FROM node:22\nRUN yarn install && yarn cache clean',
    'FROM node:22\nRUN yarn install --frozen-lockfile && rm -rf /usr/local/share/.cache',
    'FROM node:22\nRUN --mount=type=cache,target=/root/.yarn YARN_CACHE_FOLDER=/root/.yarn yarn install',
    'FROM node:22\nRUN yarn build',
    'FROM node:22 AS build\nRUN yarn install\nFROM scratch',
  ],

  *check(file, { stages }) {
    for (const kept of oncePerRun(keptCaches(stages === 'all' ? file.stages : file.shipped, 'yarn'))) {
      const { command, verb, verbWord } = kept;
      yield {
        place: file.at({ start: command.span.start, end: verbWord.span.end }),
        message: `\`${`${command.name} ${verb}`.trim()}\` leaves what it downloaded in yarn's cache, in this layer.`,
        help: 'End the same RUN with `yarn cache clean`, or use a cache mount.',
        fixes: withCleanUp(file, kept, 'yarn cache clean'),
      };
    }
  },
});
