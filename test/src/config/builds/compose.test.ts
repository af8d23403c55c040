import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCompose } from '../../../../src/config/builds/compose.ts';
import { told, worldOf } from './world.ts';

const read = (text: string, more: Readonly<Record<string, string>> = {}) =>
  told(readCompose(['/acme/compose.yaml'], worldOf({ 'compose.yaml': text, ...more })));

test('the short form, and services that build nothing', () => {
  expect(read('services:\n  web:\n    build: ./web\n  db:\n    image: postgres:17\n')).toEqual([
    { name: 'web', dockerfile: '/acme/web/Dockerfile', context: '/acme/web' },
  ]);
});

test('everything that a build may say', () => {
  const text = `
services:
  web:
    platform: linux/arm64
    build:
      context: web
      dockerfile: ../docker/web.Dockerfile
      target: runtime
      args:
        TAG: \${TAG:-12.9}
        PORT: 8080
        FAST: true
        HANDED:
      additional_contexts:
        - assets=./assets
        - base=docker-image://debian:12.9
      secrets:
        - token
        - source: npmrc
`;
  expect(read(text)).toEqual([
    {
      name: 'web',
      dockerfile: '/acme/docker/web.Dockerfile',
      context: '/acme/web',
      args: { TAG: '12.9', PORT: '8080', FAST: 'true' },
      target: 'runtime',
      contexts: ['assets', 'base'],
      platforms: ['linux/arm64'],
      secrets: ['token', 'npmrc'],
    },
  ]);
});

test('arguments as a list, and of values that are not known', () => {
  const text =
    'services:\n  web:\n    build:\n      context: .\n      args: ["TAG=${TAG}", "MODE=fast=yes", "HANDED"]\n';
  expect(read(text)).toMatchObject([{ args: { TAG: undefined, MODE: 'fast=yes' } }]);
  expect(read(text, { '.env': 'TAG=12.9\n' })).toMatchObject([{ args: { TAG: '12.9', MODE: 'fast=yes' } }]);
});

test('anchors and merged keys', () => {
  const text = `
x-build: &build
  context: .
  args: { TAG: "12.9" }
services:
  web:
    build:
      <<: *build
      target: web
  worker:
    build: *build
`;
  expect(read(text)).toMatchObject([
    { name: 'web', args: { TAG: '12.9' }, target: 'web' },
    { name: 'worker', args: { TAG: '12.9' } },
  ]);
});

test('what a service extends, in this file and another', () => {
  const text = `
services:
  base:
    build: { context: app, args: { TAG: "12.9", MODE: fast } }
  web:
    extends: base
    build: { args: { MODE: slow } }
  worker:
    extends: { file: common/services.yaml, service: worker }
`;
  const other = 'services:\n  worker:\n    build: .\n';
  expect(read(text, { 'common/services.yaml': other })).toEqual([
    { name: 'base', dockerfile: '/acme/app/Dockerfile', context: '/acme/app', args: { TAG: '12.9', MODE: 'fast' } },
    { name: 'web', dockerfile: '/acme/app/Dockerfile', context: '/acme/app', args: { TAG: '12.9', MODE: 'slow' } },
    { name: 'worker', dockerfile: '/acme/common/Dockerfile', context: '/acme/common' },
  ]);
});

test('a service that extends itself, and a file that includes itself, end', () => {
  expect(read('services:\n  web:\n    extends: web\n    build: .\n')).toMatchObject([{ name: 'web' }]);
  expect(read('include: [compose.yaml]\nservices:\n  web:\n    build: .\n')).toMatchObject([{ name: 'web' }]);
});

test('what is included counts from its own folder', () => {
  const more = { 'api/compose.yaml': 'services:\n  api:\n    build: .\n' };
  expect(read('include:\n  - api/compose.yaml\nservices: {}\n', more)).toMatchObject([
    { name: 'api', dockerfile: '/acme/api/Dockerfile' },
  ]);
});

test('a second file goes over the first', () => {
  const files = {
    'compose.yaml': 'services:\n  web:\n    build: { context: web, args: { TAG: "12.9", MODE: fast } }\n',
    'compose.override.yaml': 'services:\n  web:\n    build: { target: dev, args: { MODE: slow } }\n',
  };
  const plan = readCompose(
    Object.keys(files).map((name) => `/acme/${name}`),
    worldOf(files),
  );
  expect(told(plan)).toMatchObject([
    { dockerfile: '/acme/web/Dockerfile', target: 'dev', args: { TAG: '12.9', MODE: 'slow' } },
  ]);
});

