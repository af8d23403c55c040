import { describe, expect, test } from 'vitest';
import { folder, run } from './run.ts';

const cwd = folder({ Dockerfile: 'FROM debian:12.9\nUSER app\n' });

/** What was typed, and the one sentence that answers; exit code 2 always. */
const errors: readonly (readonly [string[], string])[] = [
  [['explian'], "plimsoll: unknown command 'explian'\n(Did you mean explain?)"],
  [['lint', '--fromat', 'json'], "plimsoll: unknown option '--fromat'\n(Did you mean --format?)"],
  [['lint', '--format', 'jsno'], 'plimsoll: There is no format `jsno`; did you mean `json`?'],
  [['lint', '--format', 'json='], 'plimsoll: --format json= needs a file after the `=`.'],
  [['lint', '--format', 'json', '--format', 'text'], 'plimsoll: Two formats would be written to standard output'],
  [['lint', '--format', 'json=a', '--format', 'text=a'], 'plimsoll: Two formats would be written to `a`'],
  [
    ['lint', '--fail-on', 'fatal'],
    "plimsoll: option '--fail-on <level>' argument 'fatal' is invalid. Allowed choices are error, warning, info, never.",
  ],
  [['lint', '--preset', 'strcit'], 'plimsoll: There is no preset `strcit`'],
  [
    ['lint', '--rule', 'latest-tag'],
    'plimsoll: --rule takes ID=SEVERITY with off, info, warning or error, not `latest-tag`.',
  ],
  [
    ['lint', '--rule', 'latest-tag=fatal'],
    'plimsoll: --rule takes ID=SEVERITY with off, info, warning or error, not `latest-tag=fatal`.',
  ],
  [['lint', '--rule', 'latest-tga=off'], 'plimsoll: There is no rule `latest-tga`; did you mean `latest-tag`?'],
  [['lint', '--ignore', 'DL307'], 'plimsoll: There is no rule `DL307`; did you mean `DL3007`?'],
  [['lint', '--today', 'tomorrow'], 'plimsoll: --today takes a day like 2026-11-26, not `tomorrow`.'],
  [['lint', '--build-arg', '=x'], 'plimsoll: --build-arg takes NAME=VALUE, not `=x`.'],
  [['lint', '--target', 'build'], 'plimsoll: `Dockerfile` has no stage `build` to be a --target.'],
  [['image'], "plimsoll: missing required argument 'reference'"],
  [['explain'], "plimsoll: missing required argument 'rule'"],
  [['explain', 'latest-tga'], 'plimsoll: There is no rule `latest-tga`; did you mean `latest-tag`?'],
  [['rules', '--on', 'images'], 'plimsoll: --on takes dockerfile, image or build, not `images`.'],
  [['rules', '--category', 'nothing'], 'plimsoll: There is no category `nothing`; there are '],
];

describe('bad usage is answered by one sentence and exit code 2', () => {
  test.each(errors)('%j', async (argv, sentence) => {
    const { code, stdout, stderr } = await run(argv, { cwd });
    expect(stderr.startsWith(sentence), stderr).toBe(true);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

test('help goes to standard output, has examples and the exit codes, and ends 0', async () => {
  for (const argv of [['--help'], ['lint', '--help'], ['image', '--help'], ['help', 'image']]) {
    const { code, stdout } = await run(argv);
    expect(code).toBe(0);
    expect(stdout).toContain('Examples:\n  $ plimsoll');
  }
});

test('the version is the package’s', async () => {
  const { code, stdout } = await run(['--version']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
