import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { quickLint } from '../../src/cli/quick.ts';
import { run } from './run.ts';

const lint = vi.hoisted(() => vi.fn(async (..._: readonly unknown[]) => 0));
vi.mock('../../src/cli/lint.ts', () => ({ lint }));

/** Through all of the program: an empty argument before it makes no difference but that the quick way is not taken. */
async function byProgram(argv: readonly string[]) {
  lint.mockClear();
  const { program } = await import('../../src/cli/program.ts');
  const silent = { isTTY: false, columns: 100, write: () => {} };
  const io = { stdin: process.stdin, stdout: silent, stderr: silent, cwd: '/', env: {}, now: () => new Date(0) };
  await program(io, () => {}).parseAsync([...argv], { from: 'user' });
  const [paths, flags] = lint.mock.calls[0] ?? [];
  return { paths, flags };
}

const word = fc.constantFrom('Dockerfile', 'services/', '-', 'lint', 'help', 'a b', '', '*.Dockerfile');
const flag = fc.constantFrom(
  '--no-config',
  '-q',
  '--quiet',
  '-v',
  '--verbose',
  '--color',
  '--no-color',
  '--fix',
  '--unsafe',
  '--diff',
);
const valued = fc.tuple(
  fc.constantFrom(
    '-f',
    '--format',
    '-c',
    '--config',
    '--shellcheck',
    '--today',
    '--preset',
    '--context',
    '--stdin-filename',
  ),
  fc.constantFrom('text', 'json=out.json', 'off', 'Dockerfile', '2026-01-15', '-', ''),
);
const argument = fc.oneof(
  word.map((one) => [one]),
  flag.map((one) => [one]),
  valued.map((both) => [...both]),
);

test('what is read quickly is read as the whole program reads it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(argument, { maxLength: 6 }), async (given) => {
      const argv = ['lint', ...given.flat()];
      const quick = quickLint(argv);
      if (quick !== undefined) expect(quick).toEqual(await byProgram(argv));
    }),
    { numRuns: 150 },
  );
});

test.each([
  [['rules']],
  [['lint', '--help']],
  [['lint', '--format=json']],
  [['lint', '-fjson']],
  [['lint', '-qv']],
  [['lint', '--format', '--quiet']],
  [['lint', '--format']],
  [['lint', '--', 'Dockerfile']],
  [['lint', '--fail-on', 'info']],
  [['lint', '--constructor']],
])('%j is left to the whole program', (argv) => {
  expect(quickLint(argv)).toBeUndefined();
});

test('the quick way is the way taken', async () => {
  lint.mockClear();
  expect(await run(['lint', 'Dockerfile', '--shellcheck', 'off'])).toMatchObject({ code: 0, stderr: '' });
  expect(lint.mock.calls[0]?.slice(0, 2)).toEqual([['Dockerfile'], { shellcheck: 'off' }]);
});
