import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
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
