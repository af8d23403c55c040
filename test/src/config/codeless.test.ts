import { expect, test } from 'vitest';
import { parse } from '../../../src/dockerfile/parse.ts';
import type { Place } from '../../../src/finding.ts';
import { assemble } from '../../../src/image/assemble.ts';
import type { ImageSketch, Subject } from '../../../src/rule.ts';
import { sketchParts } from '../../../src/testing/parts.ts';
import { kit, load, loaded, project } from './project.ts';

/** What the rules of a `custom` section say about a subject: the place and the message of each finding. */
async function said(custom: string, subject: Subject): Promise<readonly string[]> {
  const { rules } = await loaded(project({ 'plimsoll.yaml': `custom:\n${custom}` }));
  const text = subject.kind === 'dockerfile' ? subject.text : '';
  return rules
    .filter((rule) => !kit.rules.includes(rule) && rule.on === subject.kind)
    .flatMap((rule) => [...rule.check(subject, {})].map(({ place, message }) => `${at(place, text)}: ${message}`));
}

function at(place: Place, text: string): string {
  if (place.kind === 'dockerfile') return text.slice(place.span.start, place.span.end).split('\n')[0] ?? '';
  if (place.kind === 'config') return place.key;
  return place.kind === 'layer' ? `layer ${place.layer} ${place.path}` : place.kind;
}

const inText = (custom: string, text: string) => said(custom, parse(text, { file: 'Dockerfile' }));
const inImage = (custom: string, sketch: ImageSketch) => said(custom, assemble(sketchParts(sketch)));

