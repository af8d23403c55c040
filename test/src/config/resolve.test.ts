import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Config, configLoader, type Layer } from '../../../src/config/load.ts';
import { printConfig } from '../../../src/config/print.ts';
import { activeRules, resolveRules, type Target } from '../../../src/config/resolve.ts';
import { settingsOf } from '../../../src/config/settings.ts';
import { kit, load, loaded, project } from './project.ts';

/** The levels of the rules named, as they hold for a target. */
async function levels(config: Config, target: Target, ...ids: readonly string[]): Promise<readonly string[]> {
  const states = await resolveRules(config, target, kit);
  return ids.map((id) => states.get(id)?.level ?? 'none');
}

async function levelsBy(text: string, ...ids: readonly string[]): Promise<readonly string[]> {
  return levels(await loaded(project({ 'plimsoll.yaml': text })), {}, ...ids);
}

const three = ['latest-tag', 'sudo', 'unpinned-apt-package'] as const;

test('without a file the rules speak for themselves', async () => {
  const config = await loaded(project({}));
  expect(config.layers).toEqual([]);
  expect(await levels(config, {}, ...three)).toEqual(['warning', 'error', 'off']);
});

test.each([
  ['an id', 'rules: { latest-tag: error }', ['error', 'error', 'off']],
  ['a code', 'rules: { DL3008: info }', ['warning', 'error', 'info']],
  ['a code of several rules', 'rules: { DS-0001: off }', ['off', 'error', 'off']],
  ['a code in an older spelling', 'rules: { AVD-DS-0010: info }', ['warning', 'info', 'off']],
  ['an id over a code that names it', 'rules: { latest-tag: info, DS-0001: off }', ['info', 'error', 'off']],
  ['a level in a list', 'rules: { sudo: [info] }', ['warning', 'info', 'off']],
  ['a preset on top of the rules', 'extends: strict', ['warning', 'error', 'info']],
  ['a preset alone', 'extends: hadolint', ['warning', 'error', 'warning']],
  ['a preset that knows none of them', 'extends: buildkit', ['off', 'off', 'off']],
  ['two presets', 'extends: [buildkit, hadolint]', ['warning', 'error', 'warning']],
  ['a preset alone and the rules', 'extends: [buildkit, recommended]', ['warning', 'error', 'off']],
  ['a file over its preset', 'extends: hadolint\nrules: { sudo: off }', ['warning', 'off', 'warning']],
])('%s', async (_, text, wanted) => {
  expect(await levelsBy(text, ...three)).toEqual(wanted);
});

test('an edition leaves out what came later, unless it is asked for', async () => {
  expect(await levelsBy('{}', 'late-rule')).toEqual(['warning']);
  expect(await levelsBy("edition: '1'", 'late-rule')).toEqual(['off']);
  expect(await levelsBy('edition: 1', 'late-rule')).toEqual(['off']);
  expect(await levelsBy("edition: '1'\nrules: { late-rule: info }", 'late-rule')).toEqual(['info']);
});

test('a file holds over what it extends, and that over what it extends', async () => {
  const cwd = project({
    'plimsoll.yaml': 'extends: ./config/team.yaml\nrules: { sudo: info }',
    'config/team.yaml': 'extends: "@acme/config"\nrules: { sudo: off, latest-tag: off }',
    'node_modules/@acme/config/plimsoll.yaml': 'rules: { sudo: off, latest-tag: error, unpinned-apt-package: error }',
  });
  expect(await levels(await loaded(cwd), {}, ...three)).toEqual(['off', 'info', 'error']);
});

test('packages: a file of the package, or its package.json', async () => {
  const extending = (name: string) => ({ 'plimsoll.yaml': `extends: '${name}'` });
  const parts = project({
    ...extending('@acme/config/ci'),
    'node_modules/@acme/config/ci.yaml': 'rules: { sudo: off }',
  });
  expect(await levels(await loaded(parts), {}, 'sudo')).toEqual(['off']);
  const manifest = { plimsoll: { rules: { sudo: 'info' } } };
  const inside = project({ ...extending('acme'), 'node_modules/acme/package.json': JSON.stringify(manifest) });
  expect(await levels(await loaded(inside), {}, 'sudo')).toEqual(['info']);
});

test('overrides hold for the files they name, later ones over earlier ones', async () => {
  const cwd = project({
    'plimsoll.yaml': `
rules: { sudo: warning }
overrides:
  - files: ci
    rules: { sudo: off }
  - files: ['*.dev.Dockerfile', '!ci/**']
    rules: { sudo: info, latest-tag: off }
  - images: ghcr.io/acme/*
    rules: { sudo: off }
`,
  });
  const config = await loaded(cwd);
  const at = (file: string) => levels(config, { file: join(cwd, file) }, 'sudo', 'latest-tag');
  expect(await at('Dockerfile')).toEqual(['warning', 'warning']);
  expect(await at('ci/Dockerfile')).toEqual(['off', 'warning']);
  expect(await at('services/ci/deep/Dockerfile')).toEqual(['off', 'warning']);
  expect(await at('app/web.dev.Dockerfile')).toEqual(['info', 'off']);
  expect(await at('ci/web.dev.Dockerfile')).toEqual(['off', 'warning']);
  expect(await levels(config, { image: 'ghcr.io/acme/app:1.4' }, 'sudo')).toEqual(['off']);
  expect(await levels(config, { image: 'ghcr.io/other/app' }, 'sudo')).toEqual(['warning']);
});

