import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatNames } from '../../src/report/formats.ts';
import { sketchArchive } from '../../src/testing/sketch.ts';
import { folder, run } from './run.ts';

const dockerfile = 'ARG TAG=12.9\nFROM debian:$TAG AS build\nFROM build AS app\nUSER 1000\n';
const compose = (args: string) => `services:\n  web:\n    build:\n      context: .\n      args: ${args}\n`;

interface Said {
  readonly rule: string;
  readonly message: string;
  readonly related: readonly { readonly message: string; readonly place: { readonly file?: string } }[];
}

async function findings(argv: readonly string[], cwd: string): Promise<{ code: number; stderr: string; said: Said[] }> {
  const { code, stdout, stderr } = await run(['lint', '--format', 'json', ...argv], { cwd });
  const said = JSON.parse(stdout).reports.flatMap((report: { findings: Said[] }) => report.findings);
  return { code, stderr, said: said.filter(({ rule }: Said) => rule !== 'unpinned-base') };
}

test('a compose file beside the Dockerfile says what it is built with', async () => {
  const cwd = folder({ Dockerfile: dockerfile, 'compose.yaml': compose('{ TAG: latest }') });
  const { said, code } = await findings([], cwd);
  expect(code).toBe(1);
  expect(said).toMatchObject([
    {
      rule: 'latest-tag',
      related: [{ message: 'As the service `web` builds it.', place: { file: 'compose.yaml' } }],
    },
  ]);
  expect((await findings(['--no-from'], cwd)).said).toEqual([]);
  expect((await findings(['--build-arg', 'TAG=12.9'], cwd)).said).toEqual([]);
});

test('a value that is not known is no violation', async () => {
  const cwd = folder({
    Dockerfile: 'ARG TAG=latest\nFROM debian:$TAG\nUSER 1000\n',
    'compose.yaml': compose('{ TAG: $TAG }'),
  });
  expect((await findings([], cwd)).said).toEqual([]);
  expect((await findings(['--no-from'], cwd)).said).toMatchObject([{ rule: 'latest-tag' }]);
});

test('services that do not agree are not taken by themselves, and are judged one by one when asked for', async () => {
  const cwd = folder({
    Dockerfile: dockerfile,
    'compose.yaml': `${compose('{ TAG: latest }')}  job:\n    build: { context: ., args: { TAG: 12.9 } }\n`,
  });
  const quiet = await findings(['--verbose', '--shellcheck', 'off'], cwd);
  expect(quiet.said).toEqual([]);
  expect(quiet.stderr).toBe(
    '`Dockerfile` is judged by itself: the service `web` of `compose.yaml` and the service `job` of `compose.yaml` build it differently; name a file with --from.\n',
  );
  const { said } = await findings(['--from', 'compose.yaml'], cwd);
  expect(said.map(({ rule, related }) => [rule, ...related.map(({ message }) => message)])).toEqual([
    ['latest-tag', 'As the service `web` builds it.'],
  ]);
});

test('a stage that a named file builds ships; one that a found file builds need not', async () => {
  const cwd = folder({
    Dockerfile: 'FROM debian:12.9 AS dev\nUSER root\nFROM debian:12.9\nUSER 1000\n',
    'docker-bake.hcl': 'target "dev" {\n  target = "dev"\n}\n',
  });
  expect((await findings([], cwd)).said).toEqual([]);
  expect((await findings(['--from', 'docker-bake.hcl'], cwd)).said).toMatchObject([{ rule: 'root-user' }]);
});

test('without a path, the Dockerfiles that a file builds are judged', async () => {
  const cwd = folder({
    'web/Dockerfile': 'FROM debian:latest\nUSER 1000\n',
    'other/Dockerfile': 'FROM debian:latest\n',
    'compose.yaml': 'services:\n  web:\n    build: web\n',
  });
  const { stdout } = await run(['lint', '--from', 'compose.yaml', '--format', 'json'], { cwd });
  expect(JSON.parse(stdout).reports.map(({ subject }: { subject: { name: string } }) => subject.name)).toEqual([
    'web/Dockerfile',
  ]);
});

