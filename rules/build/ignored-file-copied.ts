import { hasWildcard } from '../../src/dockerfile/copy-source.ts';
import type { Context } from '../../src/dockerfile/facts.ts';
import { parseIgnore } from '../../src/dockerfile/ignore.ts';
import type { CopyInstruction } from '../../src/dockerfile/model.ts';
import type { Layer } from '../../src/image/model.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'ignored-file-copied',
  on: 'build',
  since: '1.0',
  severity: 'info',
  category: 'correctness',
  summary: 'An image must hold only what its build context has.',
  why: 'Files that `.dockerignore` now keeps out, or that are not in the context, came with another state of it: the next build makes another image.',
  bad: [
    {
      name: 'ignored since',
      dockerfile: 'FROM scratch\n[|COPY . /app|]\n',
      layers: [{ 'app/server.js': 'x', 'app/.env': 'A=1' }],
      history: ['COPY . /app # buildkit'],
      facts: { context: { directory: '.', ignore: { file: '.dockerignore', text: '.env\n' } } },
      message: 'This `COPY` brought `/app/.env`, which `.dockerignore` now keeps out.',
    },
    {
      name: 'gone since',
      dockerfile: 'FROM scratch\nWORKDIR /app\n[|COPY src/ .|]\n',
      layers: [{ 'app/': { type: 'dir' } }, { 'app/a.js': 'x', 'app/b.js': 'x' }],
      history: ['WORKDIR /app', 'COPY src/ . # buildkit'],
      facts: { context: { directory: '.', files: new Map([['src/a.js', { size: 1 }]]) } },
      message: 'This `COPY` brought `/app/b.js`, which is not in the context.',
    },
  ],
  good: [
    {
      dockerfile: 'FROM scratch\nCOPY . /app\n',
      layers: [{ 'app/server.js': 'x' }],
      history: ['COPY . /app # buildkit'],
      facts: {
        context: {
          directory: '.',
          ignore: { file: '.dockerignore', text: '.env\n' },
          files: new Map([['server.js', { size: 1 }]]),
        },
      },
    },
    {
      name: 'from another stage',
      dockerfile: 'FROM scratch AS build\nFROM scratch\nCOPY --from=build . /app\n',
      layers: [{ 'app/.env': 'x' }],
      history: ['COPY . /app # buildkit'],
      facts: { context: { directory: '.', ignore: { file: '.dockerignore', text: '.env\n' } } },
    },
    {
      name: 'in a folder that is not listed whole',
      dockerfile: 'FROM scratch\nCOPY . /app\n',
      layers: [{ 'app/node_modules/a/index.js': 'x' }],
      history: ['COPY . /app # buildkit'],
      facts: { context: { directory: '.', files: new Map([['node_modules/.package-lock.json', { size: 1 }]]) } },
    },
    {
      name: 'no context',
      dockerfile: 'FROM scratch\nCOPY . /app\n',
      layers: [{ 'app/.env': 'x' }],
      history: ['COPY . /app # buildkit'],
    },
  ],

  *check({ dockerfile, image: { layers, join }, facts }) {
    const context = dockerfile.facts.context ?? facts.context;
    if (!context) return;
    for (const layer of layers) {
      const instruction = join.instructionOf(layer.index);
      if (instruction?.kind !== 'copy') continue;
      const strange = strangers(instruction, layer, context);
      const [first, ...more] = strange;
      if (!first) continue;
      const others = more.length > 0 ? ` and ${more.length} more` : '';
      yield {
        place: instruction.place,
        message: `This \`COPY\` brought \`/${first.path}\`${others}, which ${first.why}.`,
        evidence: strange.slice(0, 20).map(({ path }) => ({ kind: 'file', path })),
        help: 'Build the image again from the context as it is now.',
        related: [
          { place: { kind: 'layer', layer: layer.index, path: first.path }, message: 'The file in the image.' },
        ],
      };
    }
  },
});

/** Folders that tools fill, whose files are not listed one by one. */
const filled = /(?:^|\/)(?:\.git|\.hg|\.svn|node_modules)\//;

interface Stranger {
  readonly path: string;
  readonly why: string;
}

/** Files of the layer that a directory of the context would not bring today. */
function strangers(copy: CopyInstruction, layer: Layer, context: Context): readonly Stranger[] {
  const folders = foldersOf(copy);
  if (!folders) return [];
  const ignore = context.ignore && parseIgnore(context.ignore.text);
  return layer.facts.entries.flatMap(({ path, type }) => {
    const below =
      folders.to === '' ? path : path.startsWith(`${folders.to}/`) ? path.slice(folders.to.length + 1) : undefined;
    if (below === undefined || type === 'dir') return [];
    const source = folders.from === '' ? below : `${folders.from}/${below}`;
    if (ignore?.ignores(source)) return [{ path, why: `\`${context.ignore?.file}\` now keeps out` }];
    return context.files && !context.files.has(source) && !filled.test(source)
      ? [{ path, why: 'is not in the context' }]
      : [];
  });
}

/** The one directory that is copied, and where to: paths without slashes at their ends. Nothing where either is not known. */
function foldersOf({ from, sources, destination, heredocs, state, flags }: CopyInstruction) {
  const [source, ...more] = sources.map(({ text }) => text);
  const to = destination?.text;
  const odd =
    from ||
    heredocs.length > 0 ||
    more.length > 0 ||
    flags.some(({ name }) => name === 'parents' || name === 'exclude');
  if (odd || source === undefined || to === undefined || !/(?:^|\/)\.?$/.test(source) || hasWildcard(source))
    return undefined;
  const { text, explicit } = state.workdir;
  if (!to.startsWith('/') && (!explicit || text === undefined)) return undefined;
  return { from: tidy(source), to: tidy(to.startsWith('/') ? to : `${text}/${to}`) };
}

function tidy(path: string): string {
  const made: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..') made.pop();
    else if (name !== '' && name !== '.') made.push(name);
  }
  return made.join('/');
}