test('globs count from the folder of their file', async () => {
  const cwd = project({
    'app/plimsoll.yaml': 'extends: ../shared/base.yaml\noverrides: [{ files: ./Dockerfile, rules: { sudo: off } }]',
    'shared/base.yaml':
      'overrides: [{ files: ../app/Dockerfile, rules: { latest-tag: off } }, { files: x/*, rules: { latest-tag: info } }]',
  });
  const config = await loaded(cwd, 'app');
  expect(await levels(config, { file: join(cwd, 'app/Dockerfile') }, 'sudo', 'latest-tag')).toEqual(['off', 'warning']);
  expect(await levels(config, { file: join(cwd, 'app/sub/Dockerfile') }, 'sudo')).toEqual(['error']);
  expect(await levels(config, { file: join(cwd, 'shared/x/Dockerfile') }, 'latest-tag')).toEqual(['info']);
});

test('options add up: the defaults, then each file’s own', async () => {
  const cwd = project({
    'plimsoll.yaml': 'extends: ./base.yaml\nrules: { latest-tag: [error, { depth: 5 }] }',
    'base.yaml': 'rules: { latest-tag: [info, { allow: [debian] }] }',
  });
  const states = await resolveRules(await loaded(cwd), {}, kit);
  expect(states.get('latest-tag')).toMatchObject({
    level: 'error',
    options: { allow: ['debian'], depth: 5, mode: 'first' },
    explicit: true,
  });
});

test('files that the same overrides speak of share one result', async () => {
  const cwd = project({ 'plimsoll.yaml': 'overrides: [{ files: ci/**, rules: { sudo: off } }]' });
  const config = await loaded(cwd);
  const at = (file: string) => resolveRules(config, { file: join(cwd, file) }, kit);
  expect(await at('a/Dockerfile')).toBe(await at('b/Dockerfile'));
  expect(await at('ci/Dockerfile')).not.toBe(await at('b/Dockerfile'));
});

test('what the command line says holds over everything', async () => {
  const config = await loaded(project({ 'plimsoll.yaml': 'rules: { sudo: off }' }));
  const flags: Layer = { kind: 'flag', rules: { sudo: 'info', DL3008: 'error' } };
  const flagged = { ...config, layers: [...config.layers, flags] };
  expect(await levels(flagged, {}, ...three)).toEqual(['warning', 'info', 'error']);
});

test('the engine is handed what is on, and whether a person set it', async () => {
  const config = await loaded(project({ 'plimsoll.yaml': 'extends: hadolint\nrules: { sudo: info }' }));
  const active = activeRules(await resolveRules(config, {}, kit), config.rules);
  expect(active.map(({ rule, severity, configured }) => `${rule.id} ${severity} ${configured}`)).toEqual([
    'latest-tag warning false',
    'sudo info true',
    'unpinned-apt-package warning false',
  ]);
});

test('the nearest file wins, and nothing above the repository is looked at', async () => {
  const cwd = project({
    'plimsoll.yaml': 'rules: { sudo: info }',
    'app/.plimsoll.yml': 'rules: { sudo: off }',
    'web/package.json': '{ "plimsoll": { "rules": { "sudo": "warning" } } }',
    'api/package.json': '{ "devDependencies": { "plimsoll": "1" } }',
    'sub/.git/HEAD': '',
  });
  const sudo = async (start: string) => (await levels(await loaded(cwd, start), {}, 'sudo'))[0];
  expect(await sudo(cwd)).toBe('info');
  expect(await sudo('app')).toBe('off');
  expect(await sudo('app/deep/er')).toBe('off');
  expect(await sudo('web')).toBe('warning');
  expect(await sudo('api')).toBe('info');
  expect(await sudo('sub')).toBe('error');
});

test('a file that is named is taken, whatever it is called', async () => {
  const cwd = project({ 'plimsoll.yaml': 'rules: { sudo: info }', 'ci/strict.yml': 'rules: { sudo: off }' });
  const result = await load(cwd, cwd, 'ci/strict.yml');
  expect(result.ok && (await levels(result.value, {}, 'sudo'))).toEqual(['off']);
  const missing = await load(cwd, cwd, 'ci/strct.yml');
  expect(missing.ok ? [] : missing.problem.map(({ message }) => message)).toEqual([
    '`ci/strct.yml` does not exist; check the path.',
  ]);
});

