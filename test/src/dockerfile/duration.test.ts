import { expect, test } from 'vitest';
import { parse } from '../../../src/dockerfile/parse.ts';

const noDuration = 'is no duration: write a number with its unit, like `30s` or `1m30s`.';

/** What BuildKit takes, and what it refuses. */
test.each([
  ['--interval=5s', undefined],
  ['--interval=1h30m', undefined],
  ['--interval=.5s', undefined],
  ['--interval=+5s', undefined],
  ['--interval="5s"', undefined],
  ['--interval=0', undefined],
  ['--interval=', undefined],
  ['--interval=1ms', undefined],
  ['--timeout=1.5m', undefined],
  ['--retries=3', undefined],
  ['--retries=+3', undefined],
  ['--retries=', undefined],
  ['--interval=x', `\`x\` ${noDuration}`],
  ['--interval=5', `\`5\` ${noDuration}`],
  ['--interval=$X', `\`$X\` ${noDuration}`],
  ['--start-period=1d', `\`1d\` ${noDuration}`],
  ['--start-interval=5S', `\`5S\` ${noDuration}`],
  ['--interval=-5s', '`-5s` is less than a millisecond.'],
  ['--interval=100us', '`100us` is less than a millisecond.'],
  ['--interval=999999ns', '`999999ns` is less than a millisecond.'],
  ['--retries=x', '`x` is no number of retries.'],
  ['--retries=-1', '`-1` is no number of retries.'],
  ['--retries=3000000000', '`3000000000` is no number of retries.'],
])('HEALTHCHECK %s', (flag, said) => {
  const { faults } = parse(`FROM debian:12.9\nARG X=5s\nHEALTHCHECK ${flag} CMD true\n`, { file: 'Dockerfile' });
  expect(faults.map(({ message }) => message)).toEqual(said === undefined ? [] : [said]);
});
