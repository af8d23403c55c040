/**
 * `node bin/dev/count-rules.ts [--preset NAME] [--list FILE] [FOLDER]`: how often each rule speaks over real Dockerfiles, as a table.
 * Every file below the folder, or named by the list, is taken for a Dockerfile.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultsOf } from '../../rules/defaults.ts';
import { dockerfileRules } from '../../rules/dockerfile.ts';
import { presets } from '../../rules/presets.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import type { Severity } from '../../src/finding.ts';
import { type ActiveRule, lint } from '../../src/lint.ts';
import type { Rule } from '../../src/rule.ts';

interface Count {
  readonly severity: Severity;
  findings: number;
  files: number;
}

/** The rules as a preset has them, those that it leaves off taken out. */
export function activeRules(name: string): readonly ActiveRule[] {
  const preset = presets()[name];
  if (!preset) throw new Error(`There is no preset \`${name}\`.`);
  return dockerfileRules.flatMap((rule) => activeRule(rule, preset.on === 'none', preset.rules[rule.id]) ?? []);
}

function activeRule(
  rule: Rule,
  alone: boolean,
  setting: ReturnType<typeof presets>[string]['rules'][string] | undefined,
): ActiveRule | undefined {
  const [level, options] = typeof setting === 'object' ? setting : [setting ?? (alone ? 'off' : rule.severity), {}];
  if (level === 'off') return undefined;
  return {
    rule,
    severity: level,
    configured: setting !== undefined,
    options: { ...optionsOf(rule), ...options },
  };
}

function optionsOf({ id }: Rule): object {
  const known = defaultsOf(id);
  return typeof known === 'object' && known !== null ? known : {};
}

function* filesBelow(folder: string): Iterable<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

function count(files: readonly string[], rules: readonly ActiveRule[], today: string) {
  const counts = new Map(
    rules.map(({ rule, severity }): [string, Count] => [rule.id, { severity, findings: 0, files: 0 }]),
  );
  const bySeverity = { error: 0, warning: 0, info: 0 };
  let failures = 0;
  for (const file of files) {
    const { findings, skipped } = lint(parse(readFileSync(file, 'utf8'), { file, facts: { today } }), rules);
    for (const { what, detail } of skipped) console.error(`${file}: ${what}: ${detail}`);
    failures += skipped.length;
    for (const { severity } of findings) bySeverity[severity]++;
    for (const [rule, those] of Map.groupBy(findings, (finding) => finding.rule)) {
      const entry = counts.get(rule);
      if (!entry) continue;
      entry.findings += those.length;
      entry.files++;
    }
  }
  return { counts, bySeverity, failures };
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    options: {
      preset: { type: 'string', default: 'recommended' },
      list: { type: 'string' },
      today: { type: 'string', default: '2026-08-01' },
    },
    allowPositionals: true,
  });
  const listed = values.list === undefined ? [] : readFileSync(values.list, 'utf8').split('\n').filter(Boolean);
  const files = [...listed, ...positionals.flatMap((path) => [...filesBelow(path)])].filter((path) =>
    statSync(path).isFile(),
  );
  const { counts, bySeverity, failures } = count(files, activeRules(values.preset), values.today);
  console.log(`| rule | severity | findings | files |\n|---|---|---:|---:|`);
  const rows = [...counts].sort(([a, { findings: x }], [b, { findings: y }]) => y - x || (a < b ? -1 : 1));
  for (const [id, { severity, findings, files: spoken }] of rows)
    console.log(`| ${id} | ${severity} | ${findings} | ${spoken} |`);
  const per = (sum: number): string => (sum / files.length).toFixed(2);
  const { error, warning, info } = bySeverity;
  console.log(
    `\n${files.length} files; per file ${per(error + warning)} findings at warning or above, ${per(info)} below; ${failures} failures.`,
  );
}