const rows: Readonly<Record<string, readonly [custom: string, text: string, said: readonly string[]]>> = {
  'an instruction is forbidden': [
    '  no-volume: { forbid: { instruction: VOLUME } }',
    'FROM a:1\nVOLUME /data\nRUN x',
    ['VOLUME: The instruction `VOLUME` is not allowed.'],
  ],
  'an instruction with certain arguments is forbidden': [
    '  no-admin-port: { forbid: { instruction: expose, value: "\\\\b9000\\\\b" } }',
    'FROM a:1\nEXPOSE 80\nEXPOSE 8080 9000/tcp',
    ['EXPOSE: The instruction `EXPOSE` is not allowed.'],
  ],
  'an instruction is required of what ships': [
    '  health: { require: { instruction: HEALTHCHECK } }',
    'FROM a:1 AS build\nFROM b:1 AS base\nFROM base',
    ['FROM base: There is no instruction `HEALTHCHECK`.'],
  ],
  'an instruction that a base in the file has is there': [
    '  health: { require: { instruction: HEALTHCHECK } }',
    'FROM b:1 AS base\nHEALTHCHECK CMD x\nFROM base',
    [],
  ],
  'a label is required, with a value': [
    "  owner: { require: { label: acme.owner, value: '^team-' } }",
    'FROM a:1\nLABEL acme.owner=team-a',
    [],
  ],
  'a label has another value': [
    "  owner: { require: { label: acme.owner, value: '^team-' } }",
    'FROM a:1\nLABEL acme.owner=joe',
    ['acme.owner=joe: The label `acme.owner` does not have the value that is asked for.'],
  ],
  'a label is missing': [
    "  owner: { require: { label: acme.owner, value: '^team-' } }",
    'FROM a:1\nLABEL acme.name=app',
    ['FROM a:1: There is no label `acme.owner`.'],
  ],
  'a label whose key or value is not known may be the one': [
    "  owner: { require: { label: acme.owner, value: '^team-' } }",
    'FROM a:1\nARG OWNER\nLABEL acme.owner=$OWNER',
    [],
  ],
  'one of several labels is enough': [
    '  source: { require: { label: [acme.source, org.opencontainers.image.source] } }',
    'FROM a:1\nLABEL org.opencontainers.image.source=https://example.com/app',
    [],
  ],
  'variables are forbidden by pattern': [
    "  no-proxy: { forbid: { env: '*_proxy' } }",
    'FROM a:1\nENV HTTP_PROXY=http://proxy:3128 PATH=/bin',
    ['HTTP_PROXY=http://proxy:3128: The variable `HTTP_PROXY` is not allowed.'],
  ],
  'a variable is forbidden by value, and a value that is not known is none': [
    "  no-debug: { forbid: { env: DEBUG, value: '^(1|true)$' } }",
    'FROM a:1\nARG D\nENV DEBUG=0\nENV DEBUG=$D\nENV DEBUG=true',
    ['DEBUG=true: The variable `DEBUG` is not allowed.'],
  ],
  'a base is forbidden, however it is written': [
    "  no-centos: { forbid: { base: ['centos', 'docker.io/library/fedora'] } }",
    'FROM docker.io/library/centos:7 AS a\nFROM fedora:41 AS b\nFROM debian:12.9',
    [
      'docker.io/library/centos:7: The base image `docker.io/library/centos` is not allowed.',
      'fedora:41: The base image `fedora` is not allowed.',
    ],
  ],
  'a base is forbidden by tag': [
    "  no-old-node: { forbid: { base: node, value: '^1[0-9]' } }",
    'FROM node:18-slim AS a\nFROM node:22',
    ['node:18-slim: The base image `node` is not allowed.'],
  ],
  'bases are required: all of them must match, stages and what is not known aside': [
    "  ours: { require: { base: ['ghcr.io/acme/**', scratch] }, message: 'Build on an image of ours, not on {name}.' }",
    'ARG B\nFROM ghcr.io/acme/base/node:1 AS a\nFROM $B AS b\nFROM a AS c\nFROM debian:12.9\nCOPY --from=quay.io/x/y:1 / /\n',
    [
      'debian:12.9: Build on an image of ours, not on `debian`.',
      'quay.io/x/y:1: Build on an image of ours, not on `quay.io/x/y`.',
    ],
  ],
  'packages are forbidden, of any manager': [
    "  no-telnet: { forbid: { package: ['telnet*', left-pad] } }",
    'FROM a:1\nRUN apt-get update && apt-get install -y telnetd curl\nRUN npm install left-pad@1.3.0\nRUN apt-get remove -y telnet',
    ['telnetd: The package `telnetd` is not allowed.', 'left-pad@1.3.0: The package `left-pad` is not allowed.'],
  ],
  'a package is required': [
    '  certificates: { require: { package: ca-certificates } }',
    'FROM a:1\nRUN apt-get install -y curl',
    ['FROM a:1: There is no package `ca-certificates`.'],
  ],
  'a package may be in a script that could not be read': [
    '  certificates: { require: { package: ca-certificates } }',
    'FROM a:1\nRUN if then fi (',
    [],
  ],
  'files are forbidden in what is copied': [
    "  no-npmrc: { on: dockerfile, forbid: { file: '**.npmrc' } }",
    'FROM a:1\nCOPY ./.npmrc package.json ./\nCOPY --from=b .npmrc .\nCOPY conf/.npmrc .',
    ['./.npmrc: The file `.npmrc` is not allowed.', 'conf/.npmrc: The file `conf/.npmrc` is not allowed.'],
  ],
  'the message is the project’s own': [
    "  no-debug: { forbid: { env: DEBUG }, message: '{name} is {value} here, and images run quiet.' }",
    'FROM a:1\nENV DEBUG=1',
    ['DEBUG=1: `DEBUG` is `1` here, and images run quiet.'],
  ],
};

test.each(Object.entries(rows))('%s', async (_, [custom, text, wanted]) => {
  expect(await inText(custom, text)).toEqual(wanted);
});

