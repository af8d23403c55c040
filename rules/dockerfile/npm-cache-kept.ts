import { keptCaches, oncePerRun, withCleanUp } from '../../src/dockerfile/kept-caches.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'npm-cache-kept',

  on: 'dockerfile',
  needs: { managers: ['npm'] },
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'What npm keeps for later must not stay in a layer.',
  why: 'Files of the cache are of no use to the image once the install is done, and stay in its layer for good.',
  fault: 'npm-cache',
  options: (z) =>
    z.strictObject({
      stages: z.enum(['shipped', 'all']).default('shipped').describe('Which stages are judged.'),
    }),
  bad: [
    { code: 'FROM node:22\nRUN [|npm ci|]', fixed: 'FROM node:22\nRUN npm ci && npm cache clean --force' },
    {
      code: 'FROM node:22\nRUN [|npm install|] -g serve@14.2.4',
      fixed: 'FROM node:22\nRUN npm install -g serve@14.2.4 && npm cache clean --force',
    },
    { code: 'FROM node:22 AS build\nRUN [|npm ci|]\nFROM scratch', options: { stages: 'all' } },
  ],
  good: [
    'FROM node:22\nRUN npm ci && npm cache clean --force',
    'FROM node:22\nRUN npm install && rm -rf ~/.npm',
    'FROM node:22\nRUN --mount=type=cache,target=/root/.npm npm ci',
    'FROM node:22\nRUN npm ci && rm -rf /root/.npm/_cacache',
    'FROM node:22\nRUN npm run build',
    'FROM node:22\nENV NPM_CONFIG_CACHE=/tmp/npm\nRUN npm ci',
    'FROM node:22 AS build\nRUN npm ci\nFROM scratch',
  ],

  *check(file, { stages }) {
    for (const kept of oncePerRun(keptCaches(stages === 'all' ? file.stages : file.shipped, 'npm'))) {
      const { command, verb, verbWord, path } = kept;
      yield {
        place: file.at({ start: command.span.start, end: verbWord.span.end }),
        message: `\`${`${command.name} ${verb}`.trim()}\` leaves what it downloaded in \`${path}\` of this layer.`,
        evidence: [{ kind: 'file', path }],
        help: 'End the same RUN with `npm cache clean --force`, or use a cache mount.',
        fixes: withCleanUp(file, kept, 'npm cache clean --force'),
      };
    }
  },
});
