import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { shellcheckPath } from '../../../bin/dev/installed.ts';
import { parse } from '../../../src/dockerfile/parse.ts';
import { isQuiet } from '../../../src/source/quiet-script.ts';
import { gatherShellcheck } from '../../../src/source/shellcheck.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-quiet-'));
afterAll(() => rmSync(folder, { recursive: true }));

const program = (): string =>
  shellcheckPath() ?? expect.fail('ShellCheck is not installed: npm run setup installs it.');

interface Comment {
  readonly file: string;
  readonly code: number;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** What the real ShellCheck says of these texts, each a file of its own named by its number. */
function commentsOn(texts: readonly string[], ...flags: readonly string[]): readonly Comment[] {
  for (const [at, text] of texts.entries()) writeFileSync(join(folder, `${at}`), `${text}\n`);
  const args = ['--norc', '-f', 'json1', '-S', 'style', ...flags, ...texts.keys().map(String)];
  const { stdout } = spawnSync(program(), args, { cwd: folder, encoding: 'utf8' });
  const { comments }: { comments: readonly Comment[] } = JSON.parse(stdout);
  return comments;
}

const names = [
  ...[
    'apt-get',
    '/usr/bin/apt-get',
    'apk',
    'pip3.12',
    'npm',
    'mvn',
    'curl',
    'tar',
    'make',
    './configure',
    'chmod',
    'cp',
    'ln',
    'mv',
  ],
  ...[
    'mkdir',
    'rm',
    'set',
    'cd',
    'useradd',
    'sudo',
    'sudo apt-get',
    'sudo rm',
    'git',
    'true',
    'echo',
    'find',
    'other',
    'export',
  ],
];
const words = [
  ...[
    'a',
    '/usr',
    '/usr/share/',
    '/usr/share/doc',
    '/var/lib/apt/lists/*',
    '/opt/a',
    '/tmp/*',
    '.',
    './a',
    '../b',
    '-y',
    '-p',
    '-r',
    '-rf',
    '-s',
  ],
  ...[
    '--flag',
    '--flag=a',
    '--',
    '-eux',
    '-m',
    '755',
    '+x',
    'a+rx',
    'a=b',
    '=a',
    'git=1:2.39',
    'a@1',
    'a~b',
    'done',
    'do',
    'then',
    'in',
    '$a',
    '*',
  ],
  ...['"a"', '~', '{a,b}', 'u+', ','],
];
const command = fc
  .tuple(fc.constantFrom(...names), fc.array(fc.constantFrom(...words), { maxLength: 4 }))
  .map(([name, rest]) => [name, ...rest].join(' '));
const script = fc
  .tuple(
    command,
    fc.array(fc.tuple(fc.constantFrom(' && ', '; ', '\n', ' || ', ' | ', '; \\\n  ', ' && \\\n\t'), command), {
      maxLength: 3,
    }),
  )
  .map(([first, rest]) => [first, ...rest.flat()].join(''));

it.each(['dash', 'sh', 'bash'])('the real ShellCheck finds nothing in what is held to be quiet, in %s', (shell) => {
  const quiet = fc.sample(script, { numRuns: 6_000, seed: 7 }).filter(isQuiet);
  const distinct = [...new Set(quiet)].slice(0, 120);
  expect(distinct.length).toBeGreaterThan(80);
  expect(commentsOn(distinct, '-s', shell)).toEqual([]);
});

/** Where each comment on a script stands in a text that holds the script from `start` on, below so many lines in front of it. */
function placed(comments: readonly Comment[], script: string, { start, head }: { start: number; head: number }) {
  const lines = script.split('\n');
  const offset = (line: number, column: number) =>
    start + lines.slice(0, line - 1 - head).reduce((sum, { length }) => sum + length + 1, 0) + column - 1;
  return comments
    .filter(({ line }) => line > head)
    .map(({ code, message, line, column, endLine, endColumn }) => ({
      ...{ code, message, span: { start: offset(line, column), end: offset(endLine, endColumn) } },
    }));
}

it('says the same of the whole as of what it is shown', async () => {
  const values = 'export APP_HOME=/app OTHER=2 APP_HOMES=3\nWIDE="$(cat)"; export WIDE';
  const above = 'FROM debian:12.9\nENV APP_HOME=/app OTHER=2 APP_HOMES=3 WIDE="a b"\nRUN ';
  const scripts = [
    ...new Set(fc.sample(script, { numRuns: 150, seed: 11 }).filter((text) => !/(?<!\\)\n/.test(text))),
    ...[
      'echo $WIDE $OTHER',
      'apt-get install a $APPHOME b \\\n  c $home d',
      'yum install -y a b >a && (pip install a b | tee b)',
    ],
    ...[
      'npm install a b "`gem install c d`"',
      'apt-get install a \\\n b \\\n c; echo `x`',
      'f() { a; }; sudo apt-get install f f f',
      'rm -rf a /opt/b /usr/share/doc $OTHER /usr/share /c/d *',
      '[ -n $WIDE ] && apk add a b || echo `ls *`',
    ],
  ];
  const whole = Map.groupBy(
    commentsOn(
      scripts.map((text) => `${values}\n${text}`),
      '-s',
      'dash',
      '-e',
      'SC1090,SC1091,SC2148',
    ),
    ({ file }) => Number(file),
  );
  const files = scripts.map((text) => parse(`${above}${text}\n`, { file: 'Dockerfile' }));
  const { of } = await gatherShellcheck(files, { program: program() });
  const sorted = (list: readonly object[]) => list.map((one) => JSON.stringify(one)).toSorted();
  for (const [at, text] of scripts.entries()) {
    const theirs = placed(whole.get(at) ?? [], text, { start: above.length, head: 2 });
    const ours = of(files[at] ?? expect.fail()).shellcheck.map(({ code, message, span }) => ({ code, message, span }));
    expect({ text, said: sorted(ours) }).toEqual({ text, said: sorted(theirs) });
  }
});