test('what is elsewhere is left out with a sentence, and what is not known is told with its place', () => {
  const text = `
services:
  remote:
    build: https://github.com/acme/app.git#main
  unknown:
    build: { context: "\${FOLDER}" }
`;
  const plan = readCompose(['/acme/compose.yaml'], worldOf({ 'compose.yaml': text }));
  expect(plan.ok && plan.value.builds.map(({ dockerfile }) => dockerfile)).toEqual([undefined, undefined]);
  expect(plan.ok && plan.value.notes).toEqual(['The service `remote` of `compose.yaml` is built from elsewhere.']);
  expect(plan.ok && plan.value.unknown).toMatchObject([
    {
      what: 'compose.yaml#unknown',
      reason: 'missing',
      message:
        'The service `unknown` is not judged: the value of `FOLDER` is not known; give it in `.env` or as a default, `${FOLDER:-…}`.',
      origin: { line: 6, column: 24 },
    },
  ]);
});

test('an image that one service builds is had by another from there', () => {
  const text =
    'services:\n  base:\n    image: acme/base\n    build: base\n  web:\n    image: debian\n    build: web\n  plain:\n    image: node:22\n';
  expect(read(text)).toMatchObject([
    { name: 'base', contexts: ['debian'] },
    { name: 'web', contexts: ['acme/base'] },
  ]);
});

test('a Dockerfile that stands in the file', () => {
  const text =
    'services:\n  web:\n    build:\n      dockerfile_inline: |\n        FROM debian:12.9\n        USER 1000\n';
  const plan = readCompose(['/acme/compose.yaml'], worldOf({ 'compose.yaml': text }));
  expect(plan.ok && plan.value.builds[0]?.inline).toMatchObject({
    text: 'FROM debian:12.9\nUSER 1000\n',
    origin: { line: 4 },
  });
});

test('a broken file says where', () => {
  expect(read('services:\n  web:\n\tbuild: .\n')).toMatchObject({ file: 'compose.yaml', line: 3 });
  expect(read('- web\n')).toMatchObject({ message: '`compose.yaml` is no compose file: it holds no keys.' });
});

test('any shape is read without a crash', () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, true, 1, '.', '${A:-b}', '${', 'https://example.com/a.git'),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom(
          'services',
          'web',
          'build',
          'args',
          'context',
          'extends',
          'include',
          'image',
          'platforms',
          'x-bake',
        ),
        tie('any'),
        { maxKeys: 5 },
      ),
    ),
  })).any;
  fc.assert(
    fc.property(value, (data) => {
      const plan = readCompose(['/acme/compose.yaml'], worldOf({ 'compose.yaml': JSON.stringify({ services: data }) }));
      expect(typeof plan.ok).toBe('boolean');
    }),
    { numRuns: 300 },
  );
});

test('arguments of anchors and of what is extended are shared, those of a service its own', () => {
  const text = `
x-args: &args { TAG: "12.9" }
services:
  plain: { build: { context: ., args: { TAG: "12.9" } } }
  list: { build: { context: ., args: ["TAG=12.9"] } }
  alias: { build: { context: ., args: *args } }
  merged: { build: { context: ., args: { <<: *args, MODE: fast } } }
  extended: { extends: plain }
`;
  const plan = readCompose(['/acme/compose.yaml'], worldOf({ 'compose.yaml': text }));
  const shared =
    plan.ok && plan.value.builds.map(({ args }) => [...args].map(([name, one]) => [name, one.shared ?? false]));
  expect(shared).toEqual([
    [['TAG', false]],
    [['TAG', false]],
    [['TAG', true]],
    [
      ['TAG', true],
      ['MODE', false],
    ],
    [['TAG', true]],
  ]);
});

test('what an include names: its own folder and variables, which those of the project go over', () => {
  const text = `
include:
  - path: [tools/compose.yaml, tools/more.yaml]
    project_directory: \${HOME_FOLDER:-.}
    env_file: tools/defaults.env
services: {}
`;
  const more = {
    'tools/compose.yaml': 'services:\n  tools:\n    build: { context: "${FOLDER}", dockerfile: "${FILE}" }\n',
    'tools/more.yaml': 'services:\n  tools:\n    build: { target: "${STAGE}" }\n',
    'tools/defaults.env': 'FOLDER=tools\nFILE=Dockerfile\nSTAGE=dev\n',
    'tools/.env': 'FOLDER=wrong\n',
    '.env': 'FILE=app.Dockerfile\n',
  };
  expect(read(text, more)).toMatchObject([{ dockerfile: '/acme/tools/app.Dockerfile', target: 'dev' }]);
});

