import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'node-dev-dependencies',
  on: 'image',
  reads: ['packageJson'],
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'An image should hold no packages that only development needs.',
  fault: 'dev-dependencies',
  why: 'Test runners, bundlers and compilers often outweigh the application, and each is one more package to patch.',
  bad: [
    {
      layers: [
        {
          'app/package.json':
            '{"name":"app","version":"1.0.0","dependencies":{"express":"5"},"devDependencies":{"typescript":"5","jest":"30"}}',
          'app/node_modules/express/package.json': '{"name":"express","version":"5.0.0"}',
          '[|app/node_modules/typescript/package.json|]': '{"name":"typescript","version":"5.0.0"}',
        },
      ],
    },
  ],
  good: [
    {
      layers: [
        {
          'app/package.json':
            '{"name":"app","version":"1.0.0","dependencies":{"express":"5"},"devDependencies":{"typescript":"5"}}',
          'app/node_modules/express/package.json': '{"name":"express","version":"5.0.0"}',
        },
      ],
    },
    {
      name: 'packages of packages',
      layers: [
        {
          'app/node_modules/express/package.json':
            '{"name":"express","version":"5.0.0","devDependencies":{"mocha":"10"}}',
          'app/node_modules/mocha/package.json': '{"name":"mocha","version":"10.0.0"}',
        },
      ],
    },
  ],

  *check({ packageJson, files }) {
    for (const { path, name, devDependencies, place } of packageJson) {
      // Packages of packages, and those that a distribution ships, are nobody's project.
      if (/(^|\/)node_modules\/|^usr\/(share|lib)\//.test(path)) continue;
      const folder = path.slice(0, path.lastIndexOf('/') + 1);
      const present = devDependencies.flatMap((dependency) => {
        const installed = files.get(`${folder}node_modules/${dependency}/package.json`);
        return installed ? [{ dependency, installed }] : [];
      });
      const [first] = present;
      if (!first) continue;
      const shown = present.slice(0, 5).map(({ dependency }) => `\`${dependency}\``);
      yield {
        place: files.at(first.installed),
        message: `${present.length} of the development packages of \`${name || `/${path}`}\` ${present.length === 1 ? 'is' : 'are'} installed: ${shown.join(', ')}${present.length > 5 ? ' …' : ''}.`,
        evidence: present.slice(0, 20).map(({ dependency }) => ({ kind: 'package', manager: 'npm', name: dependency })),
        help: 'Install with `npm ci --omit=dev` in the stage that ships.',
        related: [{ place, message: 'It names them.' }],
      };
    }
  },
});
