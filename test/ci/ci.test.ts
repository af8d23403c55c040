/** What Plimsoll offers to pipelines: the action, the hooks, the templates and the guide, run as far as they run here. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { formatNames } from '../../src/report/formats.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-ci-'));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const { version } = z.object({ version: z.string() }).parse(JSON.parse(read('package.json')));

/** A repository to check, and programs called `plimsoll` and `npx` that run this one. */
function workplace(name: string): { readonly cwd: string; readonly env: NodeJS.ProcessEnv } {
  const cwd = join(folder, name);
  const bin = join(folder, 'bin');
  mkdirSync(join(cwd, 'services'), { recursive: true });
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(cwd, 'Dockerfile'), 'FROM debian:latest\nUSER root\n');
  const run = `exec ${JSON.stringify(process.execPath)} ${JSON.stringify(join(root, 'bin/plimsoll.ts'))} "$@"`;
  writeFileSync(join(bin, 'plimsoll'), `#!/bin/sh\n${run}\n`);
  writeFileSync(join(bin, 'npx'), `#!/bin/sh\n[ "$1 $2" = "--yes plimsoll@${version}" ] || exit 64\nshift 2\n${run}\n`);
  for (const program of ['plimsoll', 'npx']) chmodSync(join(bin, program), 0o755);
  const env = { ...process.env, PATH: `${bin}:${process.env['PATH']}`, NO_COLOR: '1' };
  return { cwd, env };
}