const unknown = (text: string, more: Readonly<Record<string, string>> = {}) => {
  const plan = readCompose(['/acme/compose.yaml'], worldOf({ 'compose.yaml': text, ...more }));
  return plan.ok && plan.value.unknown.map(({ message, origin }) => `${origin.file}:${origin.line}: ${message}`);
};

test('what names itself, and what is broken where it is included', () => {
  const text = `
include: [a.yaml, b.yaml]
services:
  web: { extends: web, build: . }
`;
  const more = { 'a.yaml': 'include: compose.yaml\n', 'b.yaml': 'services:\n\tweb: 1\n' };
  expect(unknown(text, more)).toEqual([
    'a.yaml:1: `compose.yaml` includes itself; take one of the includes out.',
    'b.yaml:2: `b.yaml` cannot be read: a tab indents this line; YAML wants spaces.',
    'compose.yaml:4: The service `web` is not judged: it extends `web` of `compose.yaml`, which extends it in turn.',
  ]);
});

test('a service that says nothing may be extended', () => {
  const text = 'services:\n  base:\n  web: { extends: base, build: . }\n';
  expect(read(text)).toMatchObject([{ name: 'web', dockerfile: '/acme/Dockerfile' }]);
  expect(unknown(text)).toEqual([]);
});

test('files that are included twice by each of a chain end', () => {
  const chain = Array.from({ length: 14 }, (_, n) => [`${n}.yaml`, `include: [${n + 1}.yaml, ${n + 1}.yaml]\n`]);
  const said = unknown('include: 0.yaml\n', { ...Object.fromEntries(chain), '14.yaml': 'services: {}\n' });
  expect(said).toEqual([
    expect.stringMatching(/^\d+\.yaml:1: `\d+\.yaml` is one of more than 1000 includes; name fewer\.$/),
  ]);
});

test('what should hold keys and does not is told', () => {
  expect(unknown('services:\n  web: app\n  db:\n')).toEqual([
    'compose.yaml:2: `services.web` of `compose.yaml` holds no keys, so nothing of it is judged; indent below it what belongs to it.',
  ]);
  expect(unknown('services: [web]\n')).toEqual([expect.stringContaining('`services` of `compose.yaml` holds no keys')]);
});

test('a variable is placed in texts of one line and of several', () => {
  const of = (inline: string) => unknown(`services: { web: { build: { dockerfile_inline: ${inline} } } }\n`);
  expect(of('"FROM debian:$TAG"')).toMatchObject([expect.stringContaining('the value of `TAG` is not known')]);
  const places = (text: string) => {
    const plan = readCompose(['/acme/compose.yaml'], worldOf({ 'compose.yaml': text }));
    return plan.ok && plan.value.unknown.map(({ origin }) => text.slice(origin.span.start, origin.span.end));
  };
  const block = (mark: string, lines: string) =>
    `services:\n  web:\n    build:\n      dockerfile_inline: ${mark}\n${lines}`;
  expect(places(block('"FROM debian:$TAG"', ''))).toEqual(['$TAG']);
  expect(places(block('|', '        FROM debian:12.9\n        RUN echo $$A $A\n'))).toEqual(['$A']);
  expect(places(block('|-', '\n        FROM debian:12.9\n\n          RUN echo $$A $A\n'))).toEqual(['$A']);
});

test('where a base is not known, what is known of the build is kept, and a service of an image alone makes none', () => {
  const text = `
services:
  web: { extends: { file: "\${FILE}", service: web }, build: . }
  db: { extends: gone, image: debian }
  app: { build: app }
`;
  expect(read(text)).toMatchObject([
    { name: 'web', dockerfile: '/acme/Dockerfile' },
    { name: 'db', dockerfile: undefined },
    // `debian` is no image of this project.
    { name: 'app', dockerfile: '/acme/app/Dockerfile' },
  ]);
  expect(read(text)).not.toMatchObject([{}, {}, { contexts: ['debian'] }]);
});
