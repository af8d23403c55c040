/** What a configuration means for one subject: the rules it is asked, and the steps its findings go through. */

import type { Kit } from './config/kit.ts';
import type { Config } from './config/load.ts';
import { type Named, namesOf, type RuleNames } from './config/names.ts';
import { activeRules, type ResolvedRules, resolveRules, type Target } from './config/resolve.ts';
import { type IgnoreEntry, type Settings, settingsOf } from './config/settings.ts';
import type { Dockerfile } from './dockerfile/model.ts';
import type { Finding } from './finding.ts';
import type { ActiveRule } from './lint.ts';
import type { Baseline, RefineContext } from './refine/context.ts';
import type { Told } from './refine/fingerprint.ts';
import { readPragmas } from './refine/pragmas.ts';
import { refine } from './refine/refine.ts';
import { codesOf } from './refine/suppress.ts';
import type { Subject } from './rule.ts';

export interface Policy {
  readonly rules: readonly ActiveRule[];
  /** The findings of one subject, as people can live with them. */
  readonly refine: (
    findings: readonly Finding[],
    subject: Told,
    dockerfile: Dockerfile | undefined,
  ) => readonly Finding[];
}

export interface Governed {
  readonly config: Config;
  readonly kit: Kit;
  readonly settings: Settings;
  /** Of every rule there is, asked or not: a comment may speak of any. */
  readonly names: RuleNames;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly baseline?: Baseline | undefined;
}

/** What is the same for every configuration of a run. */
export interface Governing {
  readonly kit: Kit;
  /** Reports name files from here. */
  readonly cwd: string;
  /** Of the rules that come with the program, asked or not. */
  readonly names: () => readonly Named[];
  readonly today: string;
}

/** What one configuration means for all it governs; rules of plugins are named too. */
export async function governedBy(config: Config, { kit, cwd, names, today }: Governing): Promise<Governed> {
  const all = namesOf(config.rules === kit.rules ? names : () => [...names(), ...config.rules]);
  return { config, kit, settings: await settingsOf(config, cwd), names: all, today };
}

/** The policy for a Dockerfile (by its absolute path), an image (by its reference), or both. */
export async function policyFor(target: Target, governed: Governed): Promise<Policy> {
  const { config, kit } = governed;
  const states = await resolveRules(config, target, kit);
  const rules = activeRules(states, config.rules);
  return {
    rules,
    refine: (findings, subject, dockerfile) =>
      refine(findings, contextFor({ subject, dockerfile, target }, states, governed)),
  };
}

interface About {
  readonly subject: Told;
  readonly dockerfile: Dockerfile | undefined;
  readonly target: Target;
}

const asked = new WeakMap<readonly ActiveRule[], Map<Subject['kind'], ReadonlySet<string>>>();

/** The rules that are asked about a kind of subject: the same for thousands of files. */
function askedOf(rules: readonly ActiveRule[], kind: Subject['kind']): ReadonlySet<string> {
  const byKind = asked.get(rules) ?? new Map<Subject['kind'], ReadonlySet<string>>();
  asked.set(rules, byKind);
  const ids = byKind.get(kind) ?? new Set(rules.flatMap(({ rule }) => (rule.on === kind ? rule.id : [])));
  byKind.set(kind, ids);
  return ids;
}

function contextFor({ subject, dockerfile, target }: About, states: ResolvedRules, governed: Governed): RefineContext {
  const { config, settings, today, baseline } = governed;
  const { named, suggest } = governed.names;
  const explicit = (id: string) => (states.stated(id)?.explicit ? states.stated(id)?.level : undefined);
  return {
    subject,
    today,
    severityOf: (finding) =>
      codesOf(finding)
        .map(explicit)
        .find((level) => level !== undefined) ?? explicit(finding.rule),
    // A comment that speaks of an image's rule is not idle only because no image was looked at.
    active: (rule) => askedOf(activeRules(states, config.rules), subject.kind).has(rule),
    named,
    suggest,
    ignores: settings.ignores.filter((entry) => speaksOf(entry, target)),
    pragmas: dockerfile ? readPragmas(dockerfile) : { pragmas: [], misread: [] },
    policy: settings.suppressions,
    ...(baseline && { baseline }),
  };
}

function speaksOf({ image }: IgnoreEntry, target: Target): boolean {
  return image === undefined || (target.image !== undefined && image(target.image));
}