describe('action.yml', () => {
  const step = z.union([
    z.strictObject({
      id: z.string().optional(),
      if: z.string().optional(),
      shell: z.literal('bash'),
      env: z.record(z.string(), z.string()),
      run: z.string(),
    }),
    z.strictObject({ if: z.string().optional(), uses: z.string(), with: z.record(z.string(), z.string()) }),
  ]);
  const action = z
    .strictObject({
      name: z.string(),
      description: z.string().max(125),
      author: z.string(),
      branding: z.strictObject({ icon: z.string(), color: z.string() }),
      inputs: z.record(z.string(), z.strictObject({ description: z.string(), default: z.string() })),
      outputs: z.record(z.string(), z.strictObject({ description: z.string(), value: z.string() })),
      runs: z.strictObject({ using: z.literal('composite'), steps: z.array(step) }),
    })
    .parse(parse(read('action.yml')));

  const lint = action.runs.steps.find((one) => 'run' in one && one.id === 'lint');

  /** Runs the step that lints, as a runner would. */
  function run(name: string, inputs: Readonly<Record<string, string>>) {
    if (lint === undefined || !('run' in lint)) throw new Error('the step changed');
    const { cwd, env } = workplace(name);
    const files = { GITHUB_OUTPUT: join(cwd, 'output'), GITHUB_STEP_SUMMARY: join(cwd, 'summary') };
    for (const file of Object.values(files)) writeFileSync(file, '');
    const given = Object.entries(action.inputs).map(([key, input]) => [
      `PLIMSOLL_${key.toUpperCase().replaceAll('-', '_')}`,
      inputs[key] ?? input.default,
    ]);
    const log = (inputs['upload'] ?? 'true') === 'true' ? 'text' : 'github';
    const all = { ...env, ...files, ...Object.fromEntries(given), PLIMSOLL_LOG: log, RUNNER_TEMP: cwd };
    const ran = spawnSync('bash', ['-e', '-c', lint.run], { cwd, env: all, encoding: 'utf8' });
    return {
      ...ran,
      cwd,
      output: readFileSync(files.GITHUB_OUTPUT, 'utf8'),
      summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
    };
  }

  test('uses only inputs that it declares, and all of them', () => {
    const used = Array.from(read('action.yml').matchAll(/inputs\.([a-z-]+)/g), ([, name]) => name);
    expect(new Set(used)).toEqual(new Set(Object.keys(action.inputs)));
  });

  test('puts no input into a script', () => {
    expect(action.runs.steps.filter((one) => 'run' in one && one.run.includes('${{'))).toEqual([]);
  });

  test('runs this version', () => {
    expect(action.inputs['version']?.default).toBe(version);
  });

  test('writes SARIF, the summary and the exit code, and leaves failing to the last step', () => {
    const { status, output, summary, cwd, stdout, stderr } = run('plain', {});
    expect([status, stderr]).toEqual([0, '']);
    expect(output).toBe('sarif=plimsoll.sarif\nexit-code=1\n');
    expect(summary).toContain('### `Dockerfile`');
    expect(stdout).toContain('Dockerfile:1:6');
    expect(JSON.parse(readFileSync(join(cwd, 'plimsoll.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' });
  });

  test('takes paths and arguments a line each, whatever is in them', () => {
    const { output, stdout } = run('lines', {
      paths: 'Dockerfile\n\n',
      args: '--ignore\nlatest-tag',
      'fail-on': 'never',
      upload: 'false',
    });
    expect(output).toContain('exit-code=0');
    expect(stdout).toMatch(/^::\w+ file=Dockerfile/m);
    expect(stdout).not.toContain('latest-tag');
    expect(run('inject', { paths: '$(touch hacked)' }).output).toContain('exit-code=2');
    expect(existsSync(join(folder, 'inject', 'hacked'))).toBe(false);
  });

  test('is used as the guide says', () => {
    const inputs = guide('yaml').flatMap((text) =>
      Array.from(text.matchAll(/uses: acme\/plimsoll@v(.+)/g), ([, at]) => at),
    );
    expect(inputs).toEqual([version]);
  });
});

/** The guide's code blocks of one language. */
function guide(language: string): readonly string[] {
  return Array.from(read('docs/guide/ci.md').matchAll(/```(\w+)\n([\s\S]*?)```/g), ([, kind, text]) => [kind, text])
    .filter(([kind]) => kind === language)
    .map(([, text = '']) => text);
}

describe('the guide', () => {
  test('its YAML is YAML', () => {
    const blocks = guide('yaml').map((text): unknown => parse(text));
    expect(blocks).toMatchObject([{ jobs: { plimsoll: {} } }, { include: [{}] }, { repos: [{ rev: `v${version}` }] }]);
  });

  test('names every format once', () => {
    const named = Array.from(read('docs/guide/ci.md').matchAll(/^\| `([a-z-]+)` \|/gm), ([, name = '']) => name);
    expect(named.toSorted()).toEqual(formatNames.toSorted());
  });

  const lints = guide('sh')
    .flatMap((text) => text.split('\n'))
    .filter((line) => line.startsWith('plimsoll lint') || line.startsWith('eval'))
    .map((line) => line.replace(/ \| .*/, ''));

  test('has commands to run', () => {
    expect(lints.length).toBeGreaterThanOrEqual(6);
  });

  test.each(lints)('`%s` runs', (line) => {
    const { cwd, env } = workplace('guide');
    // As a pipeline checks it out: `--since` asks git what changed.
    const git =
      'git init -q . && git add -A && git -c user.name=app -c user.email=app@example.com commit -qm x && git update-ref refs/remotes/origin/main HEAD';
    spawnSync('bash', ['-c', git], { cwd, env, encoding: 'utf8' });
    const { status } = spawnSync('bash', ['-c', line], { cwd, env, encoding: 'utf8' });
    expect([0, 1]).toContain(status);
  });
});

describe('pre-commit', () => {
  const hooks = z
    .array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        description: z.string(),
        entry: z.string(),
        language: z.literal('system'),
        types: z.tuple([z.literal('dockerfile')]),
      }),
    )
    .parse(parse(read('.pre-commit-hooks.yaml')));

  test.each(hooks.map(({ id, entry }) => [id, entry] as const))('%s runs this version', (id, entry) => {
    const { cwd, env } = workplace(id);
    const ran = spawnSync('bash', ['-c', `${entry} Dockerfile`], { cwd, env, encoding: 'utf8' });
    expect(ran.stdout).toContain('Dockerfile:1:6');
    expect(ran.status).toBe(1);
  });
});

describe('GitLab', () => {
  const template = z
    .object({
      plimsoll: z.object({
        variables: z.record(z.string(), z.string()),
        script: z.tuple([z.string()]),
        artifacts: z.object({ reports: z.record(z.string(), z.string()) }),
      }),
    })
    .parse(parse(read('docs/ci/gitlab.yml'))).plimsoll;

  test('the job writes the reports that it keeps', () => {
    const { cwd, env } = workplace('gitlab');
    const ran = spawnSync('bash', ['-c', template.script[0]], {
      cwd,
      env: { ...env, ...template.variables },
      encoding: 'utf8',
    });
    expect([ran.status, ran.stderr]).toEqual([1, '']);
    expect(Object.values(template.artifacts.reports).map((file) => existsSync(join(cwd, file)))).toEqual([true, true]);
    expect(template.variables['PLIMSOLL_VERSION']).toBe(version);
  });
});

