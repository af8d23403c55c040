/** What the steps of refine are told about the run. Everything that was configured comes resolved: sets and functions, no globs, no aliases. */
import type { Evidence, Finding, Place, Severity } from '../finding.ts';
import type { Told } from './fingerprint.ts';
import type { Pragmas } from './pragmas.ts';

/** An entry of the configuration's `ignore` list. */
export interface Ignore {
  readonly rules: ReadonlySet<string>;
  /** Whether it speaks of what is found at this place; absent: of every place. */
  readonly at?: (place: Place) => boolean;
  /** Whether it speaks of this secret; a finding of several is accepted when each of them is. Absent: of any finding. */
  readonly secret?: (secret: Extract<Evidence, { kind: 'secret' }>) => boolean;
  readonly reason: string | undefined;
  /** The last day it holds. */
  readonly until: string | undefined;
  readonly place: Place;
}

/** How suppressions themselves are judged. */
export interface SuppressionPolicy {
  /** `false`: comments silence nothing. */
  readonly inSource: boolean;
  /** Days before its last day that a suppression is announced. */
  readonly notice: number;
  readonly requireReason: boolean;
  /** Whether suppressions in other tools' words are reported when they silence nothing. */
  readonly foreignUnused: boolean;
}

/** Remembers findings from an earlier run. */
export interface Baseline {
  /** The findings of a subject, by its name as fingerprints have it. */
  mark(findings: readonly Finding[], subject: string): readonly Finding[];
}

export interface RefineContext {
  readonly subject: Told;
  /** `YYYY-MM-DD`; unknown days expire nothing. */
  readonly today?: string;
  /** The severity that was configured for a finding, `undefined` where the rule's own holds. */
  severityOf(finding: Finding): Severity | 'off' | undefined;
  /** Whether a rule was asked about this subject at all. */
  active(rule: string): boolean;
  /** The rules that an id or alias names; none when it is unknown. */
  named(name: string): readonly string[];
  /** The nearest name there is. */
  suggest(name: string): string | undefined;
  readonly ignores: readonly Ignore[];
  readonly pragmas: Pragmas;
  readonly policy: SuppressionPolicy;
  readonly baseline?: Baseline;
}

/** One step of refine: findings in, findings out. */
export type Step = (findings: readonly Finding[], context: RefineContext) => readonly Finding[];
