import { expect, test } from 'vitest';
import { defaultsOf } from '../../rules/defaults.ts';
import { dockerfileRules } from '../../rules/dockerfile.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import type { ActiveRule } from '../../src/lint.ts';
import { lint } from '../../src/lint.ts';
import { dedupe } from '../../src/refine/dedupe.ts';

/** What ShellCheck 0.9 says of a bad example of each rule: the example's number, and code, start and end of each comment. */
const answers: Readonly<Record<string, readonly [number, ...(readonly [number, number, number])[]]>> = {
  backquotes: [0, [2006, 29, 36]],
  'bash-command-in-sh': [1, [3044, 21, 31], [3044, 39, 43]],
  'bash-expansion-in-sh': [1, [3057, 43, 57]],
  'bash-redirection-in-sh': [1, [3011, 25, 28]],
  'bash-test-in-sh': [0, [3010, 24, 41]],
  'braces-in-sh': [0, [3009, 35, 45]],
  'deprecated-egrep': [0, [2196, 21, 26]],
  'double-equals-in-sh': [0, [3014, 45, 47]],
  'double-negation': [0, [2236, 26, 27]],
  'echo-escapes': [0, [2028, 24, 34]],
  'echo-flags': [0, [3036, 26, 28]],
  'find-piped-to-xargs': [0, [2038, 21, 38]],
  'find-without-path': [0, [2185, 21, 25]],
  'forgiven-chain': [0, [2015, 63, 65]],
  'glob-as-option': [0, [2035, 24, 25]],
  'idle-negation': [0, [2251, 29, 30]],
  'masked-failure': [0, [2155, 28, 35]],
  'removal-below-empty-variable': [1, [2115, 28, 44]],
  'single-turn-loop': [0, [2043, 32, 33]],
  'unassigned-variable': [0, [2154, 60, 65]],
  'unguarded-cd': [0, [2164, 21, 28]],
  'unquoted-arguments': [1, [2048, 40, 42]],
  'unquoted-find-pattern': [0, [2061, 37, 42]],
  'unquoted-substitution': [0, [2046, 29, 49]],
  'unquoted-variable': [2, [2086, 52, 58]],
  'unused-shell-variable': [0, [2034, 21, 36]],
  'useless-cat': [0, [2002, 25, 34]],
  'variable-in-single-quotes': [0, [2016, 42, 60]],
  'variable-printf-format': [0, [2059, 37, 51]],
};

const rules = dockerfileRules.filter(({ aliases }) => aliases?.some((alias) => alias.startsWith('SC')));
const active = (id: string): ActiveRule[] =>
  dockerfileRules
    .filter((rule) => rule.id === id || rule.id === 'shellcheck')
    .map((rule) => ({ rule, severity: 'warning', configured: false, options: defaultsOf(rule.id) ?? {} }));

test('every rule with a code of ShellCheck is held against it, but for one that its dash lets pass', () => {
  expect([...Object.keys(answers), 'pipefail-in-sh'].toSorted()).toEqual(rules.map(({ id }) => id).toSorted());
});

test.each(Object.entries(answers))('what ShellCheck says as well is said once, by %s', (id, [at, ...comments]) => {
  const example = rules.find((rule) => rule.id === id)?.bad[at] ?? '';
  const code = typeof example === 'string' ? example : 'code' in example ? example.code : '';
  const shellcheck = comments.map(([number, start, end]) => ({
    code: number,
    level: 'warning' as const,
    message: 'As ShellCheck has it.',
    span: { start, end },
    edits: [],
  }));
  const file = parse(code.replaceAll(/\[\||\|\]/g, ''), { file: 'Dockerfile', facts: { shellcheck } });
  const { findings } = lint(file, active(id));
  expect(findings.filter(({ rule }) => rule === 'shellcheck')).toHaveLength(comments.length);
  const left = dedupe(findings);
  expect(left.length).toBeGreaterThanOrEqual(comments.length);
  expect(new Set(left.map(({ rule }) => rule))).toEqual(new Set([id]));
});
