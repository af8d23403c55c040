import { expect, test } from 'vitest';
import * as z from 'zod';
import { rules } from '../../../rules/index.ts';
import { convertHadolint, hadolintSchema } from '../../../src/config/hadolint.ts';
import { fromHadolint } from '../../../src/config/init.ts';
import { resolveRules } from '../../../src/config/resolve.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { settingsOf } from '../../../src/config/settings.ts';
import { kit, load, loaded, project } from './project.ts';

const everyKey = `
failure-threshold: error
format: json
ignored: [DL3004, SC2086, DL3005]
override:
  error: [DL3008]
  style: [DL3008, DL3007]
label-schema: { author: text, url: url, created: rfc3339, licence: spdx, revision: hash, version: semver, mail: email }
strict-labels: true
disable-ignore-pragma: true
trustedRegistries: [docker.io, '*.example.com', 'acme*']
no-color: true
no-fail: false
verbose: true
`;

test('every key of hadolint’s file means here what it means there', async () => {
  const cwd = project({ '.hadolint.yaml': everyKey });
  const config = await loaded(cwd);
  const settings = await settingsOf(config, cwd);
  expect(settings).toMatchObject({ failOn: 'error', format: ['hadolint-json'], color: false, verbose: true });
  expect(settings.suppressions.inSource).toBe(false);
  const states = await resolveRules(config, {}, kit);
  const level = (id: string) => states.get(id)?.level;
  expect(['sudo', 'SC2086', 'unpinned-apt-package', 'latest-tag'].map(level)).toEqual(['off', 'off', 'error', 'info']);
  expect(states.get('untrusted-base')).toMatchObject({
    level: 'error',
    options: { allow: ['docker.io', '*.example.com', 'acme*/**'] },
  });
  expect(level('stage-name-casing')).toBe('off');
  const from = states.get('unpinned-apt-package')?.levelFrom;
  expect(from?.kind === 'file' && `${from.origin.file}:${from.origin.line}`).toBe('.hadolint.yaml:6');
});

test.each([
  ['', 'info'],
  ['failure-threshold: style', 'info'],
  ['failure-threshold: none', 'info'],
  ['failure-threshold: warning', 'warning'],
  ['no-fail: true\nfailure-threshold: error', 'never'],
])('%j fails from %s', async (text, failOn) => {
  const cwd = project({ '.hadolint.yaml': text });
  expect((await settingsOf(await loaded(cwd), cwd)).failOn).toBe(failOn);
});

test('ours beside it counts, and the nearest of both', async () => {
  const cwd = project({
    '.hadolint.yaml': 'ignored: [DL3004]',
    'plimsoll.yaml': '',
    'app/.hadolint.yml': 'ignored: [DL3007]',
  });
  const level = async (start: string) => (await resolveRules(await loaded(cwd, start), {}, kit)).get('sudo')?.level;
  expect(await level(cwd)).toBe('error');
  const inApp = await resolveRules(await loaded(cwd, 'app'), {}, kit);
  expect(inApp.get('latest-tag')?.level).toBe('off');
});

test('it can be extended as a file', async () => {
  const cwd = project({
    'plimsoll.yaml': 'extends: ./.hadolint.yaml\nrules: { sudo: info }',
    '.hadolint.yaml': everyKey,
  });
  const states = await resolveRules(await loaded(cwd), {}, kit);
  expect(states.get('sudo')?.level).toBe('info');
  expect(states.get('latest-tag')?.level).toBe('info');
});

test('it is converted into a file that means the same', async () => {
  const converted = await fromHadolint(everyKey, '.hadolint.yaml', kit.rules);
  expect(
    converted.ok && converted.value,
  ).toBe(`# Converted from .hadolint.yaml; \`extends: recommended\` would bring Plimsoll's own choice of rules.
edition: "1"
extends: hadolint
failOn: error
rules:
  DL3008: error
  DL3007: info
  DL3026:
    - error
    - allow:
        - docker.io
        - "*.example.com"
        - acme*/**
  DL3004: off
  SC2086: off
format:
  - hadolint-json
color: false
verbose: true
suppressions:
  inSource: false
`);
  const cwd = project({ 'plimsoll.yaml': converted.ok ? converted.value : '' });
  const before = await resolveRules(await loaded(project({ '.hadolint.yaml': everyKey })), {}, kit);
  const after = await resolveRules(await loaded(cwd), {}, kit);
  const levels = (states: typeof before) => [...states].map(([id, { level, options }]) => ({ id, level, options }));
  expect(levels(after)).toEqual(levels(before));
});

test('what it is converted to is right for the rules there are', () => {
  const { content } = convertHadolint(hadolintSchema(z).parse(everything), rules);
  const result = configSchema(z, rules).safeParse({ edition: '1', ...content });
  expect(result.error?.issues ?? []).toEqual([]);
});

const everything = {
  ignored: ['DL3004'],
  override: { style: ['DL3059'] },
  'label-schema': { a: 'text', b: 'url', c: 'rfc3339', d: 'spdx', e: 'hash', f: 'semver', g: 'email', h: 'rawtext' },
  'strict-labels': true,
  trustedRegistries: ['docker.io'],
};

test('what is wrong in it is said, not passed over', async () => {
  const result = await fromHadolint('ignore: [DL3008]\n', '.hadolint.yaml', kit.rules);
  expect(result.ok ? [] : result.problem.map(({ message }) => message)).toEqual([
    '`ignore` is no key of the configuration; did you mean `ignored`?',
  ]);
  const unread = await load(project({ '.hadolint.yaml': 'ignored: [DL3008' }));
  expect(unread.ok).toBe(false);
});
