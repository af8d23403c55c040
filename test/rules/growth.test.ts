import { expect, test } from 'vitest';
import { repeated } from '../../bin/dev/bench/repeated.ts';
import { defaultsOf } from '../../rules/defaults.ts';
import { dockerfileRules } from '../../rules/dockerfile.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import { lint } from '../../src/lint.ts';

/** Rules that hold instructions against others: each looks them up, so that it comes to an end with any number of them. */
const relating = [
  ...[
    'archive-copied-then-extracted',
    'build-arg-secret',
    'build-tools-kept',
    'chmod-layer',
    'copied-secret-file',
    'dev-dependencies',
    'dropped-supplementary-groups',
  ],
  ...[
    'npm-install-not-ci',
    'pip-cache-kept',
    'removed-in-later-layer',
    'reserved-stage-name',
    'shell-form',
    'stage-name-casing',
  ],
  ...[
    'unassigned-variable',
    'undefined-variable',
    'unknown-copy-from',
    'unused-arg',
    'unused-user',
    'url-credentials',
    'volatile-before-stable',
  ],
];

test.each(relating)('%s comes to an end on 20,000 instructions', { timeout: 20_000 }, (id) => {
  const rule = dockerfileRules.find((one) => one.id === id) ?? expect.fail();
  const text = repeated(rule, 20_000) ?? `FROM debian:12.9\n${'ARG PORT=80\nCOPY a /a\n'.repeat(10_000)}`;
  const file = parse(text, { file: 'Dockerfile', facts: { today: '2026-01-15' } });
  const { skipped } = lint(file, [{ rule, severity: 'info', configured: true, options: defaultsOf(id) ?? {} }]);
  expect(skipped).toEqual([]);
});