describe('the problem matcher', () => {
  const [{ pattern }] = z
    .strictObject({
      problemMatcher: z.tuple([
        z.strictObject({
          owner: z.string(),
          pattern: z.tuple([
            z.strictObject({
              regexp: z.string(),
              file: z.int(),
              line: z.int(),
              column: z.int(),
              severity: z.int(),
              message: z.int(),
              code: z.int(),
            }),
          ]),
        }),
      ]),
    })
    .parse(JSON.parse(read('docs/ci/problem-matcher.json'))).problemMatcher;

  test.each(['--no-color', '--color'])('reads every line of the short format, %s', (color) => {
    const { cwd, env } = workplace('matcher');
    const { stdout } = spawnSync('plimsoll', ['lint', '--format', 'short', color], { cwd, env, encoding: 'utf8' });
    const lines = stdout.trimEnd().split('\n');
    const { regexp, file, line, column, severity, code } = pattern[0];
    const read = lines.map((text) => new RegExp(regexp).exec(text));
    expect(read.filter((match) => match === null)).toEqual([]);
    const latest = read.find((match) => match?.[code] === 'latest-tag');
    expect([file, line, column, severity].map((group) => latest?.[group])).toEqual(['Dockerfile', '1', '6', 'warning']);
  });
});

describe('the Dockerfile', () => {
  const lint = (...flags: readonly string[]) => {
    const { env } = workplace('own');
    return spawnSync('plimsoll', ['lint', 'Dockerfile', '--fail-on', 'info', ...flags], {
      cwd: root,
      env,
      encoding: 'utf8',
    });
  };

  test('is clean', () => {
    const { status, stdout } = lint();
    expect([status, stdout]).toEqual([0, expect.stringContaining('Clean:')]);
  });

  test('is told by `strict` of nothing but its two exceptions', () => {
    const { stdout } = lint('--preset', 'strict', '--format', 'short');
    expect(stdout.replace(/:\d+:\d+:/g, ':')).toBe(
      'Dockerfile: info: A finding is silenced here. [inline-suppression]\n'.repeat(2),
    );
  });

  test('copies nothing that .dockerignore keeps out', () => {
    const kept = read('.dockerignore')
      .split('\n')
      .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
    const copied = Array.from(read('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm), ([, sources = '']) =>
      sources.split(' '),
    ).flat();
    expect(new Set(copied)).toEqual(new Set(kept));
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('completion', () => {
  const script = (shell: string) =>
    execFileSync(process.execPath, [join(root, 'bin/plimsoll.ts'), 'completion', shell], { encoding: 'utf8' });

  const complete = (...words: readonly string[]) => {
    const ask = 'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _plimsoll; printf "%s\\n" "${COMPREPLY[@]}"';
    const { stdout, stderr } = spawnSync('bash', ['-c', `eval "$PLIMSOLL"; ${ask}`, 'bash', ...words], {
      env: { ...process.env, PLIMSOLL: script('bash') },
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    return stdout.trimEnd().split('\n');
  };

  test('bash completes commands, flags, their values and rules', () => {
    expect(complete('plimsoll', 'li')).toEqual(['lint']);
    expect(complete('plimsoll', 'lint', '--fail')).toEqual(['--fail-on']);
    expect(complete('plimsoll', 'lint', '--fail-on', '')).toEqual(['error', 'warning', 'info', 'never']);
    expect(complete('plimsoll', 'lint', '--format', 'sa')).toEqual(['sarif']);
    expect(complete('plimsoll', 'explain', 'latest')).toEqual(['latest-tag']);
    expect(complete('plimsoll', 'help', 'im')).toEqual(['image']);
  });

  test('zsh and fish know every command and flag', () => {
    const flags = script('bash').match(/--[A-Za-z-]+/g) ?? [];
    const [zsh, fish] = [script('zsh'), script('fish')];
    expect(flags.filter((flag) => !zsh.includes(`'*${flag}[`))).toEqual([]);
    expect(flags.filter((flag) => !fish.includes(`-l ${flag.slice(2)} `))).toEqual([]);
  });
});
