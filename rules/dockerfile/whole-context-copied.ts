import type { Context } from '../../src/dockerfile/facts.ts';
import { type Ignore, parseIgnore } from '../../src/dockerfile/ignore.ts';
import { defineRule } from '../../src/rule.ts';

/** What nobody means to ship: what it is, and how its path looks. */
const unwanted: readonly (readonly [string, RegExp])[] = [
  ['.git', /^(?:.*\/)?\.git\//],
  ['node_modules', /^(?:.*\/)?node_modules\//],
  ['.venv', /^(?:.*\/)?\.?venv\/(?:pyvenv\.cfg|bin\/|lib\/)/],
  ['__pycache__', /^(?:.*\/)?__pycache__\//],
  ['.idea', /^(?:.*\/)?\.idea\//],
  ['.vscode', /^(?:.*\/)?\.vscode\//],
  ['.terraform', /^(?:.*\/)?\.terraform\//],
  ['.pytest_cache', /^(?:.*\/)?\.(?:pytest|mypy|ruff)_cache\//],
  ['coverage', /^(?:coverage|\.nyc_output|htmlcov)\//],
  ['log files', /^[^/]+\.log$|(?:^|\/)npm-debug\.log/],
  ['.DS_Store', /(?:^|\/)\.DS_Store$/],
];

export default defineRule({
  id: 'whole-context-copied',
  on: 'dockerfile',
  needs: { facts: ['context'], and: { instructions: ['copy', 'add'] } },
  since: '1.0',
  severity: 'info',
  category: 'size',
  summary: 'A copy of the whole context needs a .dockerignore that keeps out what must not ship.',
  why: 'History, local dependencies and editor settings come along: they make the image bigger, break its cache with every commit, and may hold what was never meant to leave the machine.',
  bad: [
    { code: 'FROM node:22\n[|COPY . /app|]', files: ['.git/HEAD', 'node_modules/.package-lock.json', 'index.js'] },
    {
      code: 'FROM node:22\n[|COPY . .|]',
      ignore: 'node_modules\n',
      files: ['.git/HEAD', 'node_modules/.package-lock.json', 'index.js'],
      message: '`.git` comes along.',
    },
    { code: 'FROM node:22\n[|ADD ./ /app/|]', facts: { context: { directory: '.' } } },
  ],
  good: [
    'FROM node:22\nCOPY . /app',
    { code: 'FROM node:22\nCOPY . /app', ignore: '.git\nnode_modules\n', files: ['.git/HEAD', 'index.js'] },
    { code: 'FROM node:22\nCOPY src /app', files: ['.git/HEAD', 'src/index.js'] },
    { code: 'FROM node:22\nCOPY . /app', files: ['index.js', 'Dockerfile'] },
    { code: 'FROM node:22 AS build\nCOPY . /app\nFROM node:22', files: ['.git/HEAD'] },
    {
      code: 'FROM node:22\nCOPY . /app',
      facts: { context: { directory: '.', ignore: { file: '.dockerignore', text: '*' } } },
    },
    { code: 'FROM node:22\nCOPY --exclude=.git . /app', files: ['.git/HEAD'] },
  ],

  *check({ facts, shipped }) {
    const { context } = facts;
    if (context === undefined) return;
    const along = comesAlong(context, parseIgnore(context.ignore?.text ?? ''));
    if (along === undefined || along.length === 0) return;
    for (const copy of shipped.flatMap((stage) => stage.of('copy', 'add'))) {
      if (copy.from || copy.flag('exclude') || !copy.sources.some(({ text }) => /^\.?\/?$/.test(text ?? '-'))) continue;
      const names = along.map((name) => `\`${name}\``);
      const list = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names[0];
      yield {
        place: copy.place,
        message:
          list === '`*`'
            ? 'Everything comes along: there is no `.dockerignore`.'
            : `${list} ${names.length > 1 ? 'come' : 'comes'} along.`,
        help: `Name ${along.includes('*') ? 'what must not ship' : 'them'} in \`${context.ignore?.file ?? '.dockerignore'}\`, or copy only what is needed.`,
      };
    }
  },
});

/** `*` where nothing keeps anything out and nobody looked what there is; `undefined`: not known. */
function comesAlong({ files, ignore }: Context, parsed: Ignore): readonly string[] | undefined {
  if (files === undefined) return ignore === undefined ? ['*'] : undefined;
  const paths = [...files.keys()];
  return unwanted.flatMap(([name, looks]) =>
    paths.some((path) => looks.test(path) && !parsed.ignores(path)) ? [name] : [],
  );
}
