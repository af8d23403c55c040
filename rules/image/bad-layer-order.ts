import type { LayerFacts } from '../../src/image/facts.ts';
import type { Layer } from '../../src/image/model.ts';
import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

/** What names a project's dependencies, the files beside it that name no more, and where their install puts them. */
const projects = [
  {
    manifest: 'package.json',
    beside: /^(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|\.npmrc|\.yarnrc\S*|pnpm-workspace\.yaml)$/,
    installed: (folder: string) => (path: string) => path.startsWith(`${folder}node_modules/`),
  },
  {
    manifest: 'requirements.txt',
    beside: /^(?:requirements\S*|constraints\.txt|pip\.conf)$/,
    installed: () => (path: string) => /(?:^|\/)(?:site|dist)-packages\//.test(path),
  },
  {
    manifest: 'composer.json',
    beside: /^composer\.lock$/,
    installed: (folder: string) => (path: string) => path.startsWith(`${folder}vendor/`),
  },
  {
    manifest: 'Gemfile',
    beside: /^(?:Gemfile\.lock|\.ruby-version)$/,
    installed: () => (path: string) => /(?:^|\/)gems\//.test(path),
  },
  {
    manifest: 'go.mod',
    beside: /^go\.(?:sum|work|work\.sum)$/,
    installed: () => (path: string) => /(?:^|\/)pkg\/mod\//.test(path),
  },
] as const;

export default defineRule({
  id: 'bad-layer-order',
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'caching',
  summary: 'Dependencies must lie below the sources.',
  why: 'A layer is stored and pulled again when one below it changes: with the sources below, every change of a line ships all dependencies anew.',
  fault: 'copy-before-install',
  options: (z) =>
    z.strictObject({
      minimum: z
        .number()
        .int()
        .nonnegative()
        .default(5_000_000)
        .describe('Bytes of dependencies below which nothing is said.'),
    }),
  bad: [
    {
      options: { minimum: 1000 },
      layers: [
        { 'app/package.json': '{}', 'app/server.js': 'x' },
        { '[|app/node_modules|]': { type: 'dir' }, 'app/node_modules/a/index.js': { size: 2000 } },
      ],
      history: ['COPY . /app # buildkit', 'RUN /bin/sh -c npm ci # buildkit'],
      message: '2.0 kB of dependencies lie above the sources that layer 0 brought with `/app/package.json`.',
    },
    {
      options: { minimum: 1000 },
      layers: [
        { 'srv/requirements.txt': 'flask', 'srv/app.py': 'x' },
        {
          '[|usr/lib/python3/dist-packages|]': { type: 'dir' },
          'usr/lib/python3/dist-packages/flask/app.py': { size: 2000 },
        },
      ],
      history: ['COPY . /srv # buildkit', 'RUN /bin/sh -c pip install -r /srv/requirements.txt # buildkit'],
    },
  ],
  good: [
    {
      options: { minimum: 1000 },
      layers: [
        { 'app/package.json': '{}' },
        { 'app/node_modules/a/index.js': { size: 2000 } },
        { 'app/package.json': '{}', 'app/server.js': 'x' },
      ],
      history: ['COPY package.json /app/ # buildkit', 'RUN /bin/sh -c npm ci # buildkit', 'COPY . /app # buildkit'],
    },
    {
      name: 'copied together from another stage',
      options: { minimum: 1000 },
      layers: [{ 'app/package.json': '{}', 'app/server.js': 'x', 'app/node_modules/a/index.js': { size: 2000 } }],
      history: ['COPY /app /app # buildkit'],
    },
  ],

  *check({ layers }, { minimum }) {
    const manifests = layers.map(({ facts }) => manifestsIn(facts));
    for (const project of projects) {
      const at = manifests.findIndex((found) => found.get(project.manifest)?.own);
      const source = layers[at];
      const manifest = manifests[at]?.get(project.manifest)?.first;
      if (!source || manifest === undefined || !isCopy(source)) continue;
      const folder = manifest.slice(0, manifest.length - project.manifest.length);
      if (!bringsSources(source, { folder, manifest: project.manifest, beside: project.beside })) continue;
      const inDependencies = project.installed(folder);
      const above = layers
        .slice(source.index + 1)
        .find((layer) => layer.step?.instruction?.keyword === 'RUN' && weigh(layer, inDependencies) >= minimum);
      const first = above?.facts.entries.find(({ path, size: bytes }) => bytes > 0 && inDependencies(path))?.path;
      if (!above || first === undefined) continue;
      const bytes = weigh(above, inDependencies);
      yield {
        place: { kind: 'layer', layer: above.index, path: rootOf(first) },
        message: `${size(bytes)} of dependencies lie above the sources that layer ${source.index} brought with \`/${manifest}\`.`,
        evidence: [{ kind: 'bytes', what: 'dependencies', bytes }],
        help: `Copy \`${project.manifest}\` and its lock file first, install, then copy the rest.`,
        related: source.step ? [{ place: source.step.place, message: 'The sources came here.' }] : [],
      };
    }
  },
});

interface Project {
  readonly folder: string;
  readonly manifest: string;
  readonly beside: RegExp;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function isCopy({ step }: Layer): boolean {
  const keyword = step?.instruction?.keyword;
  return keyword === 'COPY' || keyword === 'ADD';
}

interface Manifests {
  readonly first: string;
  /** Whether one of them is no dependency's own. */
  own: boolean;
}

const names = new Set<string>(projects.map(({ manifest }) => manifest));
/** Most paths are told from all of these by how they end. */
const ends = new Set([...names].map((name) => name.charCodeAt(name.length - 1)));

/** What names dependencies in a layer, by its name. */
function manifestsIn({ entries }: LayerFacts): ReadonlyMap<string, Manifests> {
  const found = new Map<string, Manifests>();
  for (const { path } of entries.filter((entry) => isManifest(entry.path))) {
    const name = nameOf(path);
    const one = found.get(name) ?? { first: path, own: false };
    one.own ||= !/node_modules\/|(?:site|dist)-packages\//.test(path);
    found.set(name, one);
  }
  return found;
}

function isManifest(path: string): boolean {
  return ends.has(path.charCodeAt(path.length - 1)) && names.has(nameOf(path));
}

/** Whether more than what names dependencies came with the manifest. */
function bringsSources({ facts }: Layer, { folder, manifest, beside }: Project): boolean {
  return facts.entries.some(({ path, type }) => {
    if (type !== 'file' || !path.startsWith(folder)) return false;
    const name = nameOf(path);
    return name !== manifest && !beside.test(name);
  });
}

function weigh({ facts }: Layer, wanted: (path: string) => boolean): number {
  return facts.entries.reduce((sum, { path, size: bytes }) => (wanted(path) ? sum + bytes : sum), 0);
}

/** The directory of dependencies that holds a path. */
function rootOf(path: string): string {
  return /^.*?(?:node_modules|(?:site|dist)-packages|vendor|gems|pkg\/mod)(?=\/)/.exec(path)?.[0] ?? path;
}
