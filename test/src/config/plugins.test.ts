import { expect, test } from 'vitest';
import { resolveRules } from '../../../src/config/resolve.ts';
import { kit, load, loaded, project } from './project.ts';

const rule = (id: string, more = '') =>
  `{ id: '${id}', on: 'dockerfile', severity: 'info', category: 'style', since: '1.0', summary: 'S.', why: 'W.', bad: [], good: [], *check() {}, ${more} }`;

test('rules of files and packages are rules like any other', async () => {
  const cwd = project({
    'plimsoll.yaml': `
plugins: [./rules/acme.mjs, '@acme/rules']
rules: { acme-registry: error, ACME1: off, acme-owner: [warning, { team: [x] }] }
`,
    'rules/acme.mjs': `export default [${rule('acme-registry')}, ${rule('acme-label', "aliases: ['ACME1']")}];`,
    'node_modules/@acme/rules/package.json': '{ "name": "@acme/rules", "exports": "./index.mjs" }',
    'node_modules/@acme/rules/index.mjs': `export const owner = ${rule('acme-owner', 'options: (z) => z.strictObject({ team: z.array(z.string()).default([]) })')};`,
  });
  const config = await loaded(cwd);
  const states = await resolveRules(config, {}, kit);
  const level = (id: string) => states.get(id)?.level;
  expect(['acme-registry', 'acme-label', 'acme-owner'].map(level)).toEqual(['error', 'off', 'warning']);
  expect(states.get('acme-owner')?.options).toEqual({ team: ['x'] });
});

test('a preset that lists what is on does not silence a project’s own rules', async () => {
  const cwd = project({
    'plimsoll.yaml': 'extends: hadolint\nplugins: [./acme.mjs]',
    'acme.mjs': `export default ${rule('acme-registry')};`,
  });
  const states = await resolveRules(await loaded(cwd), {}, kit);
  expect(states.get('acme-registry')?.level).toBe('info');
});

test('plugins of a file that is extended count from that file', async () => {
  const cwd = project({
    'plimsoll.yaml': 'extends: ./shared/base.yaml\nrules: { acme-registry: error }',
    'shared/base.yaml': 'plugins: [./acme.mjs]',
    'shared/acme.mjs': `export const registry = ${rule('acme-registry')};`,
  });
  const states = await resolveRules(await loaded(cwd), {}, kit);
  expect(states.get('acme-registry')?.level).toBe('error');
});

test('options of a plugin’s rule have their defaults without being configured', async () => {
  const cwd = project({
    'plimsoll.yaml': 'plugins: [./acme.mjs]',
    'acme.mjs': `export default ${rule('acme-owner', "options: (z) => z.strictObject({ team: z.array(z.string()).default(['core']) })")};`,
  });
  const states = await resolveRules(await loaded(cwd), {}, kit);
  expect(states.get('acme-owner')?.options).toEqual({ team: ['core'] });
});

test('a plugin that two files name is one plugin', async () => {
  const cwd = project({
    'plimsoll.yaml': 'extends: ./base.yaml\nplugins: [./acme.mjs]',
    'base.yaml': 'plugins: [./acme.mjs]',
    'acme.mjs': `export default ${rule('acme-owner')};`,
  });
  expect((await loaded(cwd)).rules.filter(({ id }) => id === 'acme-owner')).toHaveLength(1);
});

test('options without defaults, and rules that lack a part, are mistakes', async () => {
  const said = async (acme: string) => {
    const result = await load(project({ 'plimsoll.yaml': 'plugins: [./acme.mjs]', 'acme.mjs': acme }));
    return result.ok ? [] : result.problem.map(({ message }) => message);
  };
  expect(
    await said(`export default ${rule('acme-owner', 'options: (z) => z.strictObject({ team: z.string() })')};`),
  ).toEqual([
    'The plugin `./acme.mjs` has a rule `acme-owner` whose options have no defaults; give each a `.default()`.',
  ]);
  expect(await said("export default { id: 'acme-owner', on: 'dockerfile', check() {} };")).toEqual([
    'The plugin `./acme.mjs` exports no rule; export what `defineRule` returns.',
  ]);
});
