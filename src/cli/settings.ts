/** Which rules a run asks, with which severity and options: presets, flags. */
import { defaults } from '../../rules/defaults.ts';
import { presets } from '../../rules/presets.ts';
import { nearest } from '../dockerfile/suggest.ts';
import type { Severity } from '../finding.ts';
import type { ActiveRule } from '../lint.ts';
import type { Rule } from '../rule.ts';
import type { JudgingFlags } from './flags.ts';
import { UsageError } from './io.ts';

export function activeRules(rules: readonly Rule[], flags: JudgingFlags): readonly ActiveRule[] {
  const preset = presets[flags.preset ?? 'recommended'];
  if (!preset)
    throw new UsageError(`There is no preset \`${flags.preset}\`; there are ${Object.keys(presets).join(', ')}.`);
  const asked = askedSeverities(rules, flags);
  return rules.flatMap((rule): readonly ActiveRule[] => {
    const setting = asked.get(rule.id) ?? preset.rules[rule.id];
    const [severity, options] = typeof setting === 'object' ? setting : [setting, {}];
    const own = severity ?? (preset.on === 'recommended' ? rule.severity : 'off');
    if (own === 'off') return [];
    const fallback = defaults[rule.id];
    return [
      {
        rule,
        severity: own,
        configured: severity !== undefined,
        options: { ...(isObject(fallback) ? fallback : {}), ...options },
      },
    ];
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function askedSeverities(rules: readonly Rule[], flags: JudgingFlags): ReadonlyMap<string, Severity | 'off'> {
  const asked = new Map<string, Severity | 'off'>();
  for (const id of flags.ignore ?? []) for (const rule of named(id, rules)) asked.set(rule.id, 'off');
  for (const given of flags.rule ?? []) {
    const [id = '', severity = ''] = given.split('=');
    if (!isSeverity(severity))
      throw new UsageError(`--rule takes ID=SEVERITY with off, info, warning or error, not \`${given}\`.`);
    for (const rule of named(id, rules)) asked.set(rule.id, severity);
  }
  return asked;
}

function isSeverity(text: string): text is Severity | 'off' {
  return text === 'off' || text === 'info' || text === 'warning' || text === 'error';
}

/** Every rule that an id or alias names. */
function named(id: string, rules: readonly Rule[]): readonly Rule[] {
  const found = rules.filter((rule) => rule.id === id || rule.aliases?.includes(id));
  if (found.length > 0) return found;
  const near = nearest(
    id,
    rules.flatMap((rule) => [rule.id, ...(rule.aliases ?? [])]),
  );
  throw new UsageError(`There is no rule \`${id}\`${near ? `; did you mean \`${near}\`?` : '.'}`);
}
