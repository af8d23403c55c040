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
