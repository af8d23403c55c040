import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBake } from '../../../../src/config/builds/bake.ts';
import { HclFault, readHcl } from '../../../../src/config/builds/hcl.ts';
import { told, worldOf } from './world.ts';

const read = (text: string, name = 'docker-bake.hcl') => told(readBake([`/acme/${name}`], worldOf({ [name]: text })));

test('targets with variables, templates and what they inherit', () => {
  const text = `
variable "TAG" { default = "12.9" }
variable "FULL" {
  default = "\${TAG}-slim"
}
variable "HANDED" { default = null }
variable "OUTSIDE" {}
function "upper" {
  params = [x]
  result = upper(x)
}
// what all have in common
target "_common" {
  args = {
    BASE = "debian:\${FULL}"   # the base
    FAST = true, COUNT : 3
    HANDED = HANDED
    AGAIN = "\${HANDED}"
    OUTSIDE = OUTSIDE
    MADE = upper("x")
    CHOSEN = TAG != "" ? "a" : "b"
  }
}
group "default" { targets = ["web", "worker"] }
target "web" {
  inherits = ["_common"]
  context = "./web"
  dockerfile = "web.Dockerfile"
  target = "runtime"
  platforms = ["linux/amd64", "linux/arm64"]
  contexts = { base = "target:base", assets = "./assets" }
  secret = ["type=env,id=token", { type = "file", id = "npmrc" }]
  tags = [for v in ["a", "b"] : "acme/web:\${v}"]
}
target "worker" {
  inherits = ["web"]
  args = { FAST = false }
  dockerfile = "worker.Dockerfile"
}
`;
  const args = {
    BASE: 'debian:12.9-slim',
    FAST: 'true',
    COUNT: '3',
    OUTSIDE: undefined,
    MADE: undefined,
    CHOSEN: undefined,
  };
  const web = {
    name: 'web',
    dockerfile: '/acme/web/web.Dockerfile',
    context: '/acme/web',
    args,
    target: 'runtime',
    contexts: ['base', 'assets'],
    platforms: ['linux/amd64', 'linux/arm64'],
    secrets: ['token', 'npmrc'],
  };
  expect(read(text)).toEqual([
    web,
    { ...web, name: 'worker', dockerfile: '/acme/web/worker.Dockerfile', args: { ...args, FAST: 'false' } },
  ]);
});

test('a target of many is one whose varying values are not known', () => {
  const text =
    'target "app" {\n  name = "app-${v}"\n  matrix = { v = ["1", "2"] }\n  args = { VERSION = v, TAG = "12.9" }\n}\n';
  expect(read(text)).toMatchObject([{ args: { VERSION: undefined, TAG: '12.9' } }]);
});

test('a matrix that decides which Dockerfile is built is taken apart', () => {
  const text = `
variable "PHP" { default = ["8.3", "8.4"] }
group "default" { targets = ["app"] }
target "app" {
  name = "app-\${item.name}-\${version}"
  matrix = { item = [{ name = "web", file = "web/Dockerfile" }, { name = "job", file = "\${JOB}/Dockerfile" }], version = PHP, os = ["a"] }
  dockerfile = item.file
  context = version
  args = { OS = os, VERSION = version }
}
variable "JOB" { default = "job" }
target "lint" {
  name = md5(file)
  matrix = { file = ["a", "b"] }
  dockerfile = file
}
target "open" {
  matrix = { file = split(",", "a,b") }
  dockerfile = "\${file}/Dockerfile"
}
`;
  expect(read(text)).toMatchObject([
    { name: 'open', dockerfile: undefined },
    { name: 'app-web-8.3', dockerfile: '/acme/8.3/web/Dockerfile', args: { OS: undefined, VERSION: '8.3' } },
    { name: 'app-web-8.4', dockerfile: '/acme/8.4/web/Dockerfile', args: { VERSION: '8.4' } },
    { name: 'app-job-8.3', dockerfile: '/acme/8.3/job/Dockerfile' },
    { name: 'app-job-8.4', dockerfile: '/acme/8.4/job/Dockerfile' },
    { name: 'lint-1', dockerfile: '/acme/a' },
    { name: 'lint-2', dockerfile: '/acme/b' },
  ]);
  const plan = readBake(['/acme/docker-bake.hcl'], worldOf({ 'docker-bake.hcl': text }));
  expect(plan.ok && plan.value.unknown.map(({ message }) => message)).toEqual([
    'The target `open` is not judged: the values that `file` takes in its matrix are not known; write them out there.',
  ]);
});

test('targets that are many keep to names of their own, and inherit by them', () => {
  const text = `
target "base-a" { dockerfile = "a" }
target "base-b" { dockerfile = "b" }
target "app" {
  name = "base-\${of}"
  matrix = { of = ["a", "b"] }
  inherits = ["base-\${of}"]
}
`;
  expect(read(text)).toMatchObject([
    { name: 'base-a', dockerfile: '/acme/a' },
    { name: 'base-b', dockerfile: '/acme/b' },
    { name: 'base-a-1', dockerfile: '/acme/a' },
    { name: 'base-b-2', dockerfile: '/acme/b' },
  ]);
});

