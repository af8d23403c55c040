import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { parse } from '../../../src/dockerfile/parse.ts';
import { gatherShellcheck } from '../../../src/source/shellcheck.ts';
import { whyMissing } from '../../../src/source/shellcheck-program.ts';
import { snippetsOf } from '../../../src/source/snippet.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-fake-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A program that answers with a comment on the last `$x` of each file, in reverse order. */
function fake(): string {
  const path = join(folder, 'shellcheck');
  writeFileSync(
    path,
    `#!${process.execPath}
const { readFileSync } = require('node:fs');
const files = process.argv.slice(process.argv.indexOf('--') + 1).reverse();
const comments = files.flatMap((file) => {
  const lines = readFileSync(file, 'utf8').split('\\n');
  const at = lines.findLastIndex((line) => line.includes('$x'));
  if (at === -1) return [];
  const column = [...lines[at].slice(0, lines[at].lastIndexOf('$x'))].length + 1;
  const range = { line: at + 1, endLine: at + 1, column, endColumn: column + 2 };
  return [{ ...range, file, level: 'info', code: 2086, message: 'Quote this', fix: { replacements: [{ ...range, replacement: '"$x"' }] } }];
});
console.log(JSON.stringify({ comments }));
process.exitCode = 1;
`,
  );
  chmodSync(path, 0o755);
  return path;
}

const texts = (code: string) => Array.from(snippetsOf(parse(code, { file: 'Dockerfile' })), ({ text }) => text);

describe('snippets for ShellCheck', () => {
  it('name the shell, and set what ARG and ENV set', () => {
    expect(texts('FROM alpine:3.21\nARG V\nENV A=1.2 B="x y"\nRUN echo $V $A $B')).toEqual([
      '# shellcheck shell=dash\nexport V=1 A=1.2 B="$1"\necho $V $A $B\n',
    ]);
    expect(texts('FROM debian:12.9\nSHELL ["/bin/bash", "-c"]\nRUN echo')).toEqual(['# shellcheck shell=bash\necho\n']);
    expect(texts('FROM debian:12.9\nRUN ["echo"]\nSHELL ["pwsh", "-c"]\nRUN echo')).toEqual([]);
    expect(texts('FROM debian:12.9\nRUN <<EOF\n#!/usr/bin/env python3\nprint(1)\nEOF')).toEqual([]);
  });

  it('set only what the script speaks of, or may have misspelt', () => {
    const declared = (script: string) =>
      texts(`FROM debian:12.9\nENV APP_HOME=/app OTHER=1\nRUN ${script}`)[0]?.split('\n')[1];
    expect(declared('echo $x')).toBe('echo $x');
    expect(declared('echo $APP_HOME')).toBe('export APP_HOME=/app');
    expect(declared('echo $APPHOME')).toBe('export APP_HOME=/app');
    expect(declared('echo ${app_home}')).toBe('export APP_HOME=/app');
    expect(declared('[[ OTHR -eq 1 ]]')).toBe('export OTHER=1');
    expect(declared('echo OTHR')).toBe('echo OTHR');
  });

  it('leave out comments and blank lines inside a RUN', () => {
    expect(texts('FROM debian:12.9\nRUN a && \\\r\n  # why\r\n\r\n  b\r\n')).toEqual([
      '# shellcheck shell=dash\na && \\\n  b\n',
    ]);
    expect(texts('# escape=`\nFROM debian:12.9\nRUN a && `\n  b')).toEqual(['# shellcheck shell=dash\na && \\\n  b\n']);
    expect(texts('FROM debian:12.9\nRUN <<EOF\n# kept\n\na\nEOF')).toEqual([
      '# shellcheck shell=dash\n# kept\n\na\n\n',
    ]);
  });

  it('leave out the plain words of package managers, but for the first and the last of each', () => {
    expect(
      texts('FROM debian:12.9\nRUN apt-get install -y \\\n  git \\\n  "$A" \\\n  do a.log \\\n  make >a.log'),
    ).toEqual([`# shellcheck shell=dash\napt-get install    \\\n  "$A" \\\n  do a.log \\\n  make >a.log\n`]);
    expect(texts('FROM debian:12.9\nRUN sudo apt-get install git; npm test -- *')).toEqual([
      '# shellcheck shell=dash\nsudo apt-get install git; npm test -- *\n',
    ]);
  });
});

