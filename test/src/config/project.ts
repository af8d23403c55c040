/** Folders with configuration in them, for tests. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Kit, Options } from '../../../src/config/kit.ts';
import { type Config, loadConfig } from '../../../src/config/load.ts';
import type { Problem, Result } from '../../../src/finding.ts';
import { defineRule, type Rule } from '../../../src/rule.ts';

/** A folder with these files, gone when the test is over. */
export function project(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-config-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  // A root of a repository, so that nothing above is looked at.
  for (const [path, text] of Object.entries({ '.git/HEAD': '', ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function rule(id: string, aliases: readonly string[], more: Partial<Rule> = {}): Rule {
  const made = defineRule({
    id,
    aliases,
    on: 'dockerfile',
    since: '1.0',
    severity: 'warning',
    category: 'style',
    summary: `Has ${id}.`,
    why: 'It is a rule to test with.',
    bad: [],
    good: [],
    check: () => [],
  });
  return { ...made, ...more };
}

/** A few rules, as stand-ins for those of the product. */
const defaults = new Map<string, Options>([
  ['latest-tag', { allow: [], depth: 3, mode: 'first' }],
  ['untrusted-base', { allow: [] }],
]);

export const kit: Kit = {
  rules: [
    rule('latest-tag', ['DL3007', 'DS-0001'], {
      options: (z) =>
        z.strictObject({
          allow: z.array(z.string()).default([]).describe('Names that may float.'),
          depth: z.int().min(0).default(3).describe('How deep.'),
          mode: z.enum(['first', 'any']).default('first').describe('Which.'),
        }),
    }),
    rule('untagged-base', ['DL3006', 'DS-0001']),
    rule('sudo', ['DL3004', 'DS-0010'], { severity: 'error' }),
    rule('unpinned-apt-package', ['DL3008'], { severity: 'off' }),
    rule('stage-name-casing', ['StageNameCasing']),
    rule('untrusted-base', ['DL3026'], {
      severity: 'off',
      options: (z) => z.strictObject({ allow: z.array(z.string()).default([]).describe('Trusted.') }),
    }),
    rule('late-rule', [], { since: '2.0' }),
  ],
  defaultsOf: (rule) => defaults.get(rule),
  presets: () => ({
    recommended: { on: 'recommended', rules: {} },
    strict: { on: 'recommended', rules: { 'unpinned-apt-package': 'info', sudo: 'error' } },
    hadolint: {
      on: 'none',
      rules: { 'latest-tag': 'warning', 'unpinned-apt-package': ['warning', {}], sudo: 'error' },
    },
    buildkit: { on: 'none', rules: { 'stage-name-casing': 'warning' } },
  }),
};

export function load(cwd: string, start = cwd, explicit?: string): Promise<Result<Config, readonly Problem[]>> {
  return loadConfig({ start: join(cwd, start === cwd ? '' : start), cwd, ...(explicit ? { explicit } : {}) }, kit);
}

/** The configuration, which must be right. */
export async function loaded(cwd: string, start = cwd): Promise<Config> {
  const result = await load(cwd, start);
  if (!result.ok) throw new Error(result.problem.map((problem) => problem.message).join('\n'));
  return result.value;
}