test('what is inherited along many ways is worked out once', () => {
  const targets = Array.from({ length: 60 }, (_, n) => `target "t${n}" { inherits = ["t${n - 1}", "t${n - 1}"] }`);
  expect(read(['target "t-1" { dockerfile = "a" }', ...targets].join('\n'))).toMatchObject([
    { name: 't-1', dockerfile: '/acme/a' },
    { name: 't59', dockerfile: '/acme/a' },
  ]);
});

test('members of values that lead to themselves have none', () => {
  const text = 'variable "A" { default = { x = A.x, y = A.z } }\ntarget "web" { args = { X = A.x, Y = A.y } }\n';
  expect(read(text)).toMatchObject([{ args: { X: undefined, Y: undefined } }]);
});

test('what is null is not said', () => {
  const text = 'variable "D" { default = null }\ntarget "web" {\n  dockerfile = D\n  context = "${D}"\n}\n';
  expect(read(text)).toMatchObject([{ dockerfile: '/acme/Dockerfile' }]);
});

test.each([
  ['<<EOT\nFROM debian:12.9\nRUN ${A}\nEOT', 4, 7],
  ['<<-EOT\n    FROM debian:12.9\n\n      RUN $${A} ${A}\n  EOT', 5, 19],
  ['"FROM debian:${A}"', 2, 38],
  ['A', 2, 23],
])('the place of a name in %j', (value, line, column) => {
  const text = `target "web" {\n  dockerfile-inline = ${value}\n}\n`;
  const plan = readBake(['/acme/docker-bake.hcl'], worldOf({ 'docker-bake.hcl': text }));
  expect(plan.ok && plan.value.unknown).toMatchObject([{ origin: { line, column } }]);
});

test('blocks of JSON may stand in lists', () => {
  const text = '{ "target": [{ "web": [{ "context": "web" }] }, { "job": { "context": "job" } }] }';
  expect(read(text, 'a.json')).toMatchObject([{ context: '/acme/web' }, { context: '/acme/job' }]);
});

test('what is not known of JSON is placed at its value', () => {
  const text = '{ "target": { "web": { "context": "${REPO}/a" }, "job": { "inherits": ["job"] } } }';
  const plan = readBake(['/acme/a.json'], worldOf({ 'a.json': text }));
  const told = plan.ok ? plan.value.unknown : [];
  expect(told.map(({ origin: { span } }) => text.slice(span.start, span.end))).toEqual(['"${REPO}/a"', '"inherits"']);
  expect(told[1]?.message).toBe('The target `job` is not judged: it inherits `job`, which inherits it in turn.');
});

test('JSON says the same', () => {
  const text = JSON.stringify({
    variable: { TAG: { default: '12.9' } },
    group: { default: { targets: ['web'] } },
    target: { web: { context: 'web', args: { BASE: 'debian:${TAG}', NONE: null }, contexts: { base: 'target:base' } } },
  });
  expect(read(text, 'docker-bake.json')).toEqual([
    {
      name: 'web',
      dockerfile: '/acme/web/Dockerfile',
      context: '/acme/web',
      args: { BASE: 'debian:12.9' },
      contexts: ['base'],
    },
  ]);
});

test('heredocs, comments and inline Dockerfiles', () => {
  const text = `
target "web" { /* one
  line */
  dockerfile-inline = <<-EOT
    FROM debian:12.9
    RUN echo $\${HOME}
  EOT
}
`;
  const plan = readBake(['/acme/docker-bake.hcl'], worldOf({ 'docker-bake.hcl': text }));
  expect(plan.ok && plan.value.builds[0]?.inline).toMatchObject({
    text: 'FROM debian:12.9\nRUN echo ${HOME}\n',
    origin: { line: 4, column: 3 },
  });
});

test.each([
  ['target "web" {\n  args = {\n', 3, 1, 'a name'],
  ['target "web" {\n  context = "web\n}\n', 2, 13, 'this text is not closed'],
  ['target "web"\n', 1, 13, 'a `{` or `=` is expected here'],
  ['= 3\n', 1, 1, 'a name of a block or an attribute is expected here'],
])('%j is no HCL', (text, line, column, why) => {
  const said = read(text);
  expect(said).toMatchObject(
    why === 'a name' ? { line } : { line, column, message: `\`docker-bake.hcl\` cannot be read: ${why}.` },
  );
});

test('variables in a circle have no value', () => {
  const text =
    'variable "A" { default = B }\nvariable "B" { default = "${A}" }\ntarget "web" { args = { A = A } }\ntarget "a" { inherits = ["b"] }\ntarget "b" { inherits = ["a"] }\n';
  expect(read(text)).toMatchObject([{ name: 'web', args: { A: undefined } }]);
});

test('any text is read or refused', () => {
  const piece = fc.constantFrom(
    'target "a" {',
    '}',
    '\n',
    'a = ',
    '"${',
    '}"',
    '[',
    ']',
    '{',
    ',',
    'x',
    '? 1 : 2',
    '.y',
    '<<E\n',
    'E\n',
    '#',
    '/*',
    '"',
    '\\',
    'for ',
    '(',
    ')',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
      try {
        expect(readHcl(pieces.join('')).type).toBe('');
      } catch (error) {
        expect(error).toBeInstanceOf(HclFault);
      }
    }),
    { numRuns: 2000 },
  );
});
