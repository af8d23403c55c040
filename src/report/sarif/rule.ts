/** A rule as a SARIF reporting descriptor. */
import type { Severity } from '../../finding.ts';
import type { RuleMeta } from '../../rule.ts';
import type { RuleInfo } from '../context.ts';
import { helpOf } from './help.ts';

const levels = { error: 'error', warning: 'warning', info: 'note', off: 'none' } as const;

/** SARIF's word for a severity. */
export function levelOf(severity: Severity | 'off'): 'error' | 'warning' | 'note' | 'none' {
  return levels[severity];
}

/** Everything that a code scanning service shows of a rule. */
export function descriptorOf(id: string, info: RuleInfo | undefined) {
  if (info === undefined) {
    const text = { text: `The rule \`${id}\`, of which nothing more is known here.` };
    return { id, ...nameOf(id), shortDescription: text, fullDescription: text, help: text };
  }
  const { meta: rule, uri } = info;
  return {
    id,
    ...nameOf(id),
    shortDescription: { text: rule.summary },
    fullDescription: { text: `${rule.summary} ${rule.why}` },
    help: { text: rule.why, markdown: helpOf(info) },
    ...(uri !== undefined && { helpUri: uri }),
    defaultConfiguration: {
      enabled: rule.severity !== 'off',
      // A rule that is off by default still speaks at some level when it is turned on.
      level: rule.severity === 'off' ? 'warning' : levelOf(rule.severity),
    },
    properties: propertiesOf(rule),
  };
}

/** `latest-tag` → `LatestTag`: SARIF asks for a Pascal-case name, but for none that says no more than the id. */
function nameOf(id: string): { readonly name?: string } {
  const name = id.replace(/(?:^|-)([a-z0-9])/g, (_, first: string) => first.toUpperCase());
  return name.toLowerCase() === id ? {} : { name };
}

function propertiesOf(rule: RuleMeta) {
  const security = rule.securitySeverity !== undefined;
  const tags = new Set([rule.category, ...(security ? ['security'] : []), 'docker', rule.on, ...(rule.aliases ?? [])]);
  const recommendation = rule.severity === 'info' || rule.severity === 'off' ? 'recommendation' : rule.severity;
  return {
    // GitHub shows ten of them.
    tags: [...tags].slice(0, 10),
    precision: rule.precision ?? 'high',
    'problem.severity': recommendation,
    ...(rule.securitySeverity !== undefined && { 'security-severity': rule.securitySeverity.toFixed(1) }),
  };
}