describe('a script that ShellCheck is not asked about', () => {
  const asked = (script: string) => texts(`FROM debian:12.9\nRUN ${script}`).length === 1;

  it.each([
    'apt-get update && apt-get install -y git=1:2.39 && rm -rf /var/lib/apt/lists/*',
    'set -eux; \\\n  mkdir -p /app/data; \\\n  # why\n  chown -R app:app /app;',
    'cd /app && /usr/bin/make -j4 && ln -s /app/bin/x /usr/bin/x',
    'chmod 755 /entrypoint.sh && chmod +x a b',
  ])('is %j', (script) => {
    expect(asked(script)).toBe(false);
  });

  it.each([
    ...[
      'cd /app',
      'cd /app; make',
      'make && cd /app',
      'cd a b && make',
      'make &&',
      'make;; make',
      'make & make',
      '-f make',
    ],
    ...[
      'make $A',
      'make "a"',
      'make *',
      'make a | make',
      'make > a',
      'A=1 make',
      'make done',
      'make # no',
      'make {a,b}',
      'make ~',
    ],
    ...[
      'rm -rf /usr',
      'rm -rf /usr/share/',
      'rm -rf /usr/local/*',
      'rm -rf /var/*',
      'rm -rf //usr',
      'rm -rf *',
      'rm --recursive /a/b',
    ],
    ...['ln a', 'cp a', 'mv -t a b', 'mkdir -p -m 755 a/b', 'chmod -r a', 'set foo=1', 'echo a', 'make =a', 'other a'],
  ])('is not %j', (script) => {
    expect(asked(script)).toBe(true);
  });
});

describe('answers of ShellCheck', () => {
  it('come back to where they belong, with fixes, whatever their order', async () => {
    const one = parse('FROM debian:12.9\nRUN echo é😀 \\\n  # note\n  $x\nRUN true', { file: 'one' });
    const two = parse('FROM debian:12.9\n# here\nRUN echo é😀 \\\n  # note\n  $x', { file: 'two' });
    const answers = await gatherShellcheck([one, two], { program: fake() });
    const { problem } = answers;
    expect(problem).toBeUndefined();
    for (const file of [one, two]) {
      const [comment] = answers.of(file).shellcheck;
      expect(file.text.slice(comment?.span.start, comment?.span.end)).toBe('$x');
      expect(comment?.edits).toEqual([{ span: comment?.span, text: '"$x"' }]);
    }
    const moved = parse(`# above\n${two.text}`, { file: 'two' });
    expect(answers.of(moved).shellcheck[0]?.span.start).toBe(
      (answers.of(two).shellcheck[0]?.span.start ?? 0) + '# above\n'.length,
    );
    expect(answers.of(parse(two.text.replace('echo', 'rm'), { file: 'two' })).shellcheck).toEqual([]);
  });

  it('are none, with a reason, where there is no ShellCheck', async () => {
    const file = parse('FROM debian:12.9\nRUN echo $x', { file: 'Dockerfile' });
    const { of, problem } = await gatherShellcheck([file], { program: join(folder, 'nowhere') });
    expect(of(file)).toEqual({ shellcheck: [], unchecked: [] });
    expect(problem).toMatch(/is not on this machine\.$/);
  });
});

describe('the program', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('is looked for in the folders of PATH; what is named by a path is left to be tried', () => {
    fake();
    vi.stubEnv('PATH', `/nowhere:${folder}`);
    expect(whyMissing('shellcheck')).toBeUndefined();
    expect(whyMissing('shellcheck-0.9')).toBe('`shellcheck-0.9` is not on this machine.');
    vi.stubEnv('PATH', '/nowhere');
    expect(whyMissing('shellcheck')).toBe('`shellcheck` is not on this machine.');
    expect(whyMissing('./shellcheck')).toBeUndefined();
    vi.stubEnv('PATH', undefined);
    expect(whyMissing('shellcheck')).toBeUndefined();
  });
});
