/** What ShellCheck was not asked about is not checked: every run says so and ends with 2, but where nobody wanted to hear of ShellCheck. */
import { expect, test } from 'vitest';
import { shellcheckPath } from '../../bin/dev/installed.ts';
import { folder, run } from './run.ts';

const program = (): string =>
  shellcheckPath() ?? expect.fail('ShellCheck is not installed: npm run setup installs it.');

const large = `echo${' $A'.repeat(80_000)}`;
const dockerfile = `FROM debian:12.9\nUSER 1000\nRUN ${large}\n`;
const said =
  'error: Not checked: rule shellcheck at Dockerfile:3:1 (limit-exceeded). This script has more than 4000 words: ShellCheck might take minutes, and was not asked about it. ' +
  'Move commands into a file that is copied in, or leave ShellCheck out (`--shellcheck off`).';
const lint = ['lint', 'Dockerfile', '--format', 'short'];

test('a script that is too large for ShellCheck is said not to be checked', async () => {
  const cwd = folder({ Dockerfile: dockerfile });
  const { code, stdout } = await run([...lint, '--shellcheck', program()], { cwd });
  expect(stdout).toContain(`Dockerfile: ${said}\n`);
  expect(code).toBe(2);
});

test.each([
  ['ShellCheck is left out', ['--shellcheck', 'off']],
  ['its findings are not wanted', ['--ignore', 'shellcheck']],
])('and is clean where %s', async (_, flags) => {
  const cwd = folder({ Dockerfile: dockerfile });
  const { code, stdout } = await run([...lint, '--shellcheck', program(), ...flags], { cwd });
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.not.stringContaining('Not checked') });
});

test('in a build file it is said of where it stands there', async () => {
  const inline = `FROM debian:12.9\n        USER 1000\n        RUN ${large.replaceAll('$', '$$$$')}\n`;
  const cwd = folder({
    'compose.yaml': `services:\n  web:\n    build:\n      dockerfile_inline: |\n        ${inline}`,
  });
  const { code, stdout } = await run(
    ['lint', '--from', 'compose.yaml', '--format', 'json', '--shellcheck', program()],
    { cwd },
  );
  expect(code).toBe(2);
  const [report] = JSON.parse(stdout).reports;
  expect(report.skipped).toMatchObject([{ place: { kind: 'file', file: 'compose.yaml', start: { line: 7 } } }]);
});
