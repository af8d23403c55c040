import { insertAfter } from '../../src/dockerfile/command-edits.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import type { Dockerfile, Stage } from '../../src/dockerfile/model.ts';
import { type PackageRan, packageCommandsOf } from '../../src/dockerfile/package-commands.ts';
import { commandsOf } from '../../src/dockerfile/ran.ts';
import type { Command } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

const flags: Readonly<Record<string, string>> = {
  npm: '--omit=dev',
  yarn: '--production',
  pnpm: '--prod',
  composer: '--no-dev',
};

export default defineRule({
  id: 'dev-dependencies',
  on: 'dockerfile',
  needs: { managers: ['npm', 'yarn', 'pnpm', 'composer'], and: { actions: ['sync'] } },
  since: '1.0',
  severity: 'info',
  category: 'size',
  summary: 'A stage that ships must not hold development dependencies.',
  fault: 'dev-dependencies',
  why: 'Test runners, bundlers and type checkers are often the larger half of what is installed, are never run in production, and bring most of the reports of vulnerable packages.',
  bad: [
    {
      code: 'FROM node:22\nCOPY package.json package-lock.json ./\nRUN [|npm ci|]\nCOPY . .\nCMD ["node", "server.js"]',
      fixed:
        'FROM node:22\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\nCOPY . .\nCMD ["node", "server.js"]',
    },
    {
      code: 'FROM php:8.4\nCOPY . .\nRUN [|composer install|]\nCMD ["php", "-S", "0.0.0.0:80"]',
      fixed: 'FROM php:8.4\nCOPY . .\nRUN composer install --no-dev\nCMD ["php", "-S", "0.0.0.0:80"]',
    },
  ],
  good: [
    'FROM node:22\nRUN npm ci --omit=dev\nCMD ["node", "server.js"]',
    'FROM node:22\nENV NODE_ENV=production\nRUN npm ci\nCMD ["node", "server.js"]',
    'FROM node:22\nRUN NODE_ENV=production npm ci\nCMD ["node", "server.js"]',
    'FROM node:22 AS build\nRUN npm ci\nFROM node:22\nCMD ["node", "server.js"]',
    'FROM node:22\nRUN npm ci && npm run build\nCMD ["node", "dist/server.js"]',
    'FROM node:22\nRUN npm ci && npm prune --omit=dev\nCMD ["node", "server.js"]',
    'FROM node:22\nRUN npm ci\nCMD ["npm", "run", "dev"]',
    'FROM node:22\nRUN npm ci',
    { code: 'FROM node:22\nRUN npm ci\nCMD ["node", "server.js"]', file: 'Dockerfile.dev' },
    'FROM node:22\nARG NODE_ENV\nENV NODE_ENV=$NODE_ENV\nRUN npm ci\nCMD ["node", "server.js"]',
    'FROM node:22\nRUN yarn install --production\nCMD ["node", "server.js"]',
  ],

  *check(file) {
    for (const stage of file.shipped) {
      const starts = startOf(stage);
      if (starts === undefined) continue;
      let forDevelopers: boolean | undefined;
      for (const ran of packageCommandsOf([stage], 'npm', 'yarn', 'pnpm', 'composer')) {
        const { manager, action, command, verb, verbWord } = ran;
        const flag = flags[manager.name];
        if (action !== 'sync' || flag === undefined || leavesOut(ran) || isNeeded(ran)) continue;
        forDevelopers ??= isForDevelopers(file, stage, starts);
        if (forDevelopers) break;
        yield {
          place: file.at({ start: command.span.start, end: verbWord.span.end }),
          message: `\`${`${command.name} ${verb}`.trim()}\` installs development dependencies in a stage that ships.`,
          help: `Give \`${flag}\`, or build in a stage of its own.`,
          fixes: [fix(`Give ${flag}`, 'unsafe', insertAfter(verbWord, ` ${flag}`))],
        };
      }
    }
  },
});

const development = /\b(?:dev|development|test|tests|e2e|cypress|playwright|debug|tilt|local|ci)\b/i;

/** By the file's name, the stage's, or what the container runs. */
function isForDevelopers({ file }: Dockerfile, { name = '' }: Stage, starts: string): boolean {
  return (
    development.test(`${file.slice(file.lastIndexOf('/') + 1)} ${name}`) ||
    /\b(?:dev|development|test|tests|watch|nodemon|debug|storybook|ts-node|tsx|vite|lint|cypress|debugger|inspect)\b/i.test(
      starts,
    )
  );
}

/** What the container runs, as text; a stage that runs nothing by itself is no application. */
function startOf(stage: Stage): string | undefined {
  const last = stage.of('cmd', 'entrypoint');
  if (last.length === 0) return undefined;
  return last.map(({ words }) => words.map(({ raw }) => raw).join(' ')).join(' ');
}

function leavesOut({ command, manager, run, verb }: PackageRan): boolean {
  if (command.has(...(manager.productionFlags ?? []), '-g', '--global')) return true;
  if (manager.name === 'composer') return verb === 'create-project' || run.state.env('COMPOSER_NO_DEV') !== undefined;
  if (run.state.env('NODE_ENV') !== undefined || run.state.env('NPM_CONFIG_PRODUCTION') !== undefined) return true;
  return command.script.commands.some(
    (one) =>
      one.assignments.some(({ name }) => name === 'NODE_ENV') ||
      one.args.some(({ raw }) => raw.startsWith('NODE_ENV=')) ||
      (one.name === 'npm' && one.args.some(({ raw }) => raw === 'production' || raw === 'omit')),
  );
}

/** Something later in the stage builds with them, or removes them. */
function isNeeded({ stage, command, run }: PackageRan): boolean {
  const last = known.get(stage) ?? lastNeed(stage);
  known.set(stage, last);
  return last.index > run.index || (last.index === run.index && last.start > command.span.start);
}

interface Need {
  /** Of its RUN. */
  readonly index: number;
  readonly start: number;
}

const known = new WeakMap<Stage, Need>();

function lastNeed(stage: Stage): Need {
  const needs = commandsOf([stage]).filter(({ command }) => needsThem(command));
  const index = needs.at(-1)?.run.index ?? -1;
  const start = needs.reduce(
    (most, { run, command }) => (run.index === index ? Math.max(most, command.span.start) : most),
    -1,
  );
  return { index, start };
}

function needsThem(later: Command): boolean {
  const { name = '', args } = later;
  if (/^(?:npx|tsc|webpack|vite|gulp|grunt|ng|next|nest|rollup|esbuild|make|lerna|nx|turbo|node-prune)$/.test(name))
    return true;
  const [verb] = later.parsed.operands;
  if (name === 'npm') return /^(?:run|run-script|exec|prune|test|t|rebuild|pkg|start)$/.test(verb?.text ?? '');
  if (name === 'yarn' || name === 'pnpm' || name === 'bun')
    return args.length > 0 && !/^(?:install|cache|add|config|global|i)$/.test(verb?.text ?? 'install');
  return name === 'composer' && /^(?:install|run|run-script|test)$/.test(verb?.text ?? '');
}