test('a build file that is broken says where, and what else was asked for is judged', async () => {
  const cwd = folder({ Dockerfile: 'FROM debian:latest\nUSER 1000\n', 'compose.yaml': 'services:\n\tweb: 1\n' });
  const { code, stdout } = await run(['lint', 'Dockerfile', '--from', 'compose.yaml'], { cwd });
  expect(code).toBe(2);
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'compose.yaml at compose.yaml:2:1 (malformed). `compose.yaml` cannot be read: a tab indents this line',
  );
  expect(stdout).toContain('latest-tag');
  const alone = await run(['lint', 'Dockerfile', '--verbose', '--shellcheck', 'off'], { cwd });
  expect(alone.code).toBe(1);
  expect(alone.stderr).toContain('is judged by itself: `compose.yaml` cannot be read');
});

test('the context is the one that the service has', async () => {
  const cwd = folder({
    'docker/Dockerfile': 'FROM debian:12.9\nCOPY app.conf /etc/\nUSER 1000\n',
    'app.conf': 'port = 80\n',
    '.dockerignore': '*.conf\n',
    'compose.yaml': 'services:\n  web:\n    build: { context: ., dockerfile: docker/Dockerfile }\n',
    '.git/HEAD': '',
  });
  expect((await findings(['docker/Dockerfile'], cwd)).said).toMatchObject([{ rule: 'ignored-copy-source' }]);
});

test('what the arguments hold is told, and by whom', async () => {
  const cwd = folder({
    Dockerfile: 'ARG TAG=11\nFROM debian:$TAG\nARG TAG\nARG MODE\nARG PORT=80\nARG TARGETARCH\nARG TOKEN\n',
    'compose.yaml': compose('{ TAG: 12.9, MODE: $MODE, TOKEN: hunter2 }'),
  });
  const { stdout } = await run(['lint', 'Dockerfile', '--explain-stage'], { cwd });
  expect(stdout.split('\n').filter((line) => /base:|argument/.test(line))).toEqual([
    '   ├─ base: debian:12.9',
    '   ├─ argument: TAG=12.9 (compose.yaml:5)',
    '   ├─ argument: MODE=(not known) (compose.yaml:5)',
    '   ├─ argument: PORT=80 (ARG)',
    '   ├─ argument: TARGETARCH=(not known)',
    '   └─ argument: TOKEN=(not known) (compose.yaml:5)',
  ]);
});

test('the Dockerfile of an image is joined to it as the named file built it', async () => {
  const cwd = folder({
    'image.tar': sketchArchive({ layers: [{ 'etc/hostname': 'one\n' }], config: { User: '1000' } }),
    Dockerfile: 'ARG TAG=12.9\nFROM debian:$TAG\nUSER 1000\n',
    'compose.yaml': compose('{ TAG: latest }'),
  });
  const image = ['image', 'image.tar', '--dockerfile', 'Dockerfile', '--no-cache', '--format', 'json'];
  const rulesOf = async (...more: readonly string[]) =>
    JSON.parse((await run([...image, ...more], { cwd })).stdout).reports[0].findings.map(({ rule }: Said) => rule);
  expect(await rulesOf()).not.toContain('latest-tag');
  expect(await rulesOf('--from', 'compose.yaml')).toContain('latest-tag');
});

