import { expect, test } from 'vitest';
import { run } from './run.ts';

test.each(['SC2225', 'sc2225'])(
  '%s, which only ShellCheck has, is explained by its page and where more is said of it',
  async (code) => {
    const { code: exit, stdout } = await run(['explain', code]);
    expect(stdout).toMatch(/^# shellcheck\n/);
    expect(stdout).toContain('https://www.shellcheck.net/wiki/SC2225\n');
    expect(exit).toBe(0);
  },
);

test('a code that a rule has as well is explained by that rule', async () => {
  const { stdout } = await run(['explain', 'SC2086']);
  expect(stdout).toMatch(/^# unquoted-variable\n/);
  expect(stdout).not.toContain('# shellcheck');
});
