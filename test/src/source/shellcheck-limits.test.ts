/** What ShellCheck would sit over is not shown to it, and what it has not answered on is said. The program is the real one. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { shellcheckPath } from '../../../bin/dev/installed.ts';
import { parse } from '../../../src/dockerfile/parse.ts';
import { gatherShellcheck } from '../../../src/source/shellcheck.ts';
import { shareOf } from '../../../src/source/shellcheck-share.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-limits-'));
afterAll(() => rmSync(folder, { recursive: true }));

const real = (): string => shellcheckPath() ?? expect.fail('ShellCheck is not installed: npm run setup installs it.');

const fileOf = (...scripts: readonly string[]) =>
  parse(`FROM debian:12.9\n${scripts.map((script) => `RUN ${script}\n`).join('')}`, { file: 'Dockerfile' });

/** How many of these scripts are shown, and what is said of the others: where the word RUN is that it is said at, and why. */
function shared(...scripts: readonly string[]) {
  const file = fileOf(...scripts);
  const { shown, unchecked } = shareOf(file);
  const said = unchecked.map(({ place, detail, ...rest }) => {
    expect(rest).toEqual({ what: 'rule shellcheck', reason: 'limit-exceeded' });
    const { start, end } = place?.kind === 'dockerfile' ? place.span : expect.fail('It has no place.');
    expect(file.text.slice(start, end)).toBe('RUN');
    return [file.lines.position(start).line, detail.split(': ShellCheck')[0]];
  });
  return { shown: shown.length, said };
}

describe('a script that is too much for ShellCheck', () => {
  it.each([
    ['characters', `echo "$A${'a'.repeat(399_991)}"`, `echo "$A${'a'.repeat(399_992)}"`, '400000 characters'],
    ['words', `echo${' $A'.repeat(3999)}`, `echo${' $A'.repeat(4000)}`, '4000 words'],
    ['commands', `$A${'\\\n;a'.repeat(799)}`, `$A${'\\\n;a'.repeat(800)}`, '800 commands'],
    [
      'parentheses',
      `${'echo $('.repeat(8)}a${')'.repeat(8)}`,
      `${'echo $('.repeat(9)}a${')'.repeat(9)}`,
      '8 parentheses within each other',
    ],
  ])('has more %s than any that people write', (_, most, more, limit) => {
    expect(shared(most, 'echo $B')).toEqual({ shown: 2, said: [] });
    expect(shared('echo $B', more, 'echo $B')).toEqual({
      shown: 2,
      said: [[3, `This script has more than ${limit}`]],
    });
  });

  it('is none in which nothing can be found, however long', () => {
    expect(shared(`apt-get install${' git'.repeat(80_000)}`)).toEqual({ shown: 0, said: [] });
  });

  it('is what the others of the file make it; equal ones count once', () => {
    const script = (name: string) => `echo ${name}${' $A'.repeat(1998)}`;
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
    const ten = names.map(script);
    expect(shared(...ten, ...ten)).toEqual({ shown: 20, said: [] });
    const sentence = 'The scripts down to this one have more than 20000 words';
    expect(shared(...ten, 'echo $A')).toEqual({ shown: 10, said: [[12, sentence]] });
    expect(shared(...ten, 'echo $A', 'a', script('a'))).toEqual({
      shown: 10,
      said: [[12, sentence]],
    });
  });

  it('is not shown to ShellCheck, which is asked about the others', async () => {
    const file = fileOf(`echo${' $A'.repeat(80_000)}`, 'echo $B');
    const { of } = await gatherShellcheck([file], { program: real() });
    const { shellcheck, unchecked } = of(file);
    expect(shellcheck.map(({ code, span }) => [code, file.text.slice(span.start, span.end)])).toEqual([[2086, '$B']]);
    expect(unchecked.map(({ detail }) => detail)).toEqual([
      'This script has more than 4000 words: ShellCheck might take minutes, and was not asked about it. ' +
        'Move commands into a file that is copied in, or leave ShellCheck out (`--shellcheck off`).',
    ]);
    const shorter = fileOf('echo $A', 'echo $B');
    expect(of(shorter)).toMatchObject({ shellcheck: [{ code: 2086 }], unchecked: [] });
  });
});

describe('what ShellCheck does not answer on', () => {
  const asked = fileOf('echo $A');
  const quiet = fileOf('make');

  it('is every script of a run that it finds no end of', async () => {
    const endless = fileOf(`${'echo "$('.repeat(8)}a ${'b $C;'.repeat(700)}${')"'.repeat(8)}`);
    const answers = await gatherShellcheck([endless, asked, quiet], { program: real(), patience: 1 });
    expect(answers).toMatchObject({ stopped: true });
    const detail = `\`${real()}\` found no end of the scripts of this run within 1 second. Leave it out (\`--shellcheck off\`).`;
    const unchecked = [{ what: 'rule shellcheck', reason: 'limit-exceeded', detail }];
    for (const file of [endless, asked]) expect(answers.of(file)).toEqual({ shellcheck: [], unchecked });
    expect(answers.of(quiet)).toEqual({ shellcheck: [], unchecked: [] });
  });

  it.each([
    ['kill -9 $$', 'was ended by SIGKILL'],
    ['exit 3', 'ended with exit code 3 and no answer'],
    ['exit 0', 'ended with exit code 0 and no answer'],
    ['echo "{}"', 'gave an answer that cannot be read'],
  ])('is said with the reason: %s', async (script, why) => {
    const path = join(folder, 'checker');
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    // The way from here, not from where its files are.
    const program = relative('.', path);
    const { of, stopped, problem } = await gatherShellcheck([asked], { program });
    expect({ stopped, problem }).toEqual({ stopped: true, problem: undefined });
    const detail = `\`${program}\` ${why}.`;
    expect(of(asked).unchecked).toEqual([{ what: 'rule shellcheck', reason: 'rule-failed', detail }]);
  });

  it('is said of a program that may not be run', async () => {
    const program = join(folder, 'text');
    writeFileSync(program, '');
    const { of } = await gatherShellcheck([asked], { program });
    expect(of(asked).unchecked).toMatchObject([{ detail: `\`${program}\` cannot be used (EACCES).` }]);
  });
});
