import { mountCovers } from '../../src/dockerfile/caches.ts';
import { addFlag, fix } from '../../src/dockerfile/edits.ts';
import type { RunInstruction } from '../../src/dockerfile/model.ts';
import { type PackageRan, packageCommandsOf } from '../../src/dockerfile/package-commands.ts';
import { defineRule } from '../../src/rule.ts';

const judged: ReadonlySet<string> = new Set([
  'apt',
  'dnf',
  'pip',
  'uv',
  'npm',
  'yarn',
  'pnpm',
  'go',
  'cargo',
  'maven',
  'gradle',
  'composer',
  'bundle',
]);

export default defineRule({
  id: 'missing-cache-mount',
  on: 'dockerfile',
  needs: { actions: ['install', 'sync'] },
  since: '1.0',
  severity: 'off',
  category: 'caching',
  summary: 'An install should keep what it downloads in a cache mount.',
  why: 'When one dependency changes, all of them are downloaded again; a cache mount keeps them from one build to the next, and out of the image.',
  bad: [
    {
      code: 'FROM golang:1.26\nRUN [|go mod download|]',
      fixed: 'FROM golang:1.26\nRUN --mount=type=cache,target=/go/pkg/mod go mod download',
    },
    {
      code: 'FROM python:3.13\nRUN [|pip install|] -r requirements.txt',
      fixed: 'FROM python:3.13\nRUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt',
    },
    'FROM node:22\nUSER node\nRUN [|npm ci|]',
  ],
  good: [
    'FROM golang:1.26\nRUN --mount=type=cache,target=/go/pkg/mod go mod download',
    'FROM python:3.13\nRUN --mount=type=cache,target=/root/.cache pip install -r requirements.txt',
    'FROM node:22\nRUN npm run build && npm uninstall app',
    'FROM golang:1.26\nRUN --mount=type=cache,target=$CACHE go mod download',
  ],

  *check(file) {
    const seen = new Set<RunInstruction>();
    for (const ran of packageCommandsOf(file.stages)) {
      const { action, manager, run, command, verb, verbWord } = ran;
      const path = pathOf(ran);
      if (
        (action !== 'install' && action !== 'sync') ||
        !judged.has(manager.name) ||
        path === undefined ||
        seen.has(run)
      )
        continue;
      seen.add(run);
      if (manager.caches.some((cache) => mountCovers(run, cache.path.replace('~', homeOf(run) ?? '~')))) continue;
      if (run.mounts.some(({ type }) => type === 'cache')) continue;
      const flag = `--mount=type=cache,target=${path}`;
      const home = !path.startsWith('~');
      yield {
        place: file.at({ start: command.span.start, end: verbWord.span.end }),
        message: `\`${`${command.name} ${verb}`.trim()}\` downloads everything anew each time it runs.`,
        help: `Give \`${flag}\`.`,
        fixes: home ? [fix('Add a cache mount', 'unsafe', addFlag(run, flag))] : [],
      };
    }
  },
});

function pathOf({ manager, run }: PackageRan): string | undefined {
  const path = manager.name === 'apt' ? '/var/cache/apt' : manager.caches[0]?.path;
  return path?.replace('~', homeOf(run) ?? '~');
}

function homeOf({ state }: RunInstruction): string | undefined {
  const user = state.user.text?.split(':')[0];
  return user === 'root' || user === '0' ? '/root' : undefined;
}
