import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, run } from './run.ts';

const dockerfile = 'FROM debian:12.9\nRUN sudo make\nUSER app\n';
const files = { Dockerfile: dockerfile, 'taken/x': '' };

const plugin = (check: string) =>
  `export default { id: 'acme-rule', on: 'dockerfile', category: 'style', severity: 'warning', summary: 'S.', why: 'W.', ${check} };`;

interface Row {
  readonly argv: readonly string[];
  /** The first sentence on the error stream, or a line of the report. */
  readonly says: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** Nothing was judged: one sentence on the error stream, nothing on standard output, exit 2. */
const refused: Readonly<Record<string, Row>> = {
  'two formats to one file, written in two ways': {
    argv: ['lint', '--format', 'json=out', '--format', 'sarif=./out'],
    says: 'Two formats would be written to `out`; give each its own: --format json=FILE.',
  },
  'two configured formats to standard output': {
    argv: ['lint'],
    files: { 'plimsoll.yaml': 'format: [json, sarif]\n' },
    says: 'Two formats would be written to standard output; give each its own: --format json=FILE.',
  },
  'a configured format that does not exist': {
    argv: ['lint'],
    files: { 'plimsoll.yaml': 'format: jnuit\n' },
    says: 'There is no format `jnuit`; did you mean `junit`?',
  },
  'a report over the Dockerfile it speaks of': {
    argv: ['lint', '--format', 'json=./Dockerfile'],
    says: '`./Dockerfile` is read in this run, and a report would be written over it; name another file.',
  },
  'a report over the archive it speaks of': {
    argv: ['image', 'app.tar', '--format', 'json=app.tar'],
    says: '`app.tar` is read in this run, and a report would be written over it; name another file.',
  },
  'a build file, and no Dockerfile that it builds': {
    argv: ['image', 'app.tar', '--from', 'compose.yaml'],
    says: '--from says how a Dockerfile was built; name it with --dockerfile.',
  },
  'a report over a folder': {
    argv: ['lint', '--format', 'json=taken'],
    says: '`taken` cannot be written: it is a folder.',
  },
  'a report in a folder that is not there': {
    argv: ['lint', '--format', 'junit=reports/plimsoll.xml'],
    says: '`reports/plimsoll.xml` cannot be written: its folder does not exist.',
  },
  'a report below a file': {
    argv: ['lint', '--format', 'junit=Dockerfile/plimsoll.xml'],
    says: '`Dockerfile/plimsoll.xml` cannot be written: a part of its path is no folder.',
  },
  'a baseline that is not there': {
    argv: ['lint', '--baseline', 'known.json'],
    says: 'The baseline `known.json` cannot be read: there is no such file. Write it with --write-baseline.',
  },
  'a configured baseline that is not there': {
    argv: ['lint'],
    files: { 'plimsoll.yaml': 'baseline: known.json\n' },
    says: 'The baseline `known.json` cannot be read: there is no such file. Write it with --write-baseline.',
  },
  'a baseline that is a folder': {
    argv: ['lint', '--baseline', 'taken'],
    says: 'The baseline `taken` cannot be read: it is a folder. Write it with --write-baseline.',
  },
  'a baseline that is something else': {
    argv: ['lint', '--baseline', 'Dockerfile'],
    says: '`Dockerfile` is not JSON and so no baseline; write it anew with `--write-baseline`.',
  },
  'a baseline of a later version': {
    argv: ['lint', '--baseline', 'known.json'],
    files: { 'known.json': '{"schema":9,"subjects":{}}' },
    says: '`known.json` is a baseline of schema `9`, and this version reads 1; write it anew with `--write-baseline`.',
  },
  'a revision outside of a repository': {
    argv: ['lint', '--since', 'main'],
    says: '`--since` needs git and a repository, and this folder is in none.',
  },
  'mending and judging a change at once': {
    argv: ['lint', '--since', 'main', '--fix'],
    says: '--since judges a change, and --fix and --diff mend whole files; use one of them.',
  },
  'a plugin that throws when it is loaded': {
    argv: ['lint'],
    files: { 'plimsoll.yaml': 'plugins: [./acme.mjs]\n', 'acme.mjs': "throw new Error('no licence');" },
    says: 'plimsoll.yaml:1:11: The plugin `./acme.mjs` cannot be loaded: no licence.',
  },
  'a package of configuration that is not installed': {
    argv: ['lint'],
    files: { 'plimsoll.yaml': "extends: '@acme/plimsoll-config'\n" },
    says: 'plimsoll.yaml:1:10: `@acme/plimsoll-config` is neither a preset nor an installed package with a configuration; install it, or name one of recommended, strict, hadolint, buildkit, dockle, cis.',
  },
  'an exception for ever and a day': {
    argv: ['lint'],
    files: { 'plimsoll.yaml': 'ignore:\n  - { rule: sudo, until: 2026-13-01 }\n' },
    says: 'plimsoll.yaml:2:26: `ignore[0].until` must be a date, written as YYYY-MM-DD, not `2026-13-01`.',
  },
  'a budget below nothing': {
    argv: ['lint'],
    files: { 'plimsoll.yaml': 'max: { sudo: -1 }\n' },
    says: 'plimsoll.yaml:1:14: `max.sudo` must be at least 0, not `-1`.',
  },
};

describe('what cannot be done is refused in a sentence, and nothing is left behind', () => {
  test.each(Object.entries(refused))('%s', async (_name, { argv, says, files: more = {} }) => {
    const cwd = folder({ ...files, 'app.tar': '', ...more });
    const { code, stderr } = await run(argv, { cwd });
    expect(stderr).toMatch(/^plimsoll: /);
    expect(stderr.slice('plimsoll: '.length)).toContain(says);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
    expect(readdirSync(cwd).toSorted()).toEqual(
      Object.keys({ ...files, 'app.tar': '', ...more })
        .map(first)
        .toSorted(),
    );
    expect(readFileSync(join(cwd, 'Dockerfile'), 'utf8')).toBe(dockerfile);
  });
});

const first = (path: string) => path.split('/')[0];

/** The rest was judged: what was not is said in the report, and the run ends 2. */
const unchecked: Readonly<Record<string, Row>> = {
  'a rule that throws': {
    argv: ['lint', '--format', 'short'],
    files: {
      'plimsoll.yaml': 'plugins: [./acme.mjs]\n',
      'acme.mjs': plugin("*check() { throw new Error('no weather'); }"),
    },
    says: 'Dockerfile: error: Not checked: rule acme-rule (rule-failed). It stopped with "no weather"; please report this.',
  },
  'a rule whose finding is none': {
    argv: ['lint', '--format', 'short'],
    files: { 'plimsoll.yaml': 'plugins: [./acme.mjs]\n', 'acme.mjs': plugin("*check() { yield 'Bad.'; }") },
    says: 'Dockerfile: error: Not checked: rule acme-rule (rule-failed). It stopped with "it found something that has no message or no place"; please report this.',
  },
};

const nested = {
  Dockerfile: `${dockerfile}CMD make\n`,
  'api/Dockerfile': dockerfile,
  'api/plimsoll.yaml': 'rules:\n  sudo: loud\n',
};
const loud =
  'api/Dockerfile: error: Not checked: api/plimsoll.yaml at api/plimsoll.yaml:2:9 (malformed). `rules.sudo` must be one of `off`, `info`, `warning` and `error`, not `loud`.\n';
const absent =
  'web/Dockerfile: error: Not checked: web/Dockerfile (unreadable). `web/Dockerfile` does not exist; check the path.\n';

test("a folder's configuration that cannot be used leaves its Dockerfiles unchecked, and the others checked", async () => {
  const { code, stdout } = await run(['lint', '.', '--format', 'short'], { cwd: folder(nested) });
  expect(stdout).toContain(loud);
  expect(stdout).toContain('Dockerfile:2:5: error: ');
  expect(stdout).not.toContain('api/Dockerfile:2');
  expect(code).toBe(2);
});

test.each([
  ['--diff', '+CMD ["make"]\n'],
  ['--explain-stage', 'Dockerfile\n└─ stage 0'],
])('what %s could not read is said on the error stream, beside what it writes', async (flag, writes) => {
  const argv = ['lint', 'web/Dockerfile', 'api/Dockerfile', 'Dockerfile', flag];
  const { code, stdout, stderr } = await run(argv, { cwd: folder(nested) });
  expect(stderr).toBe(absent + loud);
  expect(stdout).toContain(writes);
  expect(stdout).not.toContain('api/');
  expect(code).toBe(2);
});

describe('what could not be checked is said beside what was', () => {
  test.each(Object.entries(unchecked))('%s', async (_name, { argv, says, files: more = {} }) => {
    const { code, stdout } = await run(argv, { cwd: folder({ ...files, ...more }) });
    expect(stdout).toContain('[sudo]');
    expect(stdout).toContain(says);
    expect(code).toBe(2);
  });
});

test('an expired exception lets its finding back in, names itself, and is announced before', async () => {
  const config = 'ignore:\n  - rule: sudo\n    reason: Until the move.\n    owner: core\n    until: 2026-03-10\n';
  const cwd = folder({ ...files, 'plimsoll.yaml': config });
  const on = async (today: string) => run(['lint', '--today', today, '--rule', 'unpinned-base=off'], { cwd });
  const quiet = await on('2026-01-10');
  expect([quiet.code, quiet.stdout.includes('suppression')]).toEqual([0, false]);
  const near = await on('2026-03-01');
  expect(near.code).toBe(0);
  expect(near.stdout).toContain('This suppression ends on `2026-03-10`.');
  expect(near.stdout).toContain('5 │     until: 2026-03-10');
  const over = await on('2026-03-11');
  expect(over.code).toBe(1);
  expect(over.stdout).toContain('plimsoll.yaml:2:5  The suppression here ended on 2026-03-10.');
});

const built = join(process.cwd(), 'dist/plimsoll.cjs');

test('a reader that goes away ends nothing, and takes the exit code from nobody', () => {
  const cwd = folder({ ...files });
  const script = `"$0" "$1" lint --format json | head -c 1; echo "\${PIPESTATUS[0]}"`;
  const out = execFileSync('bash', ['-c', script, process.execPath, built], { cwd, encoding: 'utf8' });
  expect(out).toBe('{1\n');
});

test('a device that is full is said in a sentence', () => {
  const cwd = folder({ ...files });
  const script = `"$0" "$1" lint > /dev/full`;
  const { status, stderr } = spawnSync('bash', ['-c', script, process.execPath, built], { cwd, encoding: 'utf8' });
  expect(stderr).toBe('plimsoll: Standard output cannot be written: no space is left.\n');
  expect(status).toBe(2);
});
