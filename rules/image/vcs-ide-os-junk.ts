import { defineRule } from '../../src/rule.ts';

const names =
  '\\.idea|\\.vscode|\\.github|\\.gitlab-ci\\.yml|\\.DS_Store|Thumbs\\.db|Dockerfile|docker-compose\\.ya?ml|compose\\.ya?ml|\\.dockerignore|\\.editorconfig|\\.travis\\.yml|\\.circleci';
const named = new RegExp(`(?:^|/)(?:${names})(?:/|$)`);
const junk = new RegExp(`(?:^|/)(${names}|[^/]+\\.swp)(?:/|$)`);

export default defineRule({
  id: 'vcs-ide-os-junk',
  aliases: ['DKL-LI-0003'],
  on: 'image',
  since: '1.0',
  severity: 'info',
  category: 'size',
  summary: 'Files of editors, builders and desktops need not ship.',
  why: 'They came along with `COPY . .`; what came along unseen once will be a secret another time.',
  bad: [{ layers: [{ '[|app/.vscode/settings.json|]': '{}', 'app/Dockerfile': 'FROM scratch\n' }] }],
  good: [
    { layers: [{ 'app/server.js': 'x' }] },
    {
      name: 'files of packages',
      layers: [{ 'app/node_modules/x/.github/FUNDING.yml': 'x', 'usr/lib/python3/dist-packages/x/Dockerfile': 'x' }],
    },
  ],

  *check({ layers, files }) {
    for (const { index, facts } of layers) {
      const found = facts.entries.filter(
        ({ path, type }) =>
          type === 'file' &&
          !isSystem(path) &&
          isJunk(path) &&
          !/(^|\/)(node_modules|vendor|site-packages|dist-packages|gems)\//.test(path),
      );
      const [first] = found;
      if (!first) continue;
      const names = [...new Set(found.map(({ path }) => junk.exec(path)?.[1] ?? ''))].map((name) => `\`${name}\``);
      const gone = files.get(first.path) === undefined ? ', although a later layer removes some' : '';
      yield {
        place: { kind: 'layer', layer: index, path: first.path },
        message: `${names.slice(0, 5).join(', ')} ${names.length === 1 ? 'ships' : 'ship'} in the image${gone}.`,
        evidence: found.slice(0, 20).map(({ path, size }) => ({ kind: 'file', path, size })),
        help: 'Name them in `.dockerignore`.',
      };
    }
  },
});

/** Any name may be that of a swap file; to look at each as one takes longer than all the rest. */
function isJunk(path: string): boolean {
  return named.test(path) || (path.includes('.swp') && junk.test(path));
}

/** Most files of most images: nobody's project. */
function isSystem(path: string): boolean {
  return (path.startsWith('usr/') && !path.startsWith('usr/src/')) || path.startsWith('proc/');
}