test('images: labels, variables, packages and files of the final filesystem', async () => {
  const status = 'Package: telnet\nStatus: install ok installed\nVersion: 0.17\nArchitecture: amd64\n\n';
  const sketch: ImageSketch = {
    config: { Env: ['DEBUG=1'], Labels: { 'acme.owner': 'joe' } },
    layers: [
      { 'etc/os-release': 'ID=debian\n', 'var/lib/dpkg/status': status, 'srv/.npmrc': 'x', 'srv/gone.log': 'x' },
      { 'srv/.wh.gone.log': '' },
    ],
  };
  const custom = `
  owner: { on: image, require: { label: acme.owner, value: '^team-' } }
  source: { on: image, require: { label: acme.source } }
  debug: { on: image, forbid: { env: DEBUG } }
  telnet: { on: image, forbid: { package: telnet } }
  certificates: { on: image, require: { package: ca-certificates } }
  npmrc: { forbid: { file: '**.npmrc' } }
  logs: { forbid: { file: '**.log' } }
  licence: { require: { file: 'usr/share/doc/**' } }
`;
  expect(await inImage(custom, sketch)).toEqual([
    'Labels.acme.owner: The label `acme.owner` does not have the value that is asked for.',
    'Labels.acme.source: There is no label `acme.source`.',
    'Env.DEBUG: The variable `DEBUG` is not allowed.',
    'layer 0 var/lib/dpkg/status: The package `telnet` is not allowed.',
    'image: There is no package `ca-certificates`.',
    'layer 0 srv/.npmrc: The file `srv/.npmrc` is not allowed.',
    'image: There is no file `usr/share/doc/**`.',
  ]);
});

test('such a rule is configured, extended and named like any other', async () => {
  const cwd = project({
    'plimsoll.yaml':
      'extends: ./base.yaml\nrules: { no-volume: error }\nignore: [{ rule: no-volume, path: legacy/** }]',
    'base.yaml':
      'custom: { no-volume: { forbid: { instruction: VOLUME }, severity: info, category: runtime, help: Mount it. } }',
  });
  const config = await loaded(cwd);
  const rule = config.rules.find(({ id }) => id === 'no-volume');
  expect(rule).toMatchObject({
    severity: 'info',
    category: 'runtime',
    summary: 'The instruction `VOLUME` is not allowed.',
  });
  const [draft] = rule?.check(parse('FROM a:1\nVOLUME /x', { file: 'Dockerfile' }), {}) ?? [];
  expect(draft?.help).toBe('Mount it.');
});

const wrong: Readonly<Record<string, readonly [custom: string, said: string]>> = {
  'neither forbids nor requires': [
    'a-rule: { severity: info }',
    '`custom.a-rule` must have either `forbid` or `require`.',
  ],
  'does both': [
    'a-rule: { forbid: { env: A }, require: { env: B } }',
    '`custom.a-rule` must have either `forbid` or `require`.',
  ],
  'speaks of nothing': [
    'a-rule: { forbid: { value: x } }',
    '`custom.a-rule.forbid` must name one of `instruction`, `label`, `env`, `base`, `package`, `file`.',
  ],
  'speaks of two things': [
    'a-rule: { forbid: { env: A, label: B } }',
    '`custom.a-rule.forbid` must name one of `instruction`, `label`, `env`, `base`, `package`, `file`.',
  ],
  'speaks of something else': [
    'a-rule: { forbid: { lable: A } }',
    '`lable` is no key of `custom.a-rule.forbid`; did you mean `label`?',
  ],
  'looks for instructions in an image': [
    'a-rule: { on: image, forbid: { instruction: VOLUME } }',
    '`custom.a-rule` must not be `on: image`, where there are no instructions and no bases.',
  ],
  'has a pattern that cannot be read': [
    "a-rule: { forbid: { env: A, value: '(' } }",
    '`custom.a-rule.forbid.value` must be a regular expression that can be read, not `(`.',
  ],
  'has the id of a rule': ['sudo: { forbid: { env: A } }', '`sudo` is a rule already; give yours another id.'],
  'has an id that is none': [
    'A Rule: { forbid: { env: A } }',
    '`custom` names `A Rule`, which is no id; write ids in kebab-case.',
  ],
  'has a category that is none': [
    'a-rule: { forbid: { env: A }, category: secure }',
    '`custom.a-rule.category` must be one of `security`, `secrets`, `reproducibility`, `size`, `caching`, `correctness`, `runtime`, `metadata` and `style`, not `secure`.',
  ],
};

test.each(Object.entries(wrong))('a rule that %s is a mistake', async (_, [custom, message]) => {
  const result = await load(project({ 'plimsoll.yaml': `custom:\n  ${custom}\n` }));
  expect(result.ok ? [] : result.problem.map((problem) => problem.message)).toEqual([message]);
});
