import { insertAfter, replace } from '../../src/dockerfile/command-edits.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import type { CopyInstruction, Dockerfile, Stage } from '../../src/dockerfile/model.ts';
import { lastBefore } from '../../src/dockerfile/order.ts';
import { type PackageRan, packageCommandsBeside, packageCommandsOf } from '../../src/dockerfile/package-commands.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'npm-install-not-ci',
  on: 'dockerfile',
  needs: { managers: ['npm', 'yarn', 'pnpm', 'bun'], and: { actions: ['sync'] } },
  since: '1.0',
  severity: 'warning',
  category: 'reproducibility',
  summary: 'Where there is a lockfile, the install must be held to it.',
  why: '`npm install` takes newer versions where `package.json` allows them and writes the lockfile anew: what is built is then not what was tested. `npm ci` fails instead.',
  bad: [
    {
      code: 'FROM node:22\nCOPY package.json package-lock.json ./\nRUN [|npm install|] --omit=dev',
      fixed: 'FROM node:22\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev',
    },
    {
      code: 'FROM node:22\nCOPY package.json yarn.lock /app/\nRUN [|yarn|] --production && yarn build',
      fixed: 'FROM node:22\nCOPY package.json yarn.lock /app/\nRUN yarn --frozen-lockfile --production && yarn build',
    },
    {
      code: 'FROM node:22\nCOPY package.json pnpm-lock.yaml ./\nRUN [|pnpm install|]',
      fixed: 'FROM node:22\nCOPY package.json pnpm-lock.yaml ./\nRUN pnpm install --frozen-lockfile',
    },
    {
      code: 'FROM node:22\nCOPY . .\nRUN [|npm i|]',
      files: ['package.json', 'package-lock.json'],
      fixed: 'FROM node:22\nCOPY . .\nRUN npm ci',
    },
    { code: 'FROM node:22\nCOPY package*.json ./\nRUN [|npm install|]', files: ['package.json', 'package-lock.json'] },
  ],
  good: [
    'FROM node:22\nCOPY package.json package-lock.json ./\nRUN npm ci',
    'FROM node:22\nCOPY package.json ./\nRUN npm install',
    'FROM node:22\nCOPY package.json yarn.lock ./\nRUN yarn install --frozen-lockfile',
    'FROM node:22\nCOPY package.json yarn.lock ./\nRUN npm install',
    'FROM node:22\nCOPY package.json package-lock.json ./\nRUN npm install -g serve@14.2.4 && npm ci',
    'FROM node:22\nCOPY . .\nRUN npm install',
    { code: 'FROM node:22\nCOPY package*.json ./\nRUN npm install', files: ['package.json', 'index.js'] },
    'FROM node:22\nCOPY package*.json ./\nRUN npm install',
    'FROM node:22\nCOPY package.json yarn.lock .yarnrc.yml ./\nRUN yarn install --immutable',
    'FROM node:22\nCOPY package-lock.json package.json ./\nRUN npm install || npm ci',
  ],

  *check(file) {
    const locks = new Map<string, readonly CopyInstruction[]>();
    for (const ran of packageCommandsOf(file.stages, 'npm', 'yarn', 'pnpm', 'bun')) {
      const { action, manager, command, verb, verbWord, stage, operands } = ran;
      if (action !== 'sync' || isFrozen(ran) || operands.length > 0 || verb === 'workspaces focus') continue;
      const key = `${stage.index} ${manager.name}`;
      const copies = locks.get(key) ?? lockCopies(file, ran);
      locks.set(key, copies);
      const copy = lastBefore(copies, ran.run.index);
      if (copy === undefined) continue;
      yield {
        place: file.at({ start: command.span.start, end: verbWord.span.end }),
        message: `\`${`${command.name} ${verb}`.trim()}\` may install other versions than the lockfile says.`,
        help: manager.name === 'npm' ? 'Use `npm ci`.' : `Give \`${frozenFlag(ran)}\`.`,
        related: [{ place: copy.place, message: 'The lockfile is copied here.' }],
        fixes: [
          manager.name === 'npm'
            ? fix('Use npm ci', 'unsafe', replace(verbWord, 'ci'))
            : fix(`Give ${frozenFlag(ran)}`, 'unsafe', insertAfter(verbWord, ` ${frozenFlag(ran)}`)),
        ],
      };
    }
  },
});

function isFrozen(ran: PackageRan): boolean {
  const { manager, command, verb } = ran;
  if (manager.frozenVerbs?.includes(verb) || command.has(...(manager.frozenFlags ?? []), '-g', '--global', '--no-save'))
    return true;
  if (
    command.has(
      '--no-package-lock',
      '--package-lock-only',
      '--no-lockfile',
      '--no-frozen-lockfile',
      '--prefix',
      '--cwd',
    )
  )
    return true;
  // Beside it stands one that is held to the lockfile: `npm ci || npm install`.
  return packageCommandsBeside(ran).some(
    (one) =>
      one.manager === manager &&
      one.command.script === command.script &&
      one.command !== command &&
      manager.frozenVerbs?.includes(one.verb),
  );
}

function frozenFlag({ manager, stage }: PackageRan): string {
  return manager.name === 'yarn' && isBerry(stage) ? '--immutable' : '--frozen-lockfile';
}

const berries = new WeakMap<Stage, boolean>();

/** Whether files of the newer yarn come in. */
function isBerry(stage: Stage): boolean {
  const before = berries.get(stage);
  if (before !== undefined) return before;
  const copied = stage.of('copy', 'add').flatMap((copy) => copy.sources.map(({ raw }) => raw));
  const found = copied.some((source) => /\.yarnrc\.yml|\.yarn(?:\/|$)/.test(source));
  berries.set(stage, found);
  return found;
}

/** Every COPY of the stage that brings the manager's lockfile, by name or, where the context is known, by a pattern or with everything. */
function lockCopies(file: Dockerfile, { stage, manager }: PackageRan): readonly CopyInstruction[] {
  const { context } = file.facts;
  const locks = manager.lockfiles ?? [];
  const copies = stage.of('copy', 'add').filter((copy) => !copy.from);
  return copies.filter((copy) =>
    copy.sources.some(({ text = '' }) => {
      const name = text.slice(text.lastIndexOf('/') + 1);
      if (locks.includes(name)) return true;
      // A pattern says nothing about what it meets: without the context nobody knows that there is a lockfile.
      const known = locks.some((lock) => context?.files?.has(lock));
      return known && (/^\.?\/?$/.test(text) || (/^package\*\.json$|^package\*$/.test(name) && manager.name === 'npm'));
    }),
  );
}