test('the Dockerfile of an image may be what a build that is not known builds', async () => {
  const cwd = folder({
    'image.tar': sketchArchive({ layers: [{ 'etc/hostname': 'one\n' }], config: { User: '1000' } }),
    Dockerfile: 'FROM debian:12.9\nUSER 1000\n',
    'compose.yaml': 'services:\n  web:\n    build: $DIR\n',
    'known.yaml': 'services:\n  web:\n    build: .\n  api:\n    build: $DIR\n',
  });
  const skipped = async (from: string) => {
    const argv = ['image', 'image.tar', '--dockerfile', 'Dockerfile', '--no-cache', '--from', from, '--format', 'json'];
    const { stdout } = await run(argv, { cwd });
    return JSON.parse(stdout).reports[0].skipped.map(({ what }: { what: string }) => what);
  };
  expect(await skipped('compose.yaml')).toEqual(['compose.yaml#web']);
  expect(await skipped('known.yaml')).toEqual([]);
});

test('a Dockerfile that stands in a build file is judged, and placed where it stands', async () => {
  const text = `services:
  web:
    build:
      context: .
      dockerfile_inline: |
        FROM debian:latest
        RUN echo "$\${HOME}" \\
          && cd /srv
        USER root
`;
  const cwd = folder({
    'compose.yaml': text,
    'docker-bake.hcl': 'target "a" {\n  dockerfile-inline = <<EOT\nFROM debian:latest\nUSER 1000\nEOT\n}\n',
  });
  const off = ['--ignore', 'unpinned-base', '--shellcheck', 'off', '--format', 'short'];
  expect((await run(['lint', '--from', 'compose.yaml', ...off], { cwd })).stdout.split('\n').slice(0, 2)).toEqual([
    'compose.yaml:6:14: warning: `debian:latest` resolves to whatever was pushed last. [latest-tag]',
    'compose.yaml:9:14: warning: The image runs as `root`, which is root. [root-user]',
  ]);
  expect((await run(['lint', '--from', 'docker-bake.hcl', '--fix', ...off], { cwd })).stdout).toContain(
    'docker-bake.hcl:3:6: warning: `debian:latest`',
  );
  expect(readFileSync(join(cwd, 'compose.yaml'), 'utf8')).toBe(text);
});

test('what a build file gives and names must be in the Dockerfile', async () => {
  const cwd = folder({
    Dockerfile: 'ARG TAG=12.9\nFROM debian:$TAG AS app\nUSER 1000\n',
    'compose.yaml': `${compose('{ TGA: "12.9" }')}      target: ap\n`,
  });
  expect((await findings([], cwd)).said.map(({ rule, message }) => `${rule}: ${message}`).sort()).toEqual([
    'missing-build-target: The service `web` builds the stage `ap`, which is not here; did you mean `app`?',
    'undeclared-build-arg: The service `web` gives `TGA`, which no ARG declares; did you mean `TAG`?',
  ]);
});

/** What a run did not check: where, why and in which words. */
async function unchecked(argv: readonly string[], cwd: string) {
  const { code, stdout } = await run(['lint', '--shellcheck', 'off', '--format', 'json', ...argv], { cwd });
  const { reports } = JSON.parse(stdout);
  return {
    code,
    judged: reports.flatMap(({ subject, skipped }: Told) => (skipped.length === 0 ? subject.name : [])),
    skipped: reports.flatMap(({ skipped }: Told) => skipped.map(({ what, reason, detail }) => [what, reason, detail])),
  };
}

interface Told {
  readonly subject: { readonly name: string };
  readonly skipped: readonly { readonly what: string; readonly reason: string; readonly detail: string }[];
}

const inline = `services:
  web:
    build:
      dockerfile_inline: |
        FROM debian:12.9
        RUN echo $$HOME $A
        USER \${B}
  job:
    build:
      dockerfile_inline: |
        FROM debian:12.9
        USER 1000
`;

