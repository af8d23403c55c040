/** What `bin/dev/compare-buildkit.ts` explains disagreements by stands in the guide, class by class. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildkitClasses, buildkitTable } from '../../bin/dev/buildkit-classes.ts';
import { buildkitChecks } from '../../src/dockerfile/data/buildkit-checks.ts';

test('the guide on BuildKit’s checks has the table of the classes', () => {
  const guide = readFileSync('docs/guide/buildkit-checks.md', 'utf8');
  expect(/<!-- classes -->\n([\s\S]*?)\n<!-- \/classes -->/.exec(guide)?.[1]).toBe(buildkitTable());
});

test('every class speaks of checks that there are', () => {
  const codes = new Set<string>(buildkitClasses.flatMap(({ codes }) => codes.split(' ')));
  const checks = new Set<string>(buildkitChecks);
  codes.delete('*');
  expect([...codes].filter((code) => !checks.has(code))).toEqual([]);
});
