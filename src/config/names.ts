/** The names a rule answers to: its id, the codes other tools gave it, and what is nearly one of these. */
import type { RuleMeta } from '../rule.ts';
import { nearest } from './nearest.ts';

/** What a rule is called. */
export type Named = Pick<RuleMeta, 'id' | 'aliases'>;

export interface RuleNames {
  /** The rules that a name names; none when it is unknown. `buildkit:all` names every rule with a code of BuildKit's. */
  named(name: string): readonly string[];
  /** The name that was likely meant. */
  suggest(name: string): string | undefined;
}

/** Whose code it is. */
function familyOf(code: string): string | undefined {
  if (/^DL\d{4}$/.test(code)) return 'hadolint';
  if (isShellcheckCode(code)) return 'shellcheck';
  if (/^[A-Z][a-z]+(?:[A-Z][a-z]*)*$/.test(code)) return 'buildkit';
  if (/^DS-\d{4}$/.test(code)) return 'trivy';
  if (/^CKV2?_/.test(code)) return 'checkov';
  return /^(?:CIS-DI|DKL)-/.test(code) ? 'dockle' : undefined;
}

/** Those of all rules are read when one is asked for. */
type Rules = readonly Named[] | (() => readonly Named[]);

const known = new WeakMap<Rules, RuleNames>();

/** The names of some rules, indexed once. */
export function namesOf(rules: Rules): RuleNames {
  const names = known.get(rules) ?? indexNames(rules);
  known.set(rules, names);
  return names;
}

function indexNames(rules: Rules): RuleNames {
  let index: ReadonlyMap<string, readonly string[]> | undefined;
  // Few runs name a rule.
  const byName = () => {
    index ??= idsByName(typeof rules === 'function' ? rules() : rules);
    return index;
  };
  return {
    named: (name) => byName().get(name) ?? byName().get(canonical(name)) ?? [],
    // In the order of the alphabet, so that of names that are equally near it is always the same one.
    suggest: (name) => nearest(name, [...byName().keys()].filter((one) => !one.endsWith(':all')).sort()),
  };
}

function idsByName(rules: readonly Named[]): ReadonlyMap<string, readonly string[]> {
  const byName = new Map<string, string[]>();
  const add = (name: string, id: string) => {
    const ids = byName.get(name);
    if (!ids) byName.set(name, [id]);
    else if (!ids.includes(id)) ids.push(id);
  };
  for (const { id, aliases = [] } of rules) {
    add(id, id);
    for (const alias of aliases) {
      add(alias, id);
      const family = familyOf(alias);
      if (family !== undefined) add(`${family}:all`, id);
    }
  }
  return byName;
}

/** Trivy wrote `AVD-DS-0002` and `DS002` for what is now `DS-0002`; codes are upper-case. */
function canonical(name: string): string {
  const trivy = /^(?:AVD-)?DS-?0*(\d+)$/i.exec(name)?.[1];
  if (trivy !== undefined) return `DS-${trivy.padStart(4, '0')}`;
  return /^(?:dl|sc)\d{4}$|^(?:ckv|cis|dkl)/i.test(name) ? name.toUpperCase() : name;
}

/** ShellCheck's codes are no rules of ours, but are named like rules. */
export function isShellcheckCode(name: string): boolean {
  return /^SC\d{4}$/.test(name);
}