test('one file is read once for all the folders it governs', async () => {
  const cwd = project({ 'plimsoll.yaml': '', 'app/plimsoll.yaml': '' });
  const loader = configLoader({ cwd }, kit);
  expect(await loader(join(cwd, 'web'))).toBe(await loader(cwd));
  expect(await loader(join(cwd, 'app/x'))).toBe(await loader(join(cwd, 'app')));
  expect(await loader(join(cwd, 'app'))).not.toBe(await loader(cwd));
});

test('settings: each file over what it extends, lists of accepted findings added up', async () => {
  const cwd = project({
    'plimsoll.yaml': `
extends: ./ci/base.yaml
failOn: error
max: { sudo: 3 }
buildArgs: { NODE: 22, DEBUG: true }
ignore: [{ rule: DS-0001, path: legacy, reason: agreed, owner: team-a, until: 2027-01-31 }]
exclude: [vendor, '!vendor/ours/**']
suppressions: { notice: 30 }
`,
    'ci/base.yaml': `
failOn: never
baseline: known.json
max: { latest-tag: 1, sudo: 9 }
buildArgs: { NODE: '20', ARCH: arm64 }
ignore: { }
`.replace('ignore: { }\n', 'ignore: [{ rule: sudo, image: "ghcr.io/acme/*" }]\n'),
  });
  const settings = await settingsOf(await loaded(cwd), cwd);
  expect(settings).toMatchObject({
    failOn: 'error',
    baseline: join(cwd, 'ci/known.json'),
    buildArgs: { NODE: '22', ARCH: 'arm64', DEBUG: 'true' },
    suppressions: { inSource: true, requireReason: false, foreignUnused: false, notice: 30 },
  });
  expect([...settings.max]).toEqual([
    ['latest-tag', 1],
    ['sudo', 3],
  ]);
  const [first, second] = settings.ignores;
  expect(first?.image?.('ghcr.io/acme/app:1')).toBe(true);
  expect(first?.image?.('ghcr.io/other/app:1')).toBe(false);
  expect([...(second?.rules ?? [])]).toEqual(['latest-tag', 'untagged-base']);
  expect(second).toMatchObject({ reason: 'agreed', owner: 'team-a', until: '2027-01-31' });
  const span = { start: 0, end: 1 };
  expect(second?.at?.({ kind: 'dockerfile', file: 'legacy/app/Dockerfile', span })).toBe(true);
  expect(second?.at?.({ kind: 'dockerfile', file: 'app/Dockerfile', span })).toBe(false);
  expect(second?.at?.({ kind: 'layer', layer: 0, path: 'srv/legacy/key.pem' })).toBe(true);
  expect(second?.at?.({ kind: 'config', key: 'User' })).toBe(false);
  expect(settings.excludes?.(join(cwd, 'vendor/x/Dockerfile'))).toBe(true);
  expect(settings.excludes?.(join(cwd, 'vendor/ours/Dockerfile'))).toBe(false);
  expect(settings.excludes?.(join(cwd, 'app/Dockerfile'))).toBe(false);
});

test('what holds is printed with where it comes from, as a configuration that says the same', async () => {
  const cwd = project({
    'plimsoll.yaml': `extends: [strict, ./base.yaml]
failOn: error
rules:
  sudo: info
overrides:
  - files: ci/**
    rules:
      DL3026: [error, { allow: [docker.io] }]
`,
    'base.yaml': 'rules:\n  latest-tag: [error, { depth: 1 }]\nmax:\n  sudo: 3\n',
  });
  const config = await loaded(cwd);
  const states = await resolveRules(config, { file: join(cwd, 'ci/Dockerfile') }, kit);
  const printed = printConfig({ config, states, about: 'ci/Dockerfile' });
  expect(
    printed.replaceAll(/ +# /g, '  # ').replace('  # What', '# What'),
  ).toBe(`# What holds for ci/Dockerfile, by plimsoll.yaml, base.yaml.
failOn: error  # plimsoll.yaml:2
shellcheck: true  # default
extends:
  - strict  # plimsoll.yaml:1
  - "./base.yaml"  # plimsoll.yaml:1
max:
  sudo: 3  # base.yaml:4
rules:
  late-rule: warning  # default
  latest-tag:
    - error  # base.yaml:2
    - allow: []  # default
      depth: 1  # base.yaml:2
      mode: first  # default
  stage-name-casing: warning  # default
  sudo: info  # plimsoll.yaml:4
  unpinned-apt-package: info  # preset strict
  untagged-base: warning  # default
  untrusted-base:
    - error  # plimsoll.yaml:8
    - allow: ["docker.io"]  # plimsoll.yaml:8
`);
  const columns = new Set(
    printed
      .split('\n')
      .slice(1)
      .map((line) => line.indexOf('#'))
      .filter((column) => column > 0),
  );
  expect(columns.size).toBe(1);
  const again = await loaded(project({ 'plimsoll.yaml': printed, 'base.yaml': '' }));
  expect([...(await resolveRules(again, {}, kit))].map(([id, { level, options }]) => [id, level, options])).toEqual(
    [...states].map(([id, { level, options }]) => [id, level, options]),
  );
});