test('an inline Dockerfile whose variables have no value is not judged, and that is said at the first of them', async () => {
  const cwd = folder({ 'compose.yaml': inline });
  const from = ['lint', '--from', 'compose.yaml', '--shellcheck', 'off', '--ignore', 'unpinned-base'];
  const { code, stdout } = await run([...from, '--format', 'short'], { cwd });
  expect(stdout).toBe(
    "compose.yaml: error: Not checked: compose.yaml#web at compose.yaml:6:25 (missing). The service `web` is not judged: the values of `A` and `B` are not known; give them in `.env` or as a default, `${A:-…}`, or write `$$` where the Dockerfile's own is meant.\n",
  );
  expect(code).toBe(2);
  expect((await run(from, { cwd })).stdout).toContain('Not clean: nothing was found');
  expect((await unchecked(['--from', 'compose.yaml'], cwd)).judged).toEqual(['compose.yaml#job']);
  const known = folder({ 'compose.yaml': inline, '.env': 'A=1\nB=1000\n' });
  expect(await run(from, { cwd: known })).toMatchObject({ code: 0 });
});

test('what is not judged is said wherever a run writes something else than reports, too', async () => {
  const cwd = folder({ 'compose.yaml': inline });
  const said = 'The service `web` is not judged';
  for (const flag of ['--explain-stage', '--diff']) {
    const { code, stderr } = await run(['lint', '--from', 'compose.yaml', '--shellcheck', 'off', flag], { cwd });
    expect([flag, code, stderr.includes(said)]).toEqual([flag, 2, true]);
  }
  for (const format of formatNames) {
    const { code, stdout } = await run(['lint', '--from', 'compose.yaml', '--shellcheck', 'off', '--format', format], {
      cwd,
    });
    const words = stdout.replace(/\s+/g, ' ').replace(/[`\\]|<\/?code>/g, '');
    expect([format, code, words.includes('service web is not judged')]).toEqual([format, 2, true]);
  }
});

test('every build whose Dockerfile is not known is told by one sentence, and the others are judged', async () => {
  const cwd = folder({
    'web/Dockerfile': 'FROM debian:12.9\nUSER 1000\n',
    'compose.yaml': `include:
  - \${WHERE}/compose.yaml
  - more/compose.yaml
services:
  web: { build: web, profiles: [debug] }
  api: { build: { context: "\${DIR}", dockerfile: "\${KIND}/Dockerfile" } }
  job: { build: { context: ., dockerfile: "\${KIND:-web}/Dockerfile" } }
  base: { extends: { file: common.yaml, service: base } }
  none: { extends: other, build: web }
  cost: { build: { context: "5$ more" } }
  db: { image: postgres:17 }
  far: { build: https://github.com/acme/app.git }
`,
  });
  const { code, judged, skipped } = await unchecked(['--from', 'compose.yaml'], cwd);
  expect([code, judged]).toEqual([2, ['web/Dockerfile']]);
  expect(skipped).toEqual([
    [
      'compose.yaml',
      'missing',
      'What `compose.yaml` includes is not judged: the value of `WHERE` is not known; give it in `.env` or as a default, `${WHERE:-…}`.',
    ],
    ['more/compose.yaml', 'unreadable', '`more/compose.yaml` cannot be read; check the path.'],
    [
      'compose.yaml#api',
      'missing',
      'The service `api` is not judged: the values of `DIR` and `KIND` are not known; give them in `.env` or as a default, `${DIR:-…}`.',
    ],
    [
      'compose.yaml#base',
      'unreadable',
      'The service `base` is not judged: it extends `base` of a file that is not read. `common.yaml` cannot be read; check the path.',
    ],
    [
      'compose.yaml#none',
      'missing',
      'The service `none` is not judged: it extends `other`, which is not in `compose.yaml`.',
    ],
    [
      'compose.yaml#cost',
      'malformed',
      'The service `cost` is not judged: a `$` of its `context` begins no variable; write `$$` for a dollar sign.',
    ],
  ]);
});

test('what a bake file does not tell is said', async () => {
  const cwd = folder({
    Dockerfile: 'FROM debian:12.9\nUSER 1000\n',
    'docker-bake.hcl': `variable "REPO" {}
variable "FULL" { default = "\${REPO}/app" }
target "app" {}
target "web" {
  dockerfile-inline = <<-EOT
    FROM debian:12.9
    LABEL org.opencontainers.image.source="$\${FULL}" name="\${FULL}"
  EOT
}
target "api" { dockerfile = "\${lower("API")}/Dockerfile" }
target "job" { inherits = ["common"] }
`,
  });
  const { stdout, code } = await run(
    ['lint', '--from', 'docker-bake.hcl', '--format', 'short', '--ignore', 'unpinned-base'],
    { cwd },
  );
  expect(stdout.trimEnd().split('\n')).toEqual([
    'docker-bake.hcl: error: Not checked: docker-bake.hcl#web at docker-bake.hcl:7:62 (missing). The target `web` is not judged: the value of `REPO` is not known; give it as a plain default: `variable "REPO" { default = "…" }`.',
    'docker-bake.hcl: error: Not checked: docker-bake.hcl#api at docker-bake.hcl:10:16 (unsupported). The target `api` is not judged: its `dockerfile` is worked out by a function or a condition, which is not done here; write it out.',
    'docker-bake.hcl: error: Not checked: docker-bake.hcl#job at docker-bake.hcl:11:16 (missing). The target `job` is not judged: it inherits `common`, which is not here.',
  ]);
  expect(code).toBe(2);
});

test('a Dockerfile that is not there is told with the services that build it', async () => {
  const cwd = folder({
    'compose.yaml': 'services:\n  web:\n    build: web\n  job:\n    build: { context: web, target: job }\n',
  });
  expect((await unchecked(['--from', 'compose.yaml'], cwd)).skipped).toEqual([
    [
      'web/Dockerfile',
      'unreadable',
      '`web/Dockerfile` does not exist; check the path. It is what the service `web` and the service `job` would build.',
    ],
  ]);
});

test('a target that only checks a Dockerfile is no way that it is built, and names it all the same', async () => {
  const cwd = folder({
    Dockerfile: dockerfile,
    'docker-bake.hcl': `target "app" { args = { TAG = "latest" } }
target "check" {
  name = "check-\${md5(file)}"
  matrix = { file = ["Dockerfile", "other.Dockerfile"] }
  dockerfile = file
  call = "check"
}
`,
    'other.Dockerfile': 'FROM debian:12.9\nUSER 1000\n',
  });
  expect((await findings(['Dockerfile'], cwd)).said).toMatchObject([{ rule: 'latest-tag' }]);
  expect(await unchecked(['--from', 'docker-bake.hcl'], cwd)).toMatchObject({
    judged: ['Dockerfile', 'other.Dockerfile'],
    skipped: [],
  });
});

test('a file that builds no Dockerfile here is not clean', async () => {
  const cwd = folder({
    'compose.yaml': 'services:\n  db:\n    image: postgres:17\n  far:\n    build: https://github.com/acme/app.git\n',
  });
  expect(await unchecked(['--from', 'compose.yaml'], cwd)).toMatchObject({
    code: 2,
    skipped: [
      [
        'compose.yaml',
        'unreadable',
        'There is no Dockerfile here that `compose.yaml` builds: what is named there is pulled, or built from elsewhere; name a Dockerfile.',
      ],
    ],
  });
});

test('beside a Dockerfile nothing is said of builds that are not known; of a named file, those that may build it', async () => {
  const cwd = folder({
    Dockerfile: 'FROM debian:12.9\nUSER 1000\n',
    'compose.yaml': `${inline}  api:\n    build: $DIR\ninclude: [gone.yaml]\n`,
  });
  expect(await unchecked(['Dockerfile'], cwd)).toMatchObject({ code: 0, skipped: [] });
  const { code, skipped, judged } = await unchecked(['Dockerfile', '--from', 'compose.yaml'], cwd);
  expect([code, judged]).toEqual([2, ['Dockerfile']]);
  expect(skipped.map(([what]: readonly string[]) => what)).toEqual(['gone.yaml', 'compose.yaml#api']);
});
